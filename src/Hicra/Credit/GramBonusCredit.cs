namespace Hicra.Credit;

/// <summary>
/// A control of HICRA: a plain bonus for saying listed phrases. A planning token takes <c>A + b</c> with
/// <c>b = alpha * mean |A|</c>, the mean over the batch's planning tokens; every other token takes <c>A</c>.
/// </summary>
/// <remarks>
/// HICRA's own bonus <c>alpha * |A|</c> (paper, section 3) is never negative either, and over a batch both add up to the same. They
/// differ in what HICRA's knows: it is large where right and wrong answers are mixed, and nothing where a group is all right or all
/// wrong; this one is the same everywhere. What HICRA does and this does not is due to that; what both do is due to the bonus.
/// The paper does not have this control. Alpha 0 is GRPO bit for bit.
/// </remarks>
public sealed class GramBonusCredit : IAmplifyingCredit
{
    /// <summary>Creates the rule with a fixed alpha in [0, 1).</summary>
    /// <exception cref="HicraException">Alpha is not in [0, 1); a <see cref="FixedAlpha"/> can allow it.</exception>
    public GramBonusCredit(double alpha) : this(new FixedAlpha(alpha)) { }

    /// <summary>Creates the rule with a schedule of alpha.</summary>
    public GramBonusCredit(IAlphaSchedule alpha)
    {
        ArgumentNullException.ThrowIfNull(alpha);
        Alpha = alpha;
    }

    /// <inheritdoc/>
    public string Name => "gram-bonus";

    /// <inheritdoc/>
    public IAlphaSchedule Alpha { get; }

    /// <inheritdoc/>
    public void Assign(TokenContext context, Span<double> advantages, Span<bool> lossMask)
    {
        UniformCredit.Spread(context, advantages, lossMask);
        double bonus = Alpha.At(context.Step, context.SemanticEntropy) * MeanSize(context.Planning, advantages);
        if (bonus == 0) return;   // -0.0 + 0.0 would lose the sign
        for (int t = 0; t < advantages.Length; t++)
        {
            if (context.Planning[t]) advantages[t] += bonus;
        }
    }

    // The mean of |A| over planning tokens; 0 where there are none.
    private static double MeanSize(bool[] planning, ReadOnlySpan<double> advantages)
    {
        double sum = 0;
        int count = 0;
        for (int t = 0; t < advantages.Length; t++)
        {
            if (!planning[t]) continue;
            sum += Math.Abs(advantages[t]);
            count++;
        }
        return count == 0 ? 0 : sum / count;
    }
}
