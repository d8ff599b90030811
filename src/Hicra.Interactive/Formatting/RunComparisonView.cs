using System.Globalization;
using System.Text;
using Hicra.Metrics.Statistics;

namespace Hicra.Interactive.Formatting;

/// <summary>Comparisons as tables.</summary>
internal static class RunComparisonView
{
    public static string RenderHtml(RunComparison comparison)
    {
        var html = new StringBuilder();
        foreach (IGrouping<string, ComparedMeasure> cell in comparison.Measures.GroupBy(m => m.Cell.Name))
        {
            html.Append(html.Length == 0 ? "" : "<div style=\"height:12px\"></div>");
            html.Append(Html.Heading($"{cell.Key} minus {comparison.Baseline.Name}", Pairs(cell.Max(m => m.Seeds.Count))));
            html.Append(Html.Table(["measure", comparison.Baseline.Name, cell.Key, "difference", "95 % interval", "", "verdict"], cell.Select(m => (IReadOnlyList<string>)
            [
                Html.Escape(m.Measure), Html.Number(m.BaselineMean), Html.Number(m.Mean), $"<b>{Html.Signed(m.Difference)}</b>",
                Range(m.Interval),
                m.Interval is { } x ? SparklineImage.Interval(m.Measure, x.Low, x.Estimate, x.High) : "", Verdict(m.Difference, m.Interval),
            ]), leftColumns: [5, 6]));
        }
        foreach (string warning in comparison.Warnings) html.Append(CultureInfo.InvariantCulture, $"<div style=\"margin-top:4px\">{Html.Badge("note", "#ffdcbf")} {Html.Escape(warning)}</div>");
        html.Append(Html.Note(Reading));
        return Html.Card(html.ToString());
    }

    public static string RenderText(RunComparison comparison)
    {
        var text = new StringBuilder();
        foreach (IGrouping<string, ComparedMeasure> cell in comparison.Measures.GroupBy(m => m.Cell.Name))
        {
            text.Append(PlainTable.Clean($"{cell.Key} minus {comparison.Baseline.Name}")).Append(", ").Append(Pairs(cell.Max(m => m.Seeds.Count))).Append('\n');
            text.Append(PlainTable.Render(["measure", comparison.Baseline.Name, cell.Key, "difference", "95 % interval", "verdict"], cell.Select(m => (IReadOnlyList<string>)
                [m.Measure, Html.Number(m.BaselineMean), Html.Number(m.Mean), Html.Signed(m.Difference), Range(m.Interval), Verdict(m.Difference, m.Interval)]), leftColumns: [5])).Append("\n\n");
        }
        foreach (string warning in comparison.Warnings) text.Append("note: ").Append(PlainTable.Clean(warning)).Append('\n');
        return text.Append(Reading).ToString();
    }

    internal const string Reading = "Differences are paired by seed; intervals are paired t. Many measures are looked at: about one in twenty leaves 0 out by chance.";

    private static string Pairs(int pairs) => string.Create(CultureInfo.InvariantCulture, $"{pairs} {(pairs == 1 ? "seed" : "seeds")} in common");

    /// <summary>An interval's ends; "–" for none.</summary>
    internal static string Range(Interval? interval) => interval is { } i ? $"{Html.Number(i.Low)} to {Html.Number(i.High)}" : "–";

    /// <summary>What a difference and its interval allow to say.</summary>
    internal static string Verdict(double difference, Interval? interval) => interval is not { } i ? "one seed says nothing" : i.ExcludesZero ? difference > 0 ? "higher" : "lower" : "cannot be told apart";
}
