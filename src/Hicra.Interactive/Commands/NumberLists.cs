using System.Globalization;
using Hicra.Credit;

namespace Hicra.Interactive.Commands;

/// <summary>Lists that readers type: seeds, alphas, names.</summary>
internal static class NumberLists
{
    private const int MostRuns = 10_000;

    /// <summary>A list of numbers: <c>0..4</c>, <c>1,2,5</c>, or both mixed.</summary>
    public static IReadOnlyList<long> Seeds(string text)
    {
        var seeds = new List<long>();
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split("..");
            if (ends.Length is 1 or 2 && Parse(ends[0]) is long first && Parse(ends[^1]) is long last && first <= last && last - first < MostRuns)
            {
                for (long seed = first; seed <= last; seed++) seeds.Add(seed);
            }
            else
            {
                throw new HicraException($"--seeds is '{text}'; give whole numbers with commas (0,1,2) or a range (0..4)");
            }
        }
        return seeds;

        static long? Parse(string number) => long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;
    }

    /// <summary>Alphas with commas.</summary>
    public static double[] Alphas(string text) => [.. text.Split(',').Select(part =>
        double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double alpha) && double.IsFinite(alpha) ? alpha
            : throw new HicraException($"--alpha has '{part}'; give numbers with commas, for example 0,0.2"))];

    /// <summary>Names of methods with commas.</summary>
    /// <exception cref="HicraException">One is unknown; the message suggests the nearest.</exception>
    public static string[] Methods(string text)
    {
        string[] names = text.Split(',', StringSplitOptions.TrimEntries);
        foreach (string name in names) CreditCatalog.BuiltIn.Find(name);
        return names;
    }
}
