namespace Hicra.Metrics.Statistics;

/// <summary>Student's t distribution, central and noncentral.</summary>
public static class StudentT
{
    /// <summary>The probability of a value of at most <paramref name="t"/>.</summary>
    /// <param name="t">The value.</param>
    /// <param name="degreesOfFreedom">Above 0, whole or not; infinity is the normal distribution.</param>
    /// <exception cref="ArgumentOutOfRangeException">The degrees of freedom are not above 0.</exception>
    public static double Cdf(double t, double degreesOfFreedom)
    {
        Check(degreesOfFreedom);
        if (double.IsPositiveInfinity(degreesOfFreedom)) return Normal.Cdf(t);
        double square = t * t, share = double.IsInfinity(square) ? 0 : degreesOfFreedom / (degreesOfFreedom + square);
        double tail = 0.5 * Beta.Regularized(degreesOfFreedom / 2, 0.5, share, square / (degreesOfFreedom + square));
        return t > 0 ? 1 - tail : tail;
    }

    /// <summary>The value that is not exceeded with probability <paramref name="p"/>; infinite at 0 and 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0, 1] or the degrees of freedom are not above 0.</exception>
    public static double Quantile(double p, double degreesOfFreedom)
    {
        Check(degreesOfFreedom);
        return Inverse.Of(t => Cdf(t, degreesOfFreedom), p);
    }

    /// <summary>
    /// The probability of at most <paramref name="t"/> under the noncentral distribution of (Z + δ) / √(χ²/ν), by the series
    /// of Lenth (1989, algorithm AS 243).
    /// </summary>
    /// <param name="t">Not negative.</param>
    /// <param name="degreesOfFreedom">ν, above 0 and finite.</param>
    /// <param name="noncentrality">δ; beyond ±37 the series underflows, and the normal approximation of Abramowitz and Stegun 26.7.10 takes its place.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or the degrees of freedom are not above 0 and finite.</exception>
    public static double NoncentralCdf(double t, double degreesOfFreedom, double noncentrality)
    {
        Check(degreesOfFreedom);
        ArgumentOutOfRangeException.ThrowIfNegative(t);
        ArgumentOutOfRangeException.ThrowIfEqual(degreesOfFreedom, double.PositiveInfinity);
        double v = degreesOfFreedom, d = noncentrality;
        if (Math.Abs(d) > 37) return Normal.Cdf((t * (1 - 1 / (4 * v)) - d) / Math.Sqrt(1 + t * t / (2 * v)));

        double x = t * t / (t * t + v), complement = v / (t * t + v), half = d * d / 2;
        double p = Math.Exp(-half), q = d / Math.Sqrt(2) * Math.Exp(-half) / (Math.Sqrt(Math.PI) / 2); // Γ(3/2) = √π / 2
        double sum = 0;
        for (int j = 0; ; j++)
        {
            double even = p * Beta.Regularized(j + 0.5, v / 2, x, complement), odd = q * Beta.Regularized(j + 1, v / 2, x, complement);
            sum += even + odd;
            // The weights rise up to j ≈ half; behind that the terms only fall.
            if (j > half && even + Math.Abs(odd) < 1e-15) break;
            p *= half / (j + 1);
            q *= half / (j + 1.5);
        }
        return Math.Clamp(Normal.Cdf(-d) + sum / 2, 0, 1);
    }

    private static void Check(double degreesOfFreedom)
    {
        if (!(degreesOfFreedom > 0)) throw new ArgumentOutOfRangeException(nameof(degreesOfFreedom), degreesOfFreedom, "Degrees of freedom are above 0.");
    }
}
