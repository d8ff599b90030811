using System.Globalization;
using System.Text;
using Hicra.Benchmarks;
using Hicra.Interactive.Rendering;
using Hicra.Metrics.Statistics;

namespace Hicra.Interactive.Features.Evaluate;

/// <summary>Accuracies on benchmarks with intervals, the row in the paper's Table 1, which accuracies can be at all, and the comparison in pairs.</summary>
internal sealed class CompletionReportView : View<CompletionReport>
{
    private const string Intervals = "low, high: 95 % interval over problems (bootstrap), samples of a problem taken together";

    public override string RenderText(CompletionReport value)
    {
        var text = new StringBuilder();
        foreach (BenchmarkScore score in value.Scores) text.Append(PlainTable.Clean(Title(score))).Append('\n').Append(Measures(score).Text()).Append('\n');
        text.Append(Intervals).Append('\n');
        foreach (string note in Notes(value)) text.Append(PlainTable.Clean(note)).Append('\n');
        if (value.Comparisons.Count > 0) text.Append('\n').Append(PlainTable.Clean(Against(value))).Append('\n').Append(Comparisons(value).Text());
        if (Row(value) is { } row) text.Append("\nTable 1 of the paper, pass@1 in per cent, with this row\n").Append(row.Text());
        if (Grid(value) is { } grid) text.Append("\nwhich printed accuracies so many answers can produce\n").Append(grid.Text());
        return text.ToString().TrimEnd('\n');
    }

    public override string RenderHtml(CompletionReport value)
    {
        var html = new StringBuilder(Html.Heading(value.Name));
        foreach (BenchmarkScore score in value.Scores) html.Append(CultureInfo.InvariantCulture, $"<div style=\"margin-top:6px\"><b>{Html.Escape(Title(score))}</b></div>").Append(Measures(score).Html());
        html.Append(Html.Note(Intervals));
        foreach (string note in Notes(value)) html.Append(Html.Note(note));
        if (value.Comparisons.Count > 0) html.Append(CultureInfo.InvariantCulture, $"<div style=\"margin-top:6px\"><b>{Html.Escape(Against(value))}</b></div>").Append(Comparisons(value).Html());
        if (Row(value) is { } row) html.Append(Html.Details("Table 1 of the paper, pass@1 in per cent, with this row", row.Html(), open: true));
        if (Grid(value) is { } grid) html.Append(Html.Details("Which printed accuracies so many answers can produce", grid.Html()));
        return Html.Card(html.ToString());
    }

    private static string Title(BenchmarkScore score) => string.Create(CultureInfo.InvariantCulture,
        $"{score.Benchmark.Title}: {score.Answered.Count} of {score.Benchmark.Problems.Count} problems, {(score.FewestSamples == score.MostSamples ? NumberText.Count(score.MostSamples, "sample", "samples") : $"{score.FewestSamples} to {score.MostSamples} samples")} each");

    private static RowTable Measures(BenchmarkScore score) => new([["measure", "%", "low", "high"], .. score.Measures().Select(measure => (string[])[measure.Name, .. Shown(measure.Interval)])]);

    private static string[] Shown(Interval interval) => [Percent(interval.Estimate), Percent(interval.Low), Percent(interval.High)];

    private static string Percent(double share) => NumberText.Fixed(100 * share, 1);

    private static IEnumerable<string> Notes(CompletionReport report)
    {
        if (report.Match == CompletionMatch.Order) yield return "No response names its problem; they were taken in the benchmark's order.";
        if (report.Foreign > 0) yield return $"{NumberText.Count(report.Foreign, "response", "responses")} to problems of none of the sets left out.";
        foreach (BenchmarkScore score in report.Scores)
        {
            int missing = score.Benchmark.Problems.Count - score.Answered.Count;
            if (missing > 0) yield return $"{score.Benchmark.Title}: {NumberText.Count(missing, "problem", "problems")} without a response, which the numbers leave out.";
            if (score.WithoutAnswer > 0) yield return $"{score.Benchmark.Title}: no answer found in {NumberText.Count(score.WithoutAnswer, "response", "responses")}, which count as wrong.";
            if (score.Recorded is { } recorded) yield return $"{score.Benchmark.Title}: the file's own verdicts agree with these in {NumberText.Count(recorded.Agreed)} of {NumberText.Count(recorded.Of)}.";
        }
    }

    private static string Against(CompletionReport report) => $"{report.Name} less {report.Against?.Name}, on the same problems";

    private static RowTable Comparisons(CompletionReport report) => new(
    [
        ["set", "problems", "points", "low", "high", "better on", "worse on", "p", "test"],
        .. report.Comparisons.Select(c => (string[])
        [
            c.Benchmark.Title, NumberText.Count(c.Problems), Points(c.Difference?.Estimate), Points(c.Difference?.Low), Points(c.Difference?.High),
            NumberText.Count(c.FirstBetter), NumberText.Count(c.SecondBetter), NumberText.Fixed(c.PValue, 3), c.Test,
        ]),
    ]);

    private static string Points(double? share) => share is { } value ? (value > 0 ? "+" : "") + Percent(value) : NumberText.Fixed(null, 1);

    private static RowTable? Row(CompletionReport report)
    {
        if (!report.Scores.Any(score => score.Benchmark.PaperColumn is not null)) return null;
        var own = report.Scores.Where(score => score.Benchmark.PaperColumn is not null).ToDictionary(score => score.Benchmark.PaperColumn!, score => score.Accuracy.Estimate);
        IReadOnlyList<string> columns = BenchmarkCatalog.Columns;
        return new RowTable(
        [
            ["model", "method", .. columns],
            ["measured here", PlainTable.Short(report.Name, 24), .. columns.Select(column => own.TryGetValue(column, out double share) ? Percent(share) : "–")],
            .. PaperScore.Table1.GroupBy(score => (score.Model, score.Method)).Select(row => (string[])
                [row.Key.Model, row.Key.Method, .. columns.Select(column => NumberText.Fixed(row.FirstOrDefault(score => score.Column == column)?.Percent, 1))]),
        ], LeftColumns: 2);
    }

    private static RowTable? Grid(CompletionReport report)
    {
        BenchmarkScore[] scores = [.. report.Scores.Where(score => score.Benchmark.PaperColumn is not null)];
        if (scores.Length == 0) return null;
        return new RowTable(
        [
            ["set", "problems", "samples here", "step here", "samples in the paper", "printed values that fit", "fewest samples that fit all"],
            .. scores.Select(score =>
            {
                double[] printed = [.. PaperScore.Table1.Where(paper => paper.Column == score.Benchmark.PaperColumn).Select(paper => paper.Percent)];
                int problems = score.Benchmark.Problems.Count, samples = score.Benchmark.PaperSamples;
                int fit = printed.Count(percent => AccuracyGrid.Fits(percent, problems, samples));
                return (string[])
                [
                    score.Benchmark.Title, NumberText.Count(problems), NumberText.Count(score.FewestSamples), NumberText.Fixed(100.0 / score.Completions.Count, 3), NumberText.Count(samples), $"{fit} of {printed.Length}",
                    AccuracyGrid.FewestSamples(printed, problems) is { } fewest ? NumberText.Count(fewest) : "more than 64",
                ];
            }),
        ]);
    }
}
