namespace Hicra.Credit;

/// <summary>The same alpha at every step, as in the paper (0.2, section 4.1).</summary>
public sealed class FixedAlpha : IAlphaSchedule
{
    private readonly double alpha;

    /// <summary>Creates the schedule.</summary>
    /// <exception cref="HicraException"><paramref name="alpha"/> is not finite, or outside [0, 1) without <paramref name="anyAlpha"/>.</exception>
    public FixedAlpha(double alpha, bool anyAlpha = false) => this.alpha = AlphaRange.Check(alpha, anyAlpha);

    /// <inheritdoc/>
    public double At(int trainingStep, double? semanticEntropy) => alpha;
}
