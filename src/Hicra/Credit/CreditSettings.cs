namespace Hicra.Credit;

/// <summary>What the methods of <see cref="CreditCatalog"/> can be told; each uses what it needs.</summary>
public sealed record CreditSettings
{
    /// <summary>The strength of the amplifying rules; the paper's fixed 0.2 by default. A schedule with a state belongs to one run.</summary>
    public IAlphaSchedule Alpha { get; init; } = new FixedAlpha(0.2);

    /// <summary><c>high-entropy</c>: the quantile of entropies from which tokens are amplified, in [0, 1].</summary>
    public double HighEntropyQuantile { get; init; } = 0.7;

    /// <summary><c>top-entropy</c>: the share of tokens that stay in the loss, in [0, 1].</summary>
    public double TopEntropyShare { get; init; } = 0.2;

    /// <summary><c>hicra-reported</c>: the share of a rollout's tokens that count as of high entropy, in [0, 1].</summary>
    public double ReportedHighEntropyShare { get; init; } = 0.3;

    /// <summary><c>placebo</c>: the n-grams of token ids; null for a rule that draws them from the rollouts of its first step.</summary>
    public IReadOnlyList<int[]>? PlaceboGrams { get; init; }

    /// <summary><c>placebo</c>: how many n-grams it draws; as many as strategic grams, so that only their meaning differs.</summary>
    public int PlaceboCount { get; init; } = 33;

    /// <summary><c>entropy-bonus</c>: the coefficient of the entropy in the objective, at least 0.</summary>
    public double EntropyCoefficient { get; init; } = 0.01;
}
