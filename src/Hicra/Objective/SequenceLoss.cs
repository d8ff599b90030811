namespace Hicra.Objective;

/// <summary>One sequence's sums over its kept tokens, before normalisation; <see cref="PolicyObjective.Summarize"/> adds them up.</summary>
public readonly record struct SequenceLoss
{
    /// <summary>Tokens that take part.</summary>
    public required int KeptTokens { get; init; }

    /// <summary>Sum of policy losses.</summary>
    public required double PolicySum { get; init; }

    /// <summary>Sum of KL estimates; null without reference log-probs.</summary>
    public required double? KlSum { get; init; }

    /// <summary>Sum of entropies in nats; null without entropies.</summary>
    public required double? EntropySum { get; init; }

    /// <summary>Sum of old log-prob minus log-prob (verl's estimate of the KL to the sampling policy).</summary>
    public required double ApproximateKlSum { get; init; }

    /// <summary>Tokens whose loss is the clipped one.</summary>
    public required int Clipped { get; init; }

    /// <summary>Tokens whose loss the dual clip bounds.</summary>
    public required int ClippedLower { get; init; }
}
