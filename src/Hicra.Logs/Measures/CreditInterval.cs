using Hicra.Metrics;
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
        if (Of(groups.Aggregate(Add)) is not double cosine || groups.Count(g => g.Uniform > 0) < 2) return null;
        // Thousands of groups are drawn as blocks of some.
        int blocks = Math.Min(groups.Count, MostDrawn);
        var sums = new (double Dot, double Own, double Uniform)[blocks];
        for (int i = 0; i < groups.Count; i++) sums[i % blocks] = Add(sums[i % blocks], groups[i]);
        var drawn = new List<double>(Resamples);
        for (int r = 0; r < Resamples; r++)
        {
            (double, double, double) sum = default;
            for (int i = 0; i < blocks; i++) sum = Add(sum, sums[random.Below((long)r * blocks + i, blocks)]);
            if (Of(sum) is double value) drawn.Add(value);
        }
        if (drawn.Count == 0) return null;
        double[] sorted = [.. drawn.Order()];
        double tail = (1 - confidence) / 2;
        return new(cosine, Quantiles.OfSorted<double>(sorted, tail), Quantiles.OfSorted<double>(sorted, 1 - tail), confidence);
    }

    private static (double Dot, double Own, double Uniform) Add((double Dot, double Own, double Uniform) a, (double Dot, double Own, double Uniform) b) => (a.Dot + b.Dot, a.Own + b.Own, a.Uniform + b.Uniform);

    private static double? Of((double Dot, double Own, double Uniform) sums) => sums.Own > 0 && sums.Uniform > 0 ? Math.Clamp(sums.Dot / Math.Sqrt(sums.Own * sums.Uniform), -1, 1) : null;
}
