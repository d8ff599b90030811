namespace Hicra.Objective;

/// <summary>
/// The settings of <see cref="PolicyObjective"/>, checked on construction. The defaults are DAPO's clip-higher, the paper's
/// baseline ("GRPO with clip-higher", section 4); the paper gives neither bounds nor aggregation.
/// </summary>
public sealed record PolicyObjectiveOptions
{
    /// <summary>The policy loss.</summary>
    public PolicyLoss Loss { get; init => field = Defined(value); } = PolicyLoss.Clip;

    /// <summary>
    /// How token terms become one number. It holds for policy loss, KL and entropy, but for one exception that is verl's:
    /// the policy loss of GSPO is always aggregated as <see cref="LossAggregation.SeqMeanTokenMean"/>.
    /// </summary>
    public LossAggregation Aggregation { get; init => field = Defined(value); } = LossAggregation.TokenMean;

    /// <summary>The ratio is clipped at 1 - this from below; at least 0.</summary>
    public double ClipLow { get; init => field = AtLeastZero(value, "lower clip bound"); } = 0.2;

    /// <summary>The ratio is clipped at 1 + this from above; at least 0.</summary>
    public double ClipHigh { get; init => field = AtLeastZero(value, "upper clip bound"); } = 0.28;

    /// <summary>
    /// Dual clip (Ye et al. 2020): the loss of a token with negative advantage is at most |A| times this, which is above 1.
    /// Null turns it off; verl's default is 3. <see cref="PolicyLoss.Clip"/> only.
    /// </summary>
    public double? DualClip
    {
        get;
        init => field = value is null || (value > 1 && double.IsFinite(value.Value)) ? value
            : throw new HicraException(FormattableString.Invariant($"The dual clip is {value}: give a number above 1, for example 3, or leave it out."));
    }

    /// <summary>The estimator of the KL to the reference policy.</summary>
    public KlEstimator Kl { get; init => field = Defined(value); } = KlEstimator.K3Plus;

    /// <summary>The weight of the KL in the loss; at least 0. Above 0 it needs reference log-probs.</summary>
    public double KlCoefficient { get; init => field = AtLeastZero(value, "KL coefficient"); }

    /// <summary>The weight of the entropy, which the loss subtracts; at least 0. Above 0 it needs entropies.</summary>
    public double EntropyCoefficient { get; init => field = AtLeastZero(value, "entropy coefficient"); }

    /// <summary>The longest allowed response in tokens, at least 1; <see cref="LossAggregation.SeqMeanTokenSumNorm"/> divides by it and needs it.</summary>
    public int? MaxLength
    {
        get;
        init => field = value is null or >= 1 ? value : throw new HicraException($"The longest response is {value} tokens: give at least 1.");
    }

    private static double AtLeastZero(double value, string name) =>
        value >= 0 && double.IsFinite(value) ? value : throw new HicraException(FormattableString.Invariant($"The {name} is {value}: give a finite number of at least 0."));

    private static T Defined<T>(T value) where T : struct, Enum =>
        Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Not a defined value.");
}
