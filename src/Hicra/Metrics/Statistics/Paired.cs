namespace Hicra.Metrics.Statistics;

/// <summary>Comparison of two methods by pairs, for example of runs with the same seed.</summary>
public static class Paired
{
    /// <summary>The differences first − second, pair by pair.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static double[] Differences(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length) throw new ArgumentException("Both samples must have the same pairs.", nameof(second));
        var differences = new double[first.Length];
        for (int i = 0; i < differences.Length; i++) differences[i] = first[i] - second[i];
        return differences;
    }

    /// <summary>The mean difference with its paired t interval, mean ± t(n − 1) · sd / √n.</summary>
    /// <param name="differences">[pairs]</param>
    /// <param name="confidence">The interval's level.</param>
    /// <returns>Null where there are fewer than two pairs.</returns>
    public static Interval? TInterval(ReadOnlySpan<double> differences, double confidence = 0.95)
    {
        Interval.CheckConfidence(confidence);
        if (Summary.Of(differences) is not { Mean: double mean, StandardDeviation: double deviation, Count: int n }) return null;
        double half = StudentT.Quantile(0.5 + confidence / 2, n - 1) * deviation / Math.Sqrt(n);
        return new(mean, mean - half, mean + half, confidence);
    }
}
