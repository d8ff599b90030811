namespace Hicra.Credit;

/// <summary>
/// HICRA, hierarchy-aware credit assignment (paper, section 3): a planning token takes <c>A + alpha * |A|</c>, every other
/// token takes <c>A</c>.
/// </summary>
/// <remarks>
/// With the paper's alpha of 0.2 a planning token of a right answer takes 1.2 A, and one of a wrong answer 0.8 A: the
/// reward is amplified and the penalty is dampened. Summaries which say that penalties are tightened are wrong.
/// Alpha 0 is GRPO bit for bit.
/// </remarks>
public sealed class HicraCredit : IAmplifyingCredit
{
    /// <summary>Creates the rule with a fixed alpha in [0, 1).</summary>
    /// <exception cref="HicraException">Alpha is not in [0, 1); a <see cref="FixedAlpha"/> can allow it.</exception>
    public HicraCredit(double alpha) : this(new FixedAlpha(alpha)) { }

    /// <summary>Creates the rule with a schedule of alpha.</summary>
    public HicraCredit(IAlphaSchedule alpha)
    {
        ArgumentNullException.ThrowIfNull(alpha);
        Alpha = alpha;
    }

    /// <inheritdoc/>
    public string Name => "hicra";

    /// <inheritdoc/>
    public IAlphaSchedule Alpha { get; }

    /// <inheritdoc/>
    public void Assign(TokenContext context, Span<double> advantages, Span<bool> lossMask)
    {
        UniformCredit.Spread(context, advantages, lossMask);
        double alpha = Alpha.At(context.Step, context.SemanticEntropy);
        for (int t = 0; t < advantages.Length; t++)
        {
            if (context.Planning[t]) advantages[t] = Amplify(advantages[t], alpha);
        }
    }

    /// <summary>The formula, which every amplifying rule shares: <c>A + alpha * |A|</c>.</summary>
    public static double Amplify(double advantage, double alpha) =>
        alpha == 0 ? advantage : advantage + alpha * Math.Abs(advantage);   // alpha 0: -0.0 + 0.0 would lose the sign
}
