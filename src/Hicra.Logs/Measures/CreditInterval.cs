using Hicra.Metrics.Statistics;

namespace Hicra.Logs.Measures;

/// <summary>The bootstrap over groups for the angle between the gradients of two rules.</summary>
public static class CreditInterval
{
    private const int Resamples = 400, MostDrawn = 2000;

    /// <summary>The cosine of all groups with its percentile interval; null for fewer than two groups that teach something.</summary>
    /// <param name="groups">[groups] inner product of the two gradients, and the squares of each, over the group's tokens.</param>
    /// <param name="random">The same stream gives the same interval.</param>
    /// <param name="confidence">The interval's level.</param>
    public static Interval? Cosine(IReadOnlyList<(double Dot, double Own, double Uniform)> groups, CounterRandom random, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(groups);
        if (groups.Count(g => g.Uniform > 0) < 2) return null;
        // Thousands of groups are drawn as blocks of some.
        var sums = new double[Math.Min(groups.Count, MostDrawn)][];
        for (int i = 0; i < groups.Count; i++)
        {
            double[] sum = sums[i % sums.Length] ??= new double[3];
            (sum[0], sum[1], sum[2]) = (sum[0] + groups[i].Dot, sum[1] + groups[i].Own, sum[2] + groups[i].Uniform);
        }
        return Bootstrap.OfSums(sums, Of, random, confidence, Resamples);
    }

    private static double? Of(double[] sums) => sums[1] > 0 && sums[2] > 0 ? Math.Clamp(sums[0] / Math.Sqrt(sums[1] * sums[2]), -1, 1) : null;
}
