using Hicra.Strategy;

namespace Hicra.Rollouts;

/// <summary>
/// One response with what is known about it. Everything is optional, because sources differ: a property is null where the
/// source lacks it. Per-token lists that are given have one entry per response token.
/// </summary>
public sealed record Rollout
{
    /// <summary>The training step, from 0.</summary>
    public int? Step { get; init; }

    /// <summary>Index of the prompt's group within the step.</summary>
    public int? Group { get; init; }

    /// <summary>Index of the response within its group.</summary>
    public int? Sample { get; init; }

    /// <summary>The seed of the run.</summary>
    public long? Seed { get; init; }

    /// <summary>The method of the run, for example <c>hicra</c>.</summary>
    public string? Method { get; init; }

    /// <summary>The method's alpha at this step.</summary>
    public double? Alpha { get; init; }

    /// <summary>The problem's identity within its data set or world.</summary>
    public string? ProblemId { get; init; }

    /// <summary>The prompt as text.</summary>
    public string? Prompt { get; init; }

    /// <summary>The picture that belongs to the prompt, where there is one: rows of <c>#</c> (lit pixels) and <c>.</c> (dark ones), of one length.</summary>
    public string[]? PromptPixels { get; init; }

    /// <summary>The response as text.</summary>
    public string? Response { get; init; }

    /// <summary>The reward.</summary>
    public double? Reward { get; init; }

    /// <summary>Whether the response is right, where a verdict stands beside the reward.</summary>
    public bool? Correct { get; init; }

    /// <summary>Right, or what went wrong: <c>right</c>, <c>plan</c>, <c>other</c> (paper, section 4.2.1); <c>wrong</c> where nobody told the errors apart.</summary>
    public string? Kind { get; init; }

    /// <summary>Whether the response was cut off at the limit of length, where the source says so.</summary>
    public bool? Truncated { get; init; }

    /// <summary>The rollout's advantage, before any token credit.</summary>
    public double? Advantage { get; init; }

    /// <summary>[tokens] ids of the response.</summary>
    public int[]? TokenIds { get; init; }

    /// <summary>[tokens] text of each token; joined they are the response.</summary>
    public string[]? TokenTexts { get; init; }

    /// <summary>[tokens] log-probs under the policy that sampled, in nats.</summary>
    public float[]? LogProbs { get; init; }

    /// <summary>[tokens] entropies of the sampling distribution, in nats.</summary>
    public float[]? Entropies { get; init; }

    /// <summary>[tokens] advantages after token credit.</summary>
    public float[]? TokenAdvantages { get; init; }

    /// <summary>The strategic grams in the response, in tokens; null where nobody looked.</summary>
    public GramSpan[]? PlanningSpans { get; init; }

    /// <summary>The kind of foreign file from which it was read; null for the kit's own rollouts. Not written to files.</summary>
    public RolloutFormat? Source { get; init; }

    /// <summary>The number of response tokens; null where no per-token list is given.</summary>
    public int? TokenCount => TokenIds?.Length ?? TokenTexts?.Length ?? LogProbs?.Length ?? Entropies?.Length ?? TokenAdvantages?.Length;

    /// <summary>What in this record contradicts itself, as a clause for an error message; null if nothing does.</summary>
    public string? Contradiction()
    {
        int? tokens = TokenCount;
        if (Differs(TokenTexts)) return "the lists of token ids and token texts differ in length";
        if (Differs(LogProbs)) return "there is not one log-prob per token";
        if (Differs(Entropies)) return "there is not one entropy per token";
        if (Differs(TokenAdvantages)) return "there is not one advantage per token";
        if (PromptPixels is { } rows && Array.Exists(rows, row => row.Length != rows[0].Length || row.AsSpan().ContainsAnyExcept('#', '.'))) return "the picture is not rows of # and . of one length";
        foreach (GramSpan span in PlanningSpans ?? [])
        {
            bool inside = span is { Start: >= 0, Length: >= 1, Gram: >= 0 } && (tokens is not int n || span.Start <= n - span.Length);
            if (!inside) return $"the gram span [{span.Start},{span.Length},{span.Gram}] does not lie within the response";
        }
        return NotFinite(Alpha, "alpha") ?? NotFinite(Reward, "reward") ?? NotFinite(Advantage, "advantage")
            ?? NotFinite(LogProbs, "log-prob") ?? NotFinite(Entropies, "entropy") ?? NotFinite(TokenAdvantages, "advantage");

        bool Differs(Array? list) => list is not null && list.Length != tokens;
    }

    private static string? NotFinite(double? value, string name) => value is double v && !double.IsFinite(v) ? $"the {name} is not a finite number" : null;

    private static string? NotFinite(float[]? values, string name)
    {
        if (values is null) return null;
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i])) return $"the {name} of token {i} is not a finite number";
        }
        return null;
    }
}
