using System.Numerics;

namespace Hicra.Metrics.Statistics;

/// <summary>
/// The paired permutation test: if two methods do not differ, each difference may as well have the other sign. The
/// two-sided p-value is the share of sign patterns whose mean is at least as far from 0 as the observed one.
/// </summary>
/// <param name="PValue">With n pairs no smaller than 2 / 2ⁿ, so six pairs are the fewest that can reach 0.05.</param>
/// <param name="Patterns">How many sign patterns were looked at.</param>
/// <param name="Exact">Whether these were all patterns; else they were drawn at random.</param>
public readonly record struct SignFlipTest(double PValue, long Patterns, bool Exact)
{
    private const int MaxExactPairs = 20;

    /// <summary>Runs the test: over all patterns up to 20 pairs, else over random ones (with the observed pattern counted in; Phipson and Smyth 2010).</summary>
    /// <param name="differences">[pairs] first − second.</param>
    /// <param name="random">The random stream, used above 20 pairs only.</param>
    /// <param name="draws">How many random patterns, at least 1.</param>
    /// <returns>Null where there is no pair.</returns>
    public static SignFlipTest? Run(ReadOnlySpan<double> differences, CounterRandom random, int draws = 100_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        if (differences.IsEmpty) return null;
        double sum = 0, size = 0;
        foreach (double d in differences)
        {
            sum += d;
            size += Math.Abs(d);
        }
        // Patterns that tie with the observed one must count although their sums round differently.
        double atLeast = Math.Abs(sum) - 1e-12 * size;
        return differences.Length <= MaxExactPairs ? All(differences, sum, atLeast) : Drawn(differences, atLeast, random, draws);
    }

    private static SignFlipTest All(ReadOnlySpan<double> differences, double sum, double atLeast)
    {
        // In the order of a Gray code, one sign changes at a time. A pattern and its mirror image are equally far from 0,
        // so the last sign may stay.
        long patterns = 1L << (differences.Length - 1), extreme = 1;
        long minus = 0;
        for (long i = 1; i < patterns; i++)
        {
            int flip = BitOperations.TrailingZeroCount(i);
            minus ^= 1L << flip;
            sum += (minus >> flip & 1) != 0 ? -2 * differences[flip] : 2 * differences[flip];
            if (Math.Abs(sum) >= atLeast) extreme++;
        }
        return new((double)extreme / patterns, 2 * patterns, true);
    }

    private static SignFlipTest Drawn(ReadOnlySpan<double> differences, double atLeast, CounterRandom random, int draws)
    {
        int words = (differences.Length + 63) / 64, extreme = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            double sum = 0;
            ulong bits = 0;
            for (int i = 0; i < differences.Length; i++)
            {
                if (i % 64 == 0) bits = random.Bits((long)draw * words + i / 64);
                sum += (bits >> (i % 64) & 1) != 0 ? differences[i] : -differences[i];
            }
            if (Math.Abs(sum) >= atLeast) extreme++;
        }
        return new((extreme + 1.0) / (draws + 1.0), draws, false);
    }
}
