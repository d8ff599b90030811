using System.Globalization;
using Hicra.Metrics.Statistics;

namespace Hicra.Interactive.Features.WhatIf;

/// <summary>How much two methods' difference in accuracy scatters over seeds, and what that costs.</summary>
/// <param name="Seeds">Pairs of runs that were measured.</param>
/// <param name="Deviation">Unbiased standard deviation over seeds of the difference in validation accuracy, HICRA minus GRPO.</param>
/// <param name="SeedsForTwoPoints">Seeds of each method with which a true difference of 0.02 is found with power 0.8 by a paired t test at level 0.05; null for more than a million.</param>
public sealed record SeedSpread(int Seeds, double Deviation, int? SeedsForTwoPoints)
{
    /// <summary>The spread in the reference program's runs, which ship with the kit; null where the file is missing.</summary>
    public static SeedSpread? Reference()
    {
        string path = Path.Combine(Commands.RunReference.DemoDirectory, "reference-seeds.csv");
        if (!File.Exists(path)) return null;
        var values = new Dictionary<(string Method, string Seed), double>();
        foreach (string line in File.ReadLines(path).Skip(1))
            if (line.Split(',') is [var method, var seed, var value]) values[(method, seed)] = double.Parse(value, CultureInfo.InvariantCulture);
        return Of([.. values.Where(v => v.Key.Method == "grpo" && values.ContainsKey(("hicra-alpha-0.2", v.Key.Seed))).Select(v => values[("hicra-alpha-0.2", v.Key.Seed)] - v.Value)]);
    }

    /// <summary>The spread of given differences; null for fewer than two, or equal ones.</summary>
    public static SeedSpread? Of(ReadOnlySpan<double> differences) =>
        Summary.Of(differences).StandardDeviation is double deviation and > 0 ? new SeedSpread(differences.Length, deviation, Power.PairsNeeded(0.02, deviation)) : null;
}
