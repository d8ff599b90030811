using Hicra.Metrics;
using Hicra.Metrics.Statistics;

namespace Hicra.Logs.Measures;

/// <summary>The bootstrap over groups for the angle between two rules' gradients.</summary>
internal static class CreditInterval
{
    private const int Resamples = 400, MostDrawn = 2000;

    /// <summary>The cosine of all groups with its percentile interval; null for fewer than two groups that teach something.</summary>
    public static Interval? Cosine(IReadOnlyList<CreditSums> groups, CounterRandom random, double confidence = 0.95)
    {
        CreditSums whole = groups.Aggregate(default(CreditSums), (sum, group) => sum + group);
        if (whole.Cosine is not double cosine || groups.Count(g => g.Uniform > 0) < 2) return null;
        // Thousands of groups are drawn as blocks of some.
        int blocks = Math.Min(groups.Count, MostDrawn);
        var sums = new CreditSums[blocks];
        for (int i = 0; i < groups.Count; i++) sums[i % blocks] += groups[i];
        var drawn = new List<double>(Resamples);
        for (int r = 0; r < Resamples; r++)
        {
            CreditSums sum = default;
            for (int i = 0; i < blocks; i++) sum += sums[random.Below((long)r * blocks + i, blocks)];
            if (sum.Cosine is double value) drawn.Add(value);
        }
        if (drawn.Count == 0) return null;
        double[] sorted = [.. drawn.Order()];
        double tail = (1 - confidence) / 2;
        return new(cosine, Quantiles.OfSorted<double>(sorted, tail), Quantiles.OfSorted<double>(sorted, 1 - tail), confidence);
    }
}
