using System.CommandLine;
using System.Globalization;
using Hicra.Benchmarks.Libtorch;
using Hicra.Data;
using Hicra.Rollouts;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Runs;
using Microsoft.Data.Analysis;

namespace Hicra.Benchmarks.Frames;

/// <summary><c>frames</c>: how fast data frames are built of rows and rollouts, and read back.</summary>
internal static class FrameVerb
{
    public static Command Create()
    {
        Option<string?> rows = Options.Text("--rows", "n", "rows of each frame [1000000]");
        var command = new Command("frames", "Measures data frames: seconds to build one of metrics and of rollouts, and to read it back.") { rows };
        command.SetAction(parsed =>
        {
            int count = parsed.WholeNumber(rows, 1) ?? 1_000_000;
            // The rows of a run and its rollouts, again and again: a step has what a step has.
            string demo = ShippedData.Path("demo", "hicra");
            MetricRow[] steps = [.. MetricsLog.Read(new RunFolder(demo).Metrics)];
            var folder = new RunFolder(demo);
            Rollout[] rollouts = [.. RolloutJsonl.Read(folder.RolloutsOf(folder.RolloutSteps()[^1]))];
            parsed.InvocationConfiguration.Output.WriteLine(MarkdownTable.Render(["frame", "rows", "columns", "build, s", "build, core s", "back, s"],
            [
                Row("metrics", count, () => MetricFrame.Of(Enumerable.Range(0, count).Select(i => steps[i % steps.Length])), frame => MetricFrame.Rows(frame).Count),
                Row("rollouts, lists as counts", count, () => RolloutFrame.Of(Enumerable.Range(0, count).Select(i => rollouts[i % rollouts.Length]), TokenLists.AsCounts), frame => RolloutFrame.Rollouts(frame).Count),
                Row("rollouts, lists as text", count, () => RolloutFrame.Of(Enumerable.Range(0, count).Select(i => rollouts[i % rollouts.Length])), frame => RolloutFrame.Rollouts(frame).Count),
            ]));
            return Failure.Ok;
        });
        return command;
    }

    private static string[] Row(string name, int rows, Func<DataFrame> build, Func<DataFrame, int> back)
    {
        DataFrame frame = new();
        ProcessMeter built = ProcessMeter.Of(() => frame = build());
        int read = 0;
        ProcessMeter took = ProcessMeter.Of(() => read = back(frame));
        if (read != rows) throw new HicraException(FormattableString.Invariant($"{name}: {rows} rows became {read}"));
        return [name, rows.ToString("N0", CultureInfo.InvariantCulture), frame.Columns.Count.ToString(CultureInfo.InvariantCulture), Digits(built.Seconds), Digits(built.CoreSeconds), Digits(took.Seconds)];
    }

    private static string Digits(double value) => value.ToString("N1", CultureInfo.InvariantCulture);
}
