using Hicra.Metrics;

namespace Hicra.Benchmarks.Peers;

/// <summary>What is said of rounds that were measured in turn.</summary>
internal static class Rounds
{
    /// <summary>The median, which one disturbed round does not move.</summary>
    public static double Median(IEnumerable<double> values) => Quantiles.OfSorted<double>([.. values.Order()], 0.5);
}
