using System.Globalization;
using System.Text;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Train;

/// <summary>What a sweep found: means per cell, differences paired by seed, and runs that did not end well.</summary>
internal sealed class SweepSummaryView : View<SweepSummary>
{
    public override string RenderHtml(SweepSummary summary)
    {
        var html = new StringBuilder(Html.Heading("Sweep", Tally(summary)));
        if (summary.Cells.Count > 0) html.Append(Html.Table(["measure", .. Cells(summary).Select(c => Head(summary, c))], Means(summary).Select(Escaped)));
        foreach (IGrouping<string, PairedDifference> cell in summary.Differences.GroupBy(Versus))
        {
            html.Append("<div style=\"height:8px\"></div>").Append(Html.Heading(cell.Key, "paired by seed"));
            html.Append(Html.Table(["measure", "difference", "95 % interval", "", "pairs", "verdict"], cell.Select(d => (IReadOnlyList<string>)
            [
                Html.Escape(d.Measure), $"<b>{NumberText.Signed(d.Difference)}</b>", Html.Escape(DifferenceText.Range(d.Interval)),
                d.Interval is { } i ? SparklineImage.Interval(d.Measure, i.Low, i.Estimate, i.High) : "", Count(d.Pairs), DifferenceText.Verdict(d.Difference, d.Interval),
            ]), leftColumns: [3, 5]));
        }
        foreach (string trouble in Troubles(summary)) html.Append(CultureInfo.InvariantCulture, $"<div style=\"margin-top:4px\">{Html.Badge("note", "#ffdcbf")} {Html.Escape(trouble)}</div>");
        html.Append(Html.Note(Note(summary)));
        return Html.Card(html.ToString());
    }

    public override string RenderText(SweepSummary summary)
    {
        var text = new StringBuilder("Sweep: ").Append(Tally(summary)).Append('\n');
        if (summary.Cells.Count > 0) text.Append(PlainTable.Render(["measure", .. Cells(summary).Select(c => PlainTable.Clean(Head(summary, c)))], Means(summary))).Append('\n');
        foreach (IGrouping<string, PairedDifference> cell in summary.Differences.GroupBy(Versus))
        {
            text.Append('\n').Append(PlainTable.Clean(cell.Key)).Append(", paired by seed\n");
            text.Append(PlainTable.Render(["measure", "difference", "95 % interval", "pairs", "verdict"], cell.Select(d => (IReadOnlyList<string>)
                [PlainTable.Clean(d.Measure), NumberText.Signed(d.Difference), DifferenceText.Range(d.Interval), Count(d.Pairs), DifferenceText.Verdict(d.Difference, d.Interval)]), leftColumns: [4])).Append('\n');
        }
        foreach (string trouble in Troubles(summary)) text.Append("note: ").Append(PlainTable.Clean(trouble)).Append('\n');
        return text.Append(PlainTable.Wrap(Note(summary), 120)).ToString();
    }

    private static SweepCell[] Cells(SweepSummary summary) => [.. summary.Cells.Select(c => c.Cell).Distinct()];

    private static string Head(SweepSummary summary, SweepCell cell) =>
        string.Create(CultureInfo.InvariantCulture, $"{cell.Name} (n = {summary.Cells.Where(c => c.Cell == cell).Max(c => c.Summary.Count)})");

    // [measures][1 + cells]
    private static IEnumerable<IReadOnlyList<string>> Means(SweepSummary summary) => summary.Cells.Select(c => c.Measure).Distinct().Select(measure => (IReadOnlyList<string>)
    [
        PlainTable.Clean(measure),
        .. Cells(summary).Select(cell => summary.Cells.FirstOrDefault(c => c.Cell == cell && c.Measure == measure) is { } found
            ? NumberText.Of(found.Summary.Mean) + (found.Summary.StandardDeviation is double deviation ? $" ± {NumberText.Of(deviation)}" : "") : "–"),
    ]);

    private static IReadOnlyList<string> Escaped(IReadOnlyList<string> row) => [.. row.Select(Html.Escape)];

    private static string Versus(PairedDifference difference) => $"{difference.Cell.Name} minus {difference.Baseline.Name}";

    private static string Tally(SweepSummary summary)
    {
        int done = summary.Outcomes.Count(o => o.Status is SweepStatus.Finished or SweepStatus.Skipped);
        return string.Create(CultureInfo.InvariantCulture, $"{done} of {summary.Outcomes.Count} {(summary.Outcomes.Count == 1 ? "run" : "runs")} finished");
    }

    private static IEnumerable<string> Troubles(SweepSummary summary) => summary.Merged.Select(m => m.ToString()).Concat(Health(summary)).Concat(summary.Outcomes.Where(o => o.Status is SweepStatus.Failed or SweepStatus.Stopped).Select(o =>
        string.Create(CultureInfo.InvariantCulture, $"{o.Run.Cell.Name}, seed {o.Run.Seed}: {(o.Status == SweepStatus.Stopped ? "stopped; the same sweep goes on with it" : $"failed: {o.Error}")}")));

    // Of runs that have the same, one line.
    private static IEnumerable<string> Health(SweepSummary summary) => summary.Findings.GroupBy(f => f.Finding.Title).Select(same =>
        string.Create(CultureInfo.InvariantCulture, $"{same.Key} in {(same.Count() == summary.Outcomes.Count && same.Count() > 1 ? "all runs" : string.Join(", ", same.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Run.Cell.Name} seed {f.Run.Seed}"))))}: {same.First().Finding.Evidence}"));

    private static string Note(SweepSummary summary) => summary.Cells.Count == 0 ? "No run is finished." : "Means over seeds ± their standard deviation." + (summary.Differences.Count == 0 ? "" : " " + DifferenceText.Reading);

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);
}
