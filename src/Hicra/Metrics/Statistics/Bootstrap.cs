namespace Hicra.Metrics.Statistics;

/// <summary>How the ends of a bootstrap interval are read off the resampled means.</summary>
public enum BootstrapMethod
{
    /// <summary>The plain quantiles (Efron 1979). Too narrow with few pairs.</summary>
    Percentile,

    /// <summary>Bias-corrected and accelerated quantiles (Efron 1987): corrects for skew and median bias.</summary>
    Bca,
}

/// <summary>Bootstrap over pairs: for differences whose distribution one does not want to assume.</summary>
public static class Bootstrap
{
    /// <summary>The mean difference with its bootstrap interval.</summary>
    /// <param name="differences">[pairs]</param>
    /// <param name="random">The random stream; the same stream gives the same interval.</param>
    /// <param name="confidence">The interval's level.</param>
    /// <param name="resamples">How often the pairs are drawn anew, at least 1.</param>
    /// <param name="method">How the ends are read off.</param>
    /// <returns>Null where there are fewer than two pairs.</returns>
    /// <remarks>With very few pairs (seeds) every bootstrap interval is too narrow; prefer the t interval or the sign-flip test below about ten.</remarks>
    public static Interval? MeanInterval(
        ReadOnlySpan<double> differences, CounterRandom random, double confidence = 0.95, int resamples = 10_000,
        BootstrapMethod method = BootstrapMethod.Percentile)
    {
        Interval.CheckConfidence(confidence);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        int n = differences.Length;
        if (n < 2) return null;

        var means = new double[resamples];
        for (int r = 0; r < resamples; r++)
        {
            double sum = 0;
            for (int i = 0; i < n; i++) sum += differences[random.Below((long)r * n + i, n)];
            means[r] = sum / n;
        }
        Array.Sort(means);

        double mean = Summary.Of(differences).Mean!.Value;
        double low = (1 - confidence) / 2, high = 1 - low;
        if (method == BootstrapMethod.Bca) (low, high) = (Bca(low, means, differences, mean), Bca(high, means, differences, mean));
        return new(mean, Quantiles.OfSorted<double>(means, low), Quantiles.OfSorted<double>(means, high), confidence);
    }

    /// <summary>
    /// A statistic of sums (a ratio, an angle) with its percentile interval: units are drawn anew, each with all its sums, such
    /// as problems with their spans or groups with their rollouts.
    /// </summary>
    /// <param name="units">[units][sums]</param>
    /// <param name="statistic">[sums] -> the statistic; null where it is not defined, which leaves the resample out.</param>
    /// <param name="random">The random stream; the same stream gives the same interval.</param>
    /// <param name="confidence">The interval's level.</param>
    /// <param name="resamples">How often the units are drawn anew, at least 1.</param>
    /// <returns>Null where there are no units, or the statistic is not defined.</returns>
    public static Interval? OfSums(IReadOnlyList<double[]> units, Func<double[], double?> statistic, CounterRandom random, double confidence = 0.95, int resamples = 2000)
    {
        ArgumentNullException.ThrowIfNull(units);
        ArgumentNullException.ThrowIfNull(statistic);
        Interval.CheckConfidence(confidence);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        if (units.Count == 0) return null;
        var sums = new double[units[0].Length];
        foreach (double[] unit in units) Add(unit, sums);
        if (statistic(sums) is not double whole) return null;
        var drawn = new List<double>(resamples);
        for (int r = 0; r < resamples; r++)
        {
            sums.AsSpan().Clear();
            for (int i = 0; i < units.Count; i++) Add(units[random.Below((long)r * units.Count + i, units.Count)], sums);
            if (statistic(sums) is double value) drawn.Add(value);
        }
        if (drawn.Count == 0) return null;
        double[] sorted = [.. drawn.Order()];
        double tail = (1 - confidence) / 2;
        return new(whole, Quantiles.OfSorted<double>(sorted, tail), Quantiles.OfSorted<double>(sorted, 1 - tail), confidence);
    }

    private static void Add(double[] unit, double[] sums)
    {
        for (int i = 0; i < sums.Length; i++) sums[i] += unit[i];
    }

    /// <summary>The level at which to read the resampled means in place of <paramref name="level"/>.</summary>
    private static double Bca(double level, double[] means, ReadOnlySpan<double> differences, double mean)
    {
        // Resampled means that equal the estimate count half, else samples with few distinct values look biased.
        int below = means.Count(m => m < mean), equal = means.Count(m => m == mean);
        double share = (below + 0.5 * equal) / means.Length;
        double limit = 0.5 / means.Length; // all on one side: the bias is unknown, but no larger than this allows
        double bias = Normal.Quantile(Math.Clamp(share, limit, 1 - limit));

        // For the mean, the jackknife's acceleration is the skewness of the sample: Σd³ / (6 (Σd²)^1.5).
        double squares = 0, cubes = 0;
        foreach (double difference in differences)
        {
            double d = difference - mean;
            squares += d * d;
            cubes += d * d * d;
        }
        double acceleration = squares > 0 ? cubes / (6 * Math.Pow(squares, 1.5)) : 0;
        double z = bias + Normal.Quantile(level);
        return Normal.Cdf(bias + z / (1 - acceleration * z));
    }
}
