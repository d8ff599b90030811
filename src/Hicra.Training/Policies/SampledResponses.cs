namespace Hicra.Training.Policies;

/// <summary>
/// Sampled responses, packed; response <c>i</c> belongs to prompt <c>i / GroupSize</c>. A log-prob or entropy is NaN where a
/// sampler does not know it, as behind a server that tells none; an <see cref="IPolicy"/> knows them all.
/// </summary>
/// <param name="Tokens">[tokens] response ids, the end token included where it came.</param>
/// <param name="Offsets">[responses + 1] where each response begins.</param>
/// <param name="LogProbs">[tokens] log-prob of each token under the whole tempered distribution, nats.</param>
/// <param name="Entropies">[tokens] entropy of the whole tempered distribution at each token, nats.</param>
public sealed record SampledResponses(int[] Tokens, int[] Offsets, float[] LogProbs, float[] Entropies)
{
    /// <summary>The same of the distribution that was drawn from, where a filter left tokens out; null where nothing was left out.</summary>
    public TruncatedScores? Truncated { get; init; }

    /// <summary>The number of responses.</summary>
    public int Count => Offsets.Length - 1;

    /// <summary>The ids of one response.</summary>
    public ReadOnlySpan<int> Response(int index) => Tokens.AsSpan(Offsets[index]..Offsets[index + 1]);
}
