using System.Globalization;
using System.Text;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Features.Show;

/// <summary>Comparisons as tables.</summary>
internal sealed class RunComparisonView : View<RunComparison>
{
    public override string RenderHtml(RunComparison comparison)
    {
        var html = new StringBuilder();
        foreach (IGrouping<string, ComparedMeasure> cell in comparison.Measures.GroupBy(m => m.Cell.Name))
        {
            html.Append(html.Length == 0 ? "" : "<div style=\"height:12px\"></div>");
            html.Append(Html.Heading($"{cell.Key} minus {comparison.Baseline.Name}", Pairs(cell.Max(m => m.Seeds.Count))));
            html.Append(Html.Table(["measure", comparison.Baseline.Name, cell.Key, "difference", "95 % interval", "", "verdict"], cell.Select(m => (IReadOnlyList<string>)
            [
                MeasureText.Of(m.Measure).Html, NumberText.Of(m.BaselineMean, IsShare(m)), NumberText.Of(m.Mean, IsShare(m)), $"<b>{NumberText.Signed(m.Difference, IsShare(m))}</b>",
                DifferenceText.Range(m.Interval, IsShare(m)),
                m.Interval is { } x ? SparklineImage.Interval(m.Measure, x.Low, x.Estimate, x.High) : "", DifferenceText.Verdict(m.Difference, m.Interval),
            ]), leftColumns: [5, 6]));
        }
        foreach (string warning in comparison.Warnings) html.Append(CultureInfo.InvariantCulture, $"<div style=\"margin-top:4px\">{Html.Badge("note", Palette.PlanningGround)} {Html.Escape(warning)}</div>");
        html.Append(Html.Note(DifferenceText.Reading));
        return Html.Card(html.ToString());
    }

    public override string RenderText(RunComparison comparison)
    {
        var text = new StringBuilder();
        foreach (IGrouping<string, ComparedMeasure> cell in comparison.Measures.GroupBy(m => m.Cell.Name))
        {
            text.Append(PlainTable.Clean($"{cell.Key} minus {comparison.Baseline.Name}")).Append(", ").Append(Pairs(cell.Max(m => m.Seeds.Count))).Append('\n');
            text.Append(PlainTable.Render(["measure", comparison.Baseline.Name, cell.Key, "difference", "95 % interval", "verdict"], cell.Select(m => (IReadOnlyList<string>)
                [MeasureText.Of(m.Measure).Heading, NumberText.Of(m.BaselineMean, IsShare(m)), NumberText.Of(m.Mean, IsShare(m)), NumberText.Signed(m.Difference, IsShare(m)), DifferenceText.Range(m.Interval, IsShare(m)), DifferenceText.Verdict(m.Difference, m.Interval)]), leftColumns: [5], drop: [1, 2])).Append("\n\n");
        }
        foreach (string warning in comparison.Warnings) text.Append(PlainTable.Wrap(PlainTable.Clean($"note: {warning}"))).Append('\n');
        return text.Append(PlainTable.Wrap(DifferenceText.Reading)).ToString();
    }

    private static bool IsShare(ComparedMeasure measure) => MeasureText.Of(measure.Measure).IsShare;

    private static string Pairs(int pairs) => string.Create(CultureInfo.InvariantCulture, $"{pairs} {(pairs == 1 ? "seed" : "seeds")} in common");
}
