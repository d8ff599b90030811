using System.Globalization;

namespace Hicra.Benchmarks;

/// <summary>A number of the paper's Table 1.</summary>
/// <param name="Model">The base model.</param>
/// <param name="Method">Base, GRPO, HICRA, ...</param>
/// <param name="Column">The benchmark's column.</param>
/// <param name="Percent">pass@1 in per cent, as printed with one decimal.</param>
public sealed record PaperScore(string Model, string Method, string Column, double Percent)
{
    /// <summary>All numbers of the table, in its order.</summary>
    public static IReadOnlyList<PaperScore> Table1 { get; } = Read();

    private static List<PaperScore> Read()
    {
        using Stream stream = typeof(PaperScore).Assembly.GetManifestResourceStream("table1-text-benchmarks.csv") ?? throw new InvalidOperationException("The assembly has no Table 1.");
        using var reader = new StreamReader(stream);
        var scores = new List<PaperScore>();
        _ = reader.ReadLine(); // model,method,benchmark,pass_at_1_percent
        while (reader.ReadLine() is { } line)
            if (line.Split(',') is [var model, var method, var column, var percent]) scores.Add(new(model, method, column, double.Parse(percent, CultureInfo.InvariantCulture)));
        return scores;
    }
}
