namespace Hicra.Credit;

/// <summary>
/// One step's rollouts as a token credit sees them. Rollouts are packed: the response tokens of rollout <c>i</c> are the
/// indices <c>Offsets[i] .. Offsets[i + 1]</c>. A rollout may be empty; it then has no token and takes no credit.
/// </summary>
public sealed class TokenContext
{
    /// <summary>Rollouts per prompt; the rollouts of one prompt are consecutive.</summary>
    public required int GroupSize { get; init; }

    /// <summary>[rollouts + 1] where each rollout's tokens begin; the last entry is the number of tokens.</summary>
    public required int[] Offsets { get; init; }

    /// <summary>[rollouts] rewards.</summary>
    public required double[] Rewards { get; init; }

    /// <summary>[rollouts] advantages from the estimator.</summary>
    public required double[] RolloutAdvantages { get; init; }

    /// <summary>[tokens] whether a token belongs to a strategic gram.</summary>
    public required bool[] Planning { get; init; }

    /// <summary>[tokens] token ids.</summary>
    public required int[] TokenIds { get; init; }

    /// <summary>[tokens] entropy of the sampling distribution at each token, in nats; null where the source has none.</summary>
    public double[]? Entropies { get; init; }

    /// <summary>Entropy of the step's strategic grams in nats, which an adaptive alpha may follow; null if undefined.</summary>
    public double? SemanticEntropy { get; init; }

    /// <summary>The training step, from 0.</summary>
    public int Step { get; init; }

    /// <summary>The number of rollouts.</summary>
    public int RolloutCount => Offsets.Length - 1;

    /// <summary>The number of response tokens.</summary>
    public int TokenCount => Offsets[^1];
}
