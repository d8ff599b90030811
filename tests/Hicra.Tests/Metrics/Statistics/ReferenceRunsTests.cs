using System.Globalization;
using Hicra.Metrics.Statistics;
using Hicra.Testing;

namespace Hicra.Tests.Metrics.Statistics;

public class ReferenceRunsTests
{
    [Fact]
    public void Paired_intervals_are_those_printed_for_the_reference_program()
    {
        // HICRA (alpha .2) minus GRPO over steps 30-50, paired by seed, 95 % interval (t), as they were printed when the runs were made
        AssertInterval("length", 10.149, 5.198, 15.100);
        AssertInterval("grams", 0.906, 0.465, 1.347);
    }

    private static void AssertInterval(string column, double estimate, double low, double high)
    {
        string[][] rows = [.. File.ReadLines(Repository.Golden("reference-runs.csv")).Select(line => line.Split(','))];
        int value = Array.IndexOf(rows[0], column);
        SortedDictionary<string, double> Of(string method) => new(rows.Where(r => r[0] == method && r[2] == "30")
            .ToDictionary(r => r[1], r => double.Parse(r[value], CultureInfo.InvariantCulture)));

        SortedDictionary<string, double> hicra = Of("hicra alpha .2"), grpo = Of("grpo");
        Assert.Equal(grpo.Keys, hicra.Keys);
        Interval interval = Paired.TInterval(Paired.Differences([.. hicra.Values], [.. grpo.Values]))!.Value;
        // The file rounds each value to four digits, the printed results have three.
        Assert.Equal(estimate, interval.Estimate, 0.001);
        Assert.Equal(low, interval.Low, 0.001);
        Assert.Equal(high, interval.High, 0.001);
    }
}
