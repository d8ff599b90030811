namespace Hicra.Reproduction.Reported;

/// <summary>A curve of the paper, by the points that could be read.</summary>
/// <param name="Steps">[points] training steps.</param>
/// <param name="Values">[points] values.</param>
public sealed record ReportedCurve(IReadOnlyList<double> Steps, IReadOnlyList<double> Values)
{
    /// <summary>The first value.</summary>
    public double First => Values[0];

    /// <summary>The last value.</summary>
    public double Last => Values[^1];

    /// <summary>The curves of Figures 3 and 13 of a model, by the name of the series; empty where its image could not be had.</summary>
    public static IReadOnlyDictionary<string, ReportedCurve> Dynamics(string model) =>
        Of(PaperFile.Rows("fig3-fig13-dynamics.csv").Where(r => r[0] == model).Select(r => (r[1], PaperFile.Number(r[2]), PaperFile.Number(r[3]))));

    /// <summary>The curves of Figure 8, by <c>metric method</c>.</summary>
    public static IReadOnlyDictionary<string, ReportedCurve> Vision() =>
        Of(PaperFile.Rows("fig8-mimo-vl-dynamics.csv").Select(r => ($"{r[0]} {r[1]}", PaperFile.Number(r[2]), PaperFile.Number(r[3]))));

    /// <summary>The error counts of Figure 5 of a model: planning and strategy, and others.</summary>
    public static (ReportedCurve Planning, ReportedCurve Others) Errors(string model)
    {
        string[][] rows = [.. PaperFile.Rows("fig5-error-types.csv").Where(r => r[0] == model)];
        double[] steps = [.. rows.Select(r => PaperFile.Number(r[1]))];
        return (new ReportedCurve(steps, [.. rows.Select(r => PaperFile.Number(r[2]))]), new ReportedCurve(steps, [.. rows.Select(r => PaperFile.Number(r[3]))]));
    }

    private static Dictionary<string, ReportedCurve> Of(IEnumerable<(string Name, double Step, double Value)> points) =>
        points.GroupBy(p => p.Name).ToDictionary(g => g.Key, g => new ReportedCurve([.. g.Select(p => p.Step)], [.. g.Select(p => p.Value)]), StringComparer.Ordinal);
}
