namespace Hicra.Metrics.Statistics;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    /// <summary>The probability of a value of at most <paramref name="x"/>.</summary>
    public static double Cdf(double x)
    {
        if (Math.Abs(x) > 3) return x > 0 ? 1 - UpperTail(x) : UpperTail(-x);
        // Marsaglia 2004: ½ + φ(x) (x + x³/3 + x⁵/15 + …)
        double term = x, sum = x;
        for (int k = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); k += 2) sum += term *= x * x / k;
        return 0.5 + Density(x) * sum;
    }

    /// <summary>The value that is not exceeded with probability <paramref name="p"/>; infinite at 0 and 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0, 1].</exception>
    public static double Quantile(double p) => Inverse.Of(Cdf, p);

    private static double Density(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);

    // Laplace's continued fraction of Mills' ratio, from the inside out; enough levels for x > 3.
    private static double UpperTail(double x)
    {
        double fraction = x;
        for (int k = 60; k >= 1; k--) fraction = x + k / fraction;
        return Density(x) / fraction;
    }
}
