using System.Globalization;
using Hicra.Metrics.Statistics;
using Hicra.Testing;

namespace Hicra.Tests.Metrics.Statistics;

public class ReferenceRunsTests
{
    private const string Runs = "peers/reference-runs.csv";

    [SharedFact(Runs)]
    public void Paired_intervals_are_those_printed_for_the_reference_program()
    {
        // world.md, "HICRA (alpha .2) minus GRPO, paired by seed, 95 % interval (t)"
        AssertInterval("length", 10.149, 5.198, 15.100);
        AssertInterval("grams", 0.906, 0.465, 1.347);
    }

    private static void AssertInterval(string column, double estimate, double low, double high)
    {
        string[][] rows = [.. File.ReadLines(SharedMaterial.Path_(Runs)).Select(line => line.Split(','))];
        int value = Array.IndexOf(rows[0], column);
        SortedDictionary<string, double> Of(string method) => new(rows.Where(r => r[0] == method && r[2] == "30")
            .ToDictionary(r => r[1], r => double.Parse(r[value], CultureInfo.InvariantCulture)));

        SortedDictionary<string, double> hicra = Of("hicra alpha .2"), grpo = Of("grpo");
        Assert.Equal(grpo.Keys, hicra.Keys);
        Interval interval = Paired.TInterval(Paired.Differences([.. hicra.Values], [.. grpo.Values]))!.Value;
        // The file rounds each value to four digits, the page each result to three.
        Assert.Equal(estimate, interval.Estimate, 0.001);
        Assert.Equal(low, interval.Low, 0.001);
        Assert.Equal(high, interval.High, 0.001);
    }
}
