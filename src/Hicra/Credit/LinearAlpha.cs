namespace Hicra.Credit;

/// <summary>Alpha moves on a straight line from one value to another, after a warm-up, and then stays.</summary>
public sealed class LinearAlpha : IAlphaSchedule
{
    private readonly double from;
    private readonly double to;
    private readonly int steps;
    private readonly int warmUp;

    /// <summary>Creates the schedule.</summary>
    /// <param name="from">Alpha up to step <paramref name="warmUp"/>.</param>
    /// <param name="to">Alpha from step <paramref name="warmUp"/> + <paramref name="steps"/> on.</param>
    /// <param name="steps">Steps from one to the other, at least 1.</param>
    /// <param name="warmUp">Steps at <paramref name="from"/> before it moves.</param>
    /// <param name="anyAlpha">Whether values outside [0, 1) are allowed.</param>
    /// <exception cref="HicraException">A value may not be used.</exception>
    public LinearAlpha(double from, double to, int steps, int warmUp = 0, bool anyAlpha = false)
    {
        this.from = AlphaRange.Check(from, anyAlpha, "the first alpha");
        this.to = AlphaRange.Check(to, anyAlpha, "the last alpha");
        if (steps < 1) throw new HicraException($"The alpha schedule has {steps} steps: give at least 1.");
        if (warmUp < 0) throw new HicraException($"The alpha schedule has {warmUp} warm-up steps: give 0 or more.");
        this.steps = steps;
        this.warmUp = warmUp;
    }

    /// <inheritdoc/>
    public double At(int trainingStep, double? semanticEntropy)
    {
        double share = Math.Clamp(((double)trainingStep - warmUp) / steps, 0, 1);
        return from * (1 - share) + to * share;
    }
}
