using System.Globalization;
using System.Text;
using Hicra.Interactive.Rendering;
using Hicra.Training.Learning;

namespace Hicra.Interactive.Features.Analyze;

/// <summary>A log's report for a terminal.</summary>
internal static class LogReportText
{
    private const int MostSteps = 7, SparkWidth = 24;

    public static string Render(LogReport report)
    {
        var text = new StringBuilder();
        text.Append(PlainTable.Wrap(PlainTable.Clean($"{report.Name}: {LogFindings.Subject(report)}"))).Append("\n\n");
        text.Append(Table(report, curves: true).Text()).Append('\n');
        foreach ((string heading, string conclusion) in LogFindings.Conclusions(report)) text.Append(PlainTable.Wrap(PlainTable.Clean($"{heading}. {conclusion}"))).Append("\n\n");
        (string Item, bool Feeds, string Why)[] items = [.. LogFindings.Items(report)];
        text.Append(PlainTable.Wrap(PlainTable.Clean($"Of the paper it can feed: {string.Join(", ", items.Where(i => i.Feeds).Select(i => i.Item))}. It cannot: {string.Join(", ", items.Where(i => !i.Feeds).Select(i => $"{i.Item} ({i.Why})"))}.")));
        return text.ToString();
    }

    /// <summary>The metrics of all steps where they are few, else of some, evenly spread, with the curve of all.</summary>
    public static RowTable Table(LogReport report, bool curves)
    {
        IReadOnlyList<MetricRow> rows = report.Rows;
        MetricRow[] shown = rows.Count <= MostSteps ? [.. rows] : [.. Enumerable.Range(0, MostSteps).Select(i => rows[i * (rows.Count - 1) / (MostSteps - 1)])];
        bool drawn = curves && rows.Count > 2;
        string first = rows.Count == 1 ? report.Log.Lacks.Contains("steps") ? "measure" : "at step" : "at step";
        return new RowTable(
        [
            [first, .. drawn ? (string[])["curve"] : [], .. shown.Select(r => rows.Count == 1 && report.Log.Lacks.Contains("steps") ? "all" : r.Step.ToString(CultureInfo.InvariantCulture))],
            .. LogFindings.Metrics(report).Select(m => (string[])
            [
                LogFindings.Heading(report, m), .. drawn ? (string[])[Sparkline.Draw([.. rows.Select(r => r[m.Name]).OfType<double>()], SparkWidth)] : [],
                .. shown.Select(r => rows.Count <= 2 ? LogFindings.Cell(m, r) : LogFindings.Value(m, r[m.Name])),
            ]),
        ], LeftColumns: drawn ? 2 : 1);
    }
}
