namespace Hicra.Reproduction.Reported;

/// <summary>A cell of Table 1 or 2.</summary>
/// <param name="Model">The model.</param>
/// <param name="Method">The method.</param>
/// <param name="Benchmark">The column.</param>
/// <param name="Percent">Pass@1 in per cent.</param>
public sealed record ReportedScore(string Model, string Method, string Benchmark, double Percent)
{
    /// <summary>Table 1: text benchmarks.</summary>
    public static IReadOnlyList<ReportedScore> Text() => Read("table1-text-benchmarks.csv");

    /// <summary>Table 2: vision benchmarks.</summary>
    public static IReadOnlyList<ReportedScore> Vision() => Read("table2-vlm-benchmarks.csv");

    private static ReportedScore[] Read(string file) => [.. PaperFile.Rows(file).Select(r => new ReportedScore(r[0], r[1], r[2], PaperFile.Number(r[3])))];
}

/// <summary>A row of Figure 10: how far planning tokens and high-entropy tokens are the same, before and after RL.</summary>
/// <param name="Model">The model.</param>
/// <param name="HighBefore">Share of planning tokens in the top 30 % by entropy, before.</param>
/// <param name="HighAfter">The same, after.</param>
/// <param name="PlanningBefore">Share of planning tokens among the high-entropy ones, before.</param>
/// <param name="PlanningAfter">The same, after.</param>
public sealed record ReportedForks(string Model, double HighBefore, double HighAfter, double PlanningBefore, double PlanningAfter)
{
    /// <summary>The rows.</summary>
    public static IReadOnlyList<ReportedForks> Read() =>
        [.. PaperFile.Rows("fig10-fork-tokens.csv").Select(r => new ReportedForks(r[0], PaperFile.Number(r[1]), PaperFile.Number(r[2]), PaperFile.Number(r[3]), PaperFile.Number(r[4])))];
}
