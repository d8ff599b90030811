namespace Hicra.Credit;

/// <summary>
/// What a third party reports the authors' released code to do, which differs from the paper. SECOND-HAND: the source is
/// the documentation and comments of TRL PR 4997, which quote the authors' trainer; the code itself was not seen.
/// </summary>
/// <remarks>
/// A rollout counts as worth amplifying if its advantage is above 0 and it is longer than the mean of its group. The tokens
/// of such rollouts with high entropy, and all planning tokens of all rollouts, take <c>A * (1 + alpha * sign(A))</c>, which
/// is <c>A + alpha * |A|</c>. High entropy means at or above the 70th percentile of the rollout's own token entropies.
/// Unverified: whether the percentile is per rollout (so in that port) or over the batch; whether the authors' runs had a
/// planning mask (without one, the report has a plain factor of 1 + alpha on the first kind of tokens); whether the quoted
/// assignment took effect at all (chained boolean indexing, as quoted, writes to a copy). A group of one has no rollout
/// above its mean length, so only planning tokens are amplified there.
/// </remarks>
public sealed class HicraReportedCredit : IAmplifyingCredit
{
    private readonly double quantile;

    /// <summary>Creates the rule with a fixed alpha in [0, 1).</summary>
    /// <exception cref="HicraException">Alpha or share may not be used.</exception>
    public HicraReportedCredit(double alpha = 0.2, double highEntropyShare = 0.3) : this(new FixedAlpha(alpha), highEntropyShare) { }

    /// <summary>Creates the rule with a schedule of alpha.</summary>
    /// <param name="alpha">The strength (the report's <c>target_scaler</c>, 0.2).</param>
    /// <param name="highEntropyShare">The share of a rollout's tokens that count as of high entropy, in [0, 1].</param>
    /// <exception cref="HicraException">The share is outside [0, 1].</exception>
    public HicraReportedCredit(IAlphaSchedule alpha, double highEntropyShare = 0.3)
    {
        ArgumentNullException.ThrowIfNull(alpha);
        Alpha = alpha;
        quantile = 1 - EntropyQuantile.Check(highEntropyShare, "The high-entropy share");
    }

    /// <inheritdoc/>
    public string Name => "hicra-reported";

    /// <inheritdoc/>
    public IAlphaSchedule Alpha { get; }

    /// <inheritdoc/>
    /// <exception cref="HicraException">The context has no entropies.</exception>
    public void Assign(TokenContext context, Span<double> advantages, Span<bool> lossMask)
    {
        UniformCredit.Spread(context, advantages, lossMask);
        double[] entropies = EntropyQuantile.Require(context, Name);
        double alpha = Alpha.At(context.Step, context.SemanticEntropy);
        for (int i = 0; i < context.RolloutCount; i++)
        {
            (int start, int end) = (context.Offsets[i], context.Offsets[i + 1]);
            if (start == end) continue;
            bool amplify = context.RolloutAdvantages[i] > 0 && end - start > MeanLength(context, i / context.GroupSize);
            double threshold = amplify ? EntropyQuantile.Of(entropies.AsSpan(start..end), quantile) : double.PositiveInfinity;
            for (int t = start; t < end; t++)
            {
                if (context.Planning[t] || entropies[t] >= threshold) advantages[t] = HicraCredit.Amplify(advantages[t], alpha);
            }
        }
    }

    private static double MeanLength(TokenContext context, int group)
    {
        int first = group * context.GroupSize;
        int last = Math.Min(first + context.GroupSize, context.RolloutCount);
        return (context.Offsets[last] - context.Offsets[first]) / (double)(last - first);
    }
}
