namespace Hicra.Metrics.Statistics;

/// <summary>How many seeds it takes to see a difference: power of the two-sided paired t test, by the noncentral t distribution.</summary>
public static class Power
{
    /// <summary>The probability that the test finds a difference of this size.</summary>
    /// <param name="pairs">Number of pairs (seeds), at least 2.</param>
    /// <param name="difference">The true mean difference.</param>
    /// <param name="standardDeviation">Of the differences over pairs; above 0.</param>
    /// <param name="alpha">The level of the test.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static double OfPairs(int pairs, double difference, double standardDeviation, double alpha = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pairs, 2);
        Check(difference, standardDeviation, alpha);
        double critical = StudentT.Quantile(1 - alpha / 2, pairs - 1);
        double shift = Math.Sqrt(pairs) * Math.Abs(difference) / standardDeviation;
        double below = StudentT.NoncentralCdf(critical, pairs - 1, shift), farBelow = 1 - StudentT.NoncentralCdf(critical, pairs - 1, -shift);
        return Math.Clamp(1 - below + farBelow, 0, 1);
    }

    /// <summary>The fewest pairs (seeds) with which the test finds a difference of this size with the wanted power.</summary>
    /// <param name="difference">The true mean difference.</param>
    /// <param name="standardDeviation">Of the differences over pairs; above 0.</param>
    /// <param name="power">The wanted probability, above <paramref name="alpha"/> and below 1.</param>
    /// <param name="alpha">The level of the test.</param>
    /// <returns>Null where no number up to a million is enough, as for a difference of 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static int? PairsNeeded(double difference, double standardDeviation, double power = 0.8, double alpha = 0.05)
    {
        Check(difference, standardDeviation, alpha);
        if (!(power > alpha && power < 1)) throw new ArgumentOutOfRangeException(nameof(power), power, "Power lies between alpha and 1.");
        const int most = 1_000_000;
        int enough = 2;
        while (OfPairs(enough, difference, standardDeviation, alpha) < power)
        {
            if (enough == most) return null;
            enough = Math.Min(2 * enough, most);
        }
        int tooFew = enough / 2; // power rises with the number of pairs, so bisect
        while (enough - tooFew > 1)
        {
            int middle = (enough + tooFew) / 2;
            if (middle >= 2 && OfPairs(middle, difference, standardDeviation, alpha) >= power) enough = middle;
            else tooFew = middle;
        }
        return enough;
    }

    private static void Check(double difference, double standardDeviation, double alpha)
    {
        if (!double.IsFinite(difference)) throw new ArgumentOutOfRangeException(nameof(difference), difference, "A difference is a finite number.");
        if (!(standardDeviation > 0 && double.IsFinite(standardDeviation))) throw new ArgumentOutOfRangeException(nameof(standardDeviation), standardDeviation, "A standard deviation is above 0.");
        if (!(alpha is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "A level lies between 0 and 1.");
    }
}
