namespace Hicra.Credit;

/// <summary>
/// A rival of HICRA (the camera-ready's "High-Entropy Advantage"): the same rule <c>A + alpha * |A|</c>, on the tokens whose
/// entropy is at or above a quantile of the whole batch's token entropies, planning or not.
/// </summary>
public sealed class HighEntropyCredit : IAmplifyingCredit
{
    private readonly double quantile;

    /// <summary>Creates the rule with a fixed alpha in [0, 1).</summary>
    /// <exception cref="HicraException">Alpha or quantile may not be used.</exception>
    public HighEntropyCredit(double alpha, double quantile = 0.7) : this(new FixedAlpha(alpha), quantile) { }

    /// <summary>Creates the rule with a schedule of alpha.</summary>
    /// <param name="alpha">The strength.</param>
    /// <param name="quantile">In [0, 1]; 0.7 amplifies the 30 % of tokens with the highest entropy (paper, Figure 10).</param>
    /// <exception cref="HicraException">The quantile is outside [0, 1].</exception>
    public HighEntropyCredit(IAlphaSchedule alpha, double quantile = 0.7)
    {
        ArgumentNullException.ThrowIfNull(alpha);
        Alpha = alpha;
        this.quantile = EntropyQuantile.Check(quantile, "The high-entropy quantile");
    }

    /// <inheritdoc/>
    public string Name => "high-entropy";

    /// <inheritdoc/>
    public IAlphaSchedule Alpha { get; }

    /// <inheritdoc/>
    /// <exception cref="HicraException">The context has no entropies.</exception>
    public void Assign(TokenContext context, Span<double> advantages, Span<bool> lossMask)
    {
        UniformCredit.Spread(context, advantages, lossMask);
        double[] entropies = EntropyQuantile.Require(context, Name);
        double alpha = Alpha.At(context.Step, context.SemanticEntropy);
        if (entropies.Length == 0) return;
        double threshold = EntropyQuantile.Of(entropies, quantile);
        for (int t = 0; t < advantages.Length; t++)
        {
            if (entropies[t] >= threshold) advantages[t] = HicraCredit.Amplify(advantages[t], alpha);
        }
    }
}
