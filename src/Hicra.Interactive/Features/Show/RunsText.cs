using System.Text;
using Hicra.Interactive.Features.Doctor;
using Hicra.Interactive.Rendering;
using Hicra.Metrics.Statistics;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Show;

/// <summary>Runs for a terminal: settings, means over windows, and curves on one scale; those of a sweep by method, with intervals over seeds.</summary>
internal static class RunsText
{
    private const int SparkWidth = 40;

    /// <summary>The runs as text.</summary>
    /// <param name="shown">The runs.</param>
    /// <param name="train">The training command as the reader types it.</param>
    public static string Render(IReadOnlyList<ShownRun> shown, string train)
    {
        IReadOnlyList<ShownGroup> groups = ShownGroup.Of(shown);
        if (ShownGroup.AreSeeds(groups)) return Groups(shown, groups);
        var text = new StringBuilder();
        foreach (ShownRun one in shown)
        {
            string state = one.Run.Config.Log is not null ? "a log of another trainer" : one.Run.IsFinished ? "finished" : FormattableString.Invariant($"at step {one.Run.NextStep} of {one.Run.Config.Training.Steps}; go on with: {train} --resume {one.Name}");
            text.Append(Prose($"{one.Name}: {one.Settings()}; {state}"));
            if (one.Run.Config.Fork is { } fork) text.Append(Prose(FormattableString.Invariant($"forked from {fork.Run} at step {fork.Step}")));
        }
        if (shown.Count == 1 && shown[0].Rows.Count > 0)
        {
            text.Append('\n').Append(WindowTable(shown[0]).Text());
            if (shown[0].LastValidation() is { } validation) text.Append(Prose(validation));
        }
        if (Curves([.. shown.Select(s => (s.Name, (Func<string, IReadOnlyList<(int, double)>>)s.Curve))], shown) is { } curves) text.Append('\n').Append(curves.Text());
        foreach (ShownRun one in shown.Where(s => s.Findings.Count > 0)) text.Append(shown.Count > 1 ? $"\n{PlainTable.Clean(one.Name)}\n" : "\n").Append(DiagnosisView.Brief(one.Findings)).Append('\n');
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>The means of one run's metrics over windows of steps.</summary>
    public static RowTable WindowTable(ShownRun one)
    {
        (int From, int To)[] windows = [.. one.Windows()];
        Metric[] metrics = [.. one.Metrics()];
        return new RowTable(
        [
            ["mean over steps", .. windows.Select(w => FormattableString.Invariant($"{w.From}-{w.To - 1}"))],
            .. metrics.Select(m => (string[])[Heading(m), .. windows.Select(w => NumberText.Of(RunMeasure.WindowMean(one.Rows, m.Name, w.From, w.To), m.IsShare))]),
        ], Drop: Inner(windows.Length))
        { Sentences = [.. metrics.Select(m => m.Sentence)] };
    }

    /// <summary>Means over seeds with their intervals, a column a group.</summary>
    public static RowTable MeanTable(IReadOnlyList<ShownGroup> groups)
    {
        RunConfig config = groups[0].Runs[0].Run.Config;
        List<string[]> rows = [["mean over seeds [95 %]", .. groups.Select(g => g.Name)]];
        var sentences = new List<string?>();
        foreach (RunMeasure measure in RunMeasure.Standard(config.World, config.Training.ValidationSamples))
        {
            (double Mean, Interval? Interval)?[] means = [.. groups.Select(g => g.Mean(measure))];
            if (means.All(m => m is null)) continue;
            MeasureText words = MeasureText.Of(measure.Name);
            rows.Add([words.Heading, .. means.Select(m => m is { } found ? NumberText.Of(found.Mean, words.IsShare) + (found.Interval is { } i ? $" [{NumberText.Of(i.Low, words.IsShare)}, {NumberText.Of(i.High, words.IsShare)}]" : "") : NumberText.None)]);
            sentences.Add(words.Metric?.Sentence);
        }
        return new RowTable(rows) { Sentences = sentences };
    }

    /// <summary>Every metric that is shown, with its sentence.</summary>
    public static string Explain(IReadOnlyList<ShownRun> shown) =>
        string.Join('\n', shown.SelectMany(s => s.Metrics()).DistinctBy(m => m.Name).Select(m => PlainTable.Wrap(PlainTable.Clean($"{m.Label}: {m.Sentence}"))));

    private static string Groups(IReadOnlyList<ShownRun> shown, IReadOnlyList<ShownGroup> groups)
    {
        var text = new StringBuilder();
        foreach (ShownGroup group in groups) text.Append(Prose($"{group.Name}: {group.State()}"));
        text.Append('\n').Append(MeanTable(groups).Text());
        if (Comparison(shown) is { } comparison) text.Append('\n').Append(new RunComparisonView().RenderText(comparison)).Append('\n');
        if (Curves([.. groups.Select(g => (g.Name, (Func<string, IReadOnlyList<(int, double)>>)g.Curve))], shown) is { } curves) text.Append('\n').Append(curves.Text());
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>The groups against each other, paired by seed; null where there is one method and alpha alone.</summary>
    public static RunComparison? Comparison(IReadOnlyList<ShownRun> shown) =>
        shown.Select(s => SweepCell.Of(s.Run.Config.Training)).Distinct().Count() > 1 ? RunComparison.Of([.. shown.Select(s => s.Run)]) : null;

    // A row for a metric, and below it one for each run or group, all on one scale so that they can be compared by eye.
    private static RowTable? Curves(IReadOnlyList<(string Name, Func<string, IReadOnlyList<(int Step, double Value)>> Curve)> lines, IReadOnlyList<ShownRun> shown)
    {
        int first = shown.Where(s => s.Rows.Count > 0).Select(s => s.Rows[0].Step).DefaultIfEmpty(0).Min(), end = shown.Where(s => s.Rows.Count > 0).Select(s => s.Rows[^1].Step + 1).DefaultIfEmpty(0).Max();
        if (end <= first) return null;
        Metric[] metrics = [.. shown.SelectMany(s => s.Metrics()).DistinctBy(m => m.Name)];
        bool single = lines.Count == 1;
        int names = Math.Clamp(single ? metrics.Max(m => Heading(m).Length) : 2 + lines.Max(l => l.Name.Length), "curve".Length, 34);
        // Behind the curve stand two numbers of five characters.
        int width = TextWidth.Left(names + 2 + 2 * 7, 12, SparkWidth);
        var rows = new List<string[]> { new[] { "curve", FormattableString.Invariant($"step {first} to {end - 1}"), "first", "last" } };
        foreach (Metric metric in metrics)
        {
            (string Name, IReadOnlyList<(int Step, double Value)> Points)[] curves = [.. lines.Select(l => (l.Name, l.Curve(metric.Name))).Where(c => c.Item2.Count > 0)];
            // Shares begin at 0: a part is seen against its whole.
            double low = metric.IsShare ? 0 : curves.Min(c => c.Points.Min(p => p.Value)), high = curves.Max(c => c.Points.Max(p => p.Value));
            if (!single) rows.Add([Heading(metric), "", "", ""]);
            foreach ((string name, IReadOnlyList<(int Step, double Value)> points) in curves)
                rows.Add([single ? Heading(metric) : "  " + name, Sparkline.Draw(points.Select(p => ((double)(p.Step - first) / (end - first), p.Value)), width, low, high), NumberText.Of(points[0].Value, metric.IsShare), NumberText.Of(points[^1].Value, metric.IsShare)]);
        }
        return new RowTable(rows, LeftColumns: 2);
    }

    private static string Heading(Metric metric) => metric.IsShare ? $"{metric.Label} (%)" : metric.Heading;

    private static string Prose(string text) => PlainTable.Wrap(PlainTable.Clean(text)) + "\n";

    // Where there is no room, windows between the first and the last go, every second one first.
    private static int[] Inner(int windows) =>
        [.. Enumerable.Range(1, windows).Where(i => i > 1 && i < windows && i % 2 == 0), .. Enumerable.Range(1, windows).Where(i => i > 1 && i < windows && i % 2 == 1)];
}
