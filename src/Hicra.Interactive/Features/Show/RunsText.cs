using System.Text;
using Hicra.Interactive.Features.Doctor;
using Hicra.Interactive.Rendering;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Show;

/// <summary>Runs for a terminal: settings, means over windows, and curves on one scale.</summary>
internal static class RunsText
{
    private const int SparkWidth = 40;

    /// <summary>The runs as text.</summary>
    /// <param name="shown">The runs.</param>
    /// <param name="train">The training command as the reader types it.</param>
    public static string Render(IReadOnlyList<ShownRun> shown, string train)
    {
        var text = new StringBuilder();
        foreach (ShownRun one in shown)
        {
            string state = one.Run.Config.Log is not null ? "a log of another trainer" : one.Run.IsFinished ? "finished" : FormattableString.Invariant($"at step {one.Run.NextStep} of {one.Run.Config.Training.Steps}; go on with: {train} --resume {one.Name}");
            text.Append(PlainTable.Clean($"{one.Name}: {one.Settings()}; {state}")).Append('\n');
            if (one.Run.Config.Fork is { } fork) text.Append(PlainTable.Clean(FormattableString.Invariant($"  forked from {fork.Run} at step {fork.Step}"))).Append('\n');
        }
        if (shown.Count == 1 && shown[0].Rows.Count > 0) text.Append('\n').Append(WindowTable(shown[0]).Text());
        if (CurveTable(shown) is { } curves) text.Append('\n').Append(curves.Text());
        foreach (ShownRun one in shown.Where(s => s.Findings.Count > 0)) text.Append(shown.Count > 1 ? $"\n{PlainTable.Clean(one.Name)}\n" : "\n").Append(DiagnosisView.Brief(one.Findings)).Append('\n');
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>The means of one run's metrics over windows of steps.</summary>
    public static RowTable WindowTable(ShownRun one)
    {
        (int From, int To)[] windows = [.. one.Windows()];
        return new RowTable(
        [
            ["mean over steps", .. windows.Select(w => FormattableString.Invariant($"{w.From}-{w.To}"))],
            .. one.Metrics().Select(m => (string[])[m.Heading, .. windows.Select(w => NumberText.Of(RunMeasure.WindowMean(one.Rows, m.Name, w.From, w.To)))]),
        ]);
    }

    private static RowTable? CurveTable(IReadOnlyList<ShownRun> shown)
    {
        int first = shown.Where(s => s.Rows.Count > 0).Select(s => s.Rows[0].Step).DefaultIfEmpty(0).Min();
        int end = shown.Where(s => s.Rows.Count > 0).Select(s => s.Rows[^1].Step + 1).DefaultIfEmpty(0).Max();
        if (end <= first) return null;
        var rows = new List<string[]> { new[] { "curve", FormattableString.Invariant($"step {first} to {end - 1}"), "first", "last" } };
        foreach (Metric metric in shown.SelectMany(s => s.Metrics()).DistinctBy(m => m.Name))
        {
            var curves = shown.Select(s => (s.Name, Points: s.Rows.Where(r => r[metric.Name] is not null).Select(r => (r.Step, Value: r[metric.Name]!.Value)).ToArray())).Where(c => c.Points.Length > 0).ToArray();
            // One scale for all runs, so that they can be compared by eye.
            double low = curves.Min(c => c.Points.Min(p => p.Value)), high = curves.Max(c => c.Points.Max(p => p.Value));
            for (int i = 0; i < curves.Length; i++)
            {
                (string name, (int Step, double Value)[] points) = curves[i];
                string line = Sparkline.Draw(points.Select(p => ((double)(p.Step - first) / (end - first), p.Value)), SparkWidth, low, high);
                string title = shown.Count == 1 ? metric.Label : i == 0 ? $"{metric.Label}: {name}" : $"{new string(' ', metric.Label.Length + 2)}{name}";
                rows.Add([title, line, NumberText.Of(points[0].Value), NumberText.Of(points[^1].Value)]);
            }
        }
        return new RowTable(rows, LeftColumns: 2);
    }
}
