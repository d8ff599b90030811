namespace Hicra.Metrics.Statistics;

/// <summary>Intervals of proportions by Wilson's score (Wilson 1927): unlike mean ± error they stay within 0 and 1, and are no point where all or none succeed.</summary>
public static class Proportion
{
    /// <summary>The interval of a share of independent trials.</summary>
    /// <param name="share">The share of successes, in [0, 1].</param>
    /// <param name="trials">How many trials it is a share of; at least 1. It need not be whole: trials that are alike count less.</param>
    /// <param name="confidence">The interval's level.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Interval Wilson(double share, double trials, double confidence = 0.95)
    {
        Interval.CheckConfidence(confidence);
        return Score(share, trials, Normal.Quantile(0.5 + confidence / 2), confidence);
    }

    /// <summary>
    /// The interval of the mean of shares that were measured on independent runs (seeds): Wilson's score with the number of
    /// trials that would scatter as the runs do, and Student's t for their number (Kott and Carr 1997; Dean and Pagano 2015).
    /// Inside it is close to the t interval; near 0 and 1 it bends instead of passing them.
    /// </summary>
    /// <param name="shares">[runs] shares in [0, 1].</param>
    /// <param name="trials">Trials of each run; null where it is not known. Runs that agree better than so many trials allow agree by chance.</param>
    /// <param name="confidence">The interval's level.</param>
    /// <returns>Null where there are fewer than two runs.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Interval? OfRuns(ReadOnlySpan<double> shares, int? trials = null, double confidence = 0.95)
    {
        Interval.CheckConfidence(confidence);
        if (Summary.Of(shares) is not { Mean: double mean, StandardDeviation: double deviation, Count: int n }) return null;
        mean = Math.Clamp(mean, 0, 1);
        double most = trials is int each ? (double)each * n : double.PositiveInfinity;
        // Runs that are all equal say nothing of the scatter beyond their trials.
        double effective = deviation > 0 && mean is > 0 and < 1 ? Math.Min(most, mean * (1 - mean) * n / (deviation * deviation)) : trials is null ? n : most;
        return Score(mean, effective, StudentT.Quantile(0.5 + confidence / 2, n - 1), confidence);
    }

    private static Interval Score(double share, double trials, double z, double confidence)
    {
        if (!(share is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies in [0, 1].");
        if (!(trials > 0)) throw new ArgumentOutOfRangeException(nameof(trials), trials, "A share is one of some trials.");
        double square = z * z / trials, middle = (share + square / 2) / (1 + square), half = Math.Sqrt(square * (share * (1 - share) + square / 4)) / (1 + square);
        // Rounding must not put the estimate outside its own interval.
        return new(share, Math.Clamp(Math.Min(middle - half, share), 0, 1), Math.Clamp(Math.Max(middle + half, share), 0, 1), confidence);
    }
}
