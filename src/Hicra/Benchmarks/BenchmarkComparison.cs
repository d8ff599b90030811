using Hicra.Metrics.Statistics;

namespace Hicra.Benchmarks;

/// <summary>Two models on the same problems.</summary>
/// <param name="Benchmark">The benchmark.</param>
/// <param name="Problems">Problems that both answered.</param>
/// <param name="Difference">Mean over problems of first minus second accuracy, with its 95 % interval (paired bootstrap over problems); null with fewer than two problems.</param>
/// <param name="PValue">Of no difference: McNemar's exact test where both have one sample of each problem, else the sign-flip test over problems.</param>
/// <param name="Test">Which of the two.</param>
/// <param name="FirstBetter">Problems on which the first is better.</param>
/// <param name="SecondBetter">Problems on which the second is better.</param>
public sealed record BenchmarkComparison(Benchmark Benchmark, int Problems, Interval? Difference, double? PValue, string Test, int FirstBetter, int SecondBetter)
{
    private const int Resamples = 10_000;

    /// <summary>Compares two scores on the problems that both answered.</summary>
    /// <returns>Null where there is no such problem.</returns>
    public static BenchmarkComparison? Of(BenchmarkScore first, BenchmarkScore second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Dictionary<(string Id, ProblemPrint Print), double> others = Shares(second);
        (double First, double Second)[] pairs = [.. Shares(first).Where(share => others.ContainsKey(share.Key)).Select(share => (share.Value, others[share.Key]))];
        if (pairs.Length == 0) return null;
        double[] differences = [.. pairs.Select(pair => pair.First - pair.Second)];
        int better = differences.Count(difference => difference > 0), worse = differences.Count(difference => difference < 0);
        bool single = first.MostSamples == 1 && second.MostSamples == 1;
        double? p = single ? McNemar.Exact(better, worse) : SignFlipTest.Run(differences, CounterRandom.FromSeed(0).Derive("sign flips"), draws: 20_000)?.PValue;
        return new BenchmarkComparison(first.Benchmark, pairs.Length, Bootstrap.MeanInterval(differences, CounterRandom.FromSeed(0).Derive("paired"), resamples: Resamples), p, single ? "McNemar, exact" : "sign flips", better, worse);
    }

    private static Dictionary<(string, ProblemPrint), double> Shares(BenchmarkScore score) =>
        score.Answered.Zip(score.Shares).GroupBy(pair => (pair.First.Id, pair.First.Print)).ToDictionary(group => group.Key, group => group.First().Second);
}
