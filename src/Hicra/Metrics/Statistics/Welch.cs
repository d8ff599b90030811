namespace Hicra.Metrics.Statistics;

/// <summary>The difference of two independent means whose spreads may differ (Welch 1947).</summary>
/// <param name="Difference">First mean − second mean.</param>
/// <param name="StandardError">√(sd₁² / n₁ + sd₂² / n₂).</param>
/// <param name="DegreesOfFreedom">Welch and Satterthwaite's; infinite where both deviations are 0.</param>
public readonly record struct Welch(double Difference, double StandardError, double DegreesOfFreedom)
{
    /// <summary>The difference in standard errors; null where the standard error is 0.</summary>
    public double? T => StandardError > 0 ? Difference / StandardError : null;

    /// <summary>Whether the means lie within a number of standard errors of each other.</summary>
    public bool Within(double standardErrors) => Math.Abs(Difference) <= standardErrors * StandardError;

    /// <summary>Compares two samples.</summary>
    /// <returns>Null where a sample has fewer than two values.</returns>
    public static Welch? Compare(ReadOnlySpan<double> first, ReadOnlySpan<double> second) => Compare(Summary.Of(first), Summary.Of(second));

    /// <summary>Compares two samples of which only the summaries are known, as a printed table gives them.</summary>
    /// <returns>Null where a sample has fewer than two values.</returns>
    public static Welch? Compare(Summary first, Summary second)
    {
        if (first is not { Mean: double mean1, StandardDeviation: double sd1, Count: >= 2 }) return null;
        if (second is not { Mean: double mean2, StandardDeviation: double sd2, Count: >= 2 }) return null;
        double v1 = sd1 * sd1 / first.Count, v2 = sd2 * sd2 / second.Count, variance = v1 + v2;
        double freedom = variance > 0
            ? variance * variance / (v1 * v1 / (first.Count - 1) + v2 * v2 / (second.Count - 1))
            : double.PositiveInfinity;
        return new(mean1 - mean2, Math.Sqrt(variance), freedom);
    }

    /// <summary>The interval of the difference.</summary>
    /// <param name="confidence">The interval's level.</param>
    public Interval ToInterval(double confidence = 0.95)
    {
        Interval.CheckConfidence(confidence);
        double half = StandardError > 0 ? StudentT.Quantile(0.5 + confidence / 2, DegreesOfFreedom) * StandardError : 0;
        return new(Difference, Difference - half, Difference + half, confidence);
    }
}
