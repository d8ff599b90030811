namespace Hicra.Metrics.Statistics;

/// <summary>Quantiles of distributions that are symmetric about 0, by bisection: slow (microseconds) and sure.</summary>
internal static class Inverse
{
    public static double Of(Func<double, double> cdf, double p)
    {
        if (!(p is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "A probability lies in [0, 1].");
        if (p == 0.5) return 0;
        // The lower half has the finer probabilities: 1 − p is exact there, while a CDF near 1 has lost digits.
        if (p > 0.5) return -Of(cdf, 1 - p);
        if (p == 0) return double.NegativeInfinity;
        double low = -1, high = 0;
        while (cdf(low) > p) (low, high) = (2 * low, low);
        while (true)
        {
            double middle = (low + high) / 2;
            if (middle <= low || middle >= high) return middle;
            if (cdf(middle) > p) high = middle;
            else low = middle;
        }
    }
}
