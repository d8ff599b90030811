namespace Hicra.Training.Policies;

/// <summary>Says something of a response's ids.</summary>
public delegate bool ResponseTest(ReadOnlySpan<int> response);

/// <summary>What to sample.</summary>
public sealed record SampleRequest
{
    /// <summary>The lowest temperature other than 0: below it, logits divided by the temperature are no float any more.</summary>
    public const double LowestTemperature = 1e-6;

    /// <summary>Prompts as token ids, each of at least one token.</summary>
    public required IReadOnlyList<int[]> Prompts { get; init; }

    /// <summary>Responses per prompt.</summary>
    public required int GroupSize { get; init; }

    /// <summary>The longest response in tokens; a response that reaches it without an end token is cut off.</summary>
    public required int MaxNewTokens { get; init; }

    /// <summary>The tokens that end a response (the one that came belongs to it); without any, every response is as long as allowed.</summary>
    public required IReadOnlyList<int> EndTokens { get; init; }

    /// <summary>Whether a response, as far as it has got, ends with its last token though that is no end token; null for never. Any number of threads may ask.</summary>
    public ResponseTest? Stops { get; init; }

    /// <summary>Whether a response goes on after its last token.</summary>
    /// <param name="response">Its ids so far, one at least.</param>
    public bool GoesOn(ReadOnlySpan<int> response) => !EndTokens.Contains(response[^1]) && response.Length < MaxNewTokens && Stops?.Invoke(response) != true;

    /// <summary>
    /// The random stream. The token at position <c>t</c> of response <c>i</c> (prompt-major) is drawn with
    /// <c>Random.Derive(i).Uniform(t)</c> by inverse CDF, so equal streams are common random numbers between policies.
    /// </summary>
    public required CounterRandom Random { get; init; }

    /// <summary>
    /// Logits are divided by it, and log-probs and entropies are those of the tempered distribution, whole: before <see cref="Filter"/> leaves tokens out. 0 takes the
    /// most probable token, for evaluation: that distribution is a point mass, which says nothing (every log-prob would be
    /// 0), so the log-probs and entropies are those of temperature 1.
    /// </summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Which tokens may be drawn; at temperature 0 it changes nothing.</summary>
    public TokenFilter Filter { get; init; } = TokenFilter.None;
}
