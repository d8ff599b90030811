namespace Hicra.Benchmarks;

/// <summary>Which accuracies a number of judged answers can produce at all: multiples of one over their number.</summary>
public static class AccuracyGrid
{
    /// <summary>Whether a printed percentage is a rounded share of so many answers.</summary>
    /// <param name="percent">As printed.</param>
    /// <param name="problems">Problems.</param>
    /// <param name="samples">Answers to each.</param>
    /// <param name="decimals">Decimals of the printed number.</param>
    public static bool Fits(double percent, int problems, int samples, int decimals = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(problems, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        double all = (double)problems * samples, half = 0.5 * Math.Pow(10, -decimals) + 1e-9;
        return Math.Abs(100 * Math.Round(percent / 100 * all) / all - percent) <= half;
    }

    /// <summary>The fewest samples of each problem that can produce all of the percentages; null where none up to a bound can.</summary>
    public static int? FewestSamples(IReadOnlyList<double> percents, int problems, int most = 64)
    {
        ArgumentNullException.ThrowIfNull(percents);
        for (int samples = 1; samples <= most; samples++)
            if (percents.All(percent => Fits(percent, problems, samples))) return samples;
        return null;
    }
}
