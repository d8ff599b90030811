namespace Hicra.Credit;

/// <summary>
/// "80/20" (Wang et al. 2025, Beyond the 80/20 rule): uniform credit, but only the tokens of highest entropy take part in
/// the loss. The threshold is a quantile of the whole batch's token entropies; tokens at or above it stay.
/// </summary>
public sealed class TopEntropyMask : ITokenCredit
{
    private readonly double quantile;

    /// <summary>Creates the rule.</summary>
    /// <param name="share">The share of tokens that stay, in [0, 1].</param>
    /// <exception cref="HicraException">The share is outside [0, 1].</exception>
    public TopEntropyMask(double share = 0.2) => quantile = 1 - EntropyQuantile.Check(share, "The top-entropy share");

    /// <inheritdoc/>
    public string Name => "top-entropy";

    /// <inheritdoc/>
    /// <exception cref="HicraException">The context has no entropies.</exception>
    public void Assign(TokenContext context, Span<double> advantages, Span<bool> lossMask)
    {
        UniformCredit.Spread(context, advantages, lossMask);
        double[] entropies = EntropyQuantile.Require(context, Name);
        if (entropies.Length == 0) return;
        double threshold = EntropyQuantile.Of(entropies, quantile);
        for (int t = 0; t < lossMask.Length; t++) lossMask[t] &= entropies[t] >= threshold;
    }
}
