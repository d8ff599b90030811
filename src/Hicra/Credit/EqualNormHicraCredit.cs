namespace Hicra.Credit;

/// <summary>
/// A control of HICRA: its credit with the size of GRPO's. Every token of the batch takes <c>c * H</c>, where <c>H</c> is HICRA's
/// credit (<c>A + alpha * |A|</c> on planning tokens, <c>A</c> on the others) and <c>c = |A| / |H|</c>, both the L2 norm over all
/// tokens of the batch.
/// </summary>
/// <remarks>
/// HICRA also changes how large credit is as a whole: larger where planning tokens are mostly right, smaller where they are mostly
/// wrong. Here only its direction is left, so that a gain of HICRA which this rule lacks is one of step size. AdamW divides a
/// gradient by its own usual size, so that a lasting change of size does little anyway. The paper does not have this control.
/// Alpha 0 is GRPO bit for bit.
/// </remarks>
public sealed class EqualNormHicraCredit : IAmplifyingCredit
{
    private readonly HicraCredit hicra;

    /// <summary>Creates the rule with a fixed alpha in [0, 1).</summary>
    /// <exception cref="HicraException">Alpha is not in [0, 1); a <see cref="FixedAlpha"/> can allow it.</exception>
    public EqualNormHicraCredit(double alpha) : this(new FixedAlpha(alpha)) { }

    /// <summary>Creates the rule with a schedule of alpha.</summary>
    public EqualNormHicraCredit(IAlphaSchedule alpha) => hicra = new HicraCredit(alpha);

    /// <inheritdoc/>
    public string Name => "hicra-equal-norm";

    /// <inheritdoc/>
    public IAlphaSchedule Alpha => hicra.Alpha;

    /// <inheritdoc/>
    public void Assign(TokenContext context, Span<double> advantages, Span<bool> lossMask)
    {
        UniformCredit.Spread(context, advantages, lossMask);
        double uniform = SquaredNorm(advantages);
        hicra.Assign(context, advantages, lossMask);
        double own = SquaredNorm(advantages);
        // Where HICRA changes nothing, alpha 0 included, the two are one number, and every bit stays.
        if (own == 0 || own == uniform) return;
        double scale = Math.Sqrt(uniform / own);
        foreach (ref double advantage in advantages) advantage *= scale;
    }

    private static double SquaredNorm(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value * value;
        return sum;
    }
}
