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
                Html.Escape(m.Measure), NumberText.Of(m.BaselineMean), NumberText.Of(m.Mean), $"<b>{NumberText.Signed(m.Difference)}</b>",
                DifferenceText.Range(m.Interval),
                m.Interval is { } x ? SparklineImage.Interval(m.Measure, x.Low, x.Estimate, x.High) : "", DifferenceText.Verdict(m.Difference, m.Interval),
            ]), leftColumns: [5, 6]));
        }
        foreach (string warning in comparison.Warnings) html.Append(CultureInfo.InvariantCulture, $"<div style=\"margin-top:4px\">{Html.Badge("note", "#ffdcbf")} {Html.Escape(warning)}</div>");
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
                [m.Measure, NumberText.Of(m.BaselineMean), NumberText.Of(m.Mean), NumberText.Signed(m.Difference), DifferenceText.Range(m.Interval), DifferenceText.Verdict(m.Difference, m.Interval)]), leftColumns: [5])).Append("\n\n");
        }
        foreach (string warning in comparison.Warnings) text.Append("note: ").Append(PlainTable.Clean(warning)).Append('\n');
        return text.Append(DifferenceText.Reading).ToString();
    }

    private static string Pairs(int pairs) => string.Create(CultureInfo.InvariantCulture, $"{pairs} {(pairs == 1 ? "seed" : "seeds")} in common");
}
