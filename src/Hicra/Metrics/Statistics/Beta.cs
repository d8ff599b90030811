namespace Hicra.Metrics.Statistics;

/// <summary>The incomplete beta function, on which Student's distribution stands.</summary>
internal static class Beta
{
    // Lanczos' approximation with g = 7 and nine terms (Godfrey's coefficients).
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>I_x(a, b), the regularised incomplete beta function.</summary>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    /// <param name="x">In [0, 1].</param>
    /// <param name="complement">1 − x, given apart because near x = 1 the subtraction would lose its digits.</param>
    public static double Regularized(double a, double b, double x, double complement)
    {
        if (x <= 0) return 0;
        if (complement <= 0) return 1;
        double front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(complement));
        // The fraction converges fast below the mean of the distribution; above it, use the symmetry.
        return x < (a + 1) / (a + b + 2)
            ? front * Fraction(a, b, x) / a
            : 1 - front * Fraction(b, a, complement) / b;
    }

    /// <summary>ln Γ(x) for x above 0.</summary>
    public static double LogGamma(double x)
    {
        if (x < 0.5) return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        double sum = Lanczos[0], shifted = x - 1 + 7.5;
        for (int i = 1; i < Lanczos.Length; i++) sum += Lanczos[i] / (x - 1 + i);
        return 0.5 * Math.Log(2 * Math.PI) + (x - 0.5) * Math.Log(shifted) - shifted + Math.Log(sum);
    }

    // The continued fraction of I_x(a, b), evaluated by Lentz' method (Press et al., Numerical Recipes, section 6.4).
    private static double Fraction(double a, double b, double x)
    {
        double c = 1, d = Reciprocal(1 - (a + b) * x / (a + 1)), h = d;
        for (int m = 1; m <= 100_000; m++)
        {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = Reciprocal(1 + even * d);
            c = NotZero(1 + even / c);
            h *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = Reciprocal(1 + odd * d);
            c = NotZero(1 + odd / c);
            h *= d * c;
            if (Math.Abs(d * c - 1) < 1e-15) break;
        }
        return h;
    }

    private static double Reciprocal(double value) => 1 / NotZero(value);

    private static double NotZero(double value) => Math.Abs(value) < 1e-300 ? 1e-300 : value;
}
