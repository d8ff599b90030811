using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Logs.Measures;
using Hicra.Training.Learning;

namespace Hicra.Interactive.Features.Analyze;

/// <summary>A log's curves, with intervals where they are known.</summary>
internal static class LogReportFigure
{
    /// <summary>The figure; without panels where the log has fewer than two steps.</summary>
    public static Figure Of(LogReport report)
    {
        // A reward of 0 and 1 is the verdict: one line would hide the other.
        bool same = report.Rows.All(r => r[MetricNames.RewardMean] == r[MetricNames.Accuracy]);
        Panel?[] panels = report.Rows.Count < 2 ? [] :
        [
            Lines("Semantic entropy, corrected", "nats", false, ("", LogMetricNames.Corrected, Palette.Planning)),
            Lines("Planning tokens", "share", true, ("all", MetricNames.PlanningShare, Palette.Planning), ("thoughts", LogMetricNames.ThinkingShare, Palette.Execution), ("answers", LogMetricNames.AnswerShare, Palette.Accuracy)),
            Lines("Rewards", "", false, [.. same ? ((string, string, string)[])[] : [("reward", MetricNames.RewardMean, Palette.Execution)], ("right answers", MetricNames.Accuracy, Palette.Accuracy)]),
            Lines("Response length", report.Log.Tokens.StartsWith("words", StringComparison.Ordinal) ? "words and signs" : "tokens", false, ("", MetricNames.ResponseLength, Palette.Length)),
            Lines("Groups without signal", "share", true, ("equal rewards", MetricNames.FlatGroups, Palette.Ink), ("cut off", LogMetricNames.Truncated, Palette.Length)),
            Lines("Angle of HICRA's gradient to GRPO's", "degrees", false, ("", LogMetricNames.Angle, Palette.Planning)),
        ];
        return new Figure
        {
            Title = $"The log of {report.Name}",
            Panels = [.. panels.OfType<Panel>()],
            PlotHeight = 140,
            Columns = 2,
            Caption = "Band: 95 %, jackknife over prompts.",
        };

        Panel? Lines(string title, string label, bool percent, params ReadOnlySpan<(string Name, string Metric, string Color)> curves)
        {
            var series = new List<Series>();
            foreach ((string name, string metric, string color) in curves)
            {
                MetricRow[] rows = [.. report.Rows.Where(r => r[metric] is not null)];
                if (rows.Length < 2) continue;
                bool band = rows.All(r => r[metric + "/low"] is not null && r[metric + "/high"] is not null);
                series.Add(new Series
                {
                    Name = name, X = [.. rows.Select(r => (double)r.Step)], Y = [.. rows.Select(r => r[metric]!.Value)], Color = color, Kind = band ? SeriesKind.Band : SeriesKind.Line,
                    Low = band ? [.. rows.Select(r => r[metric + "/low"]!.Value)] : null, High = band ? [.. rows.Select(r => r[metric + "/high"]!.Value)] : null,
                });
            }
            return series.Count == 0 ? null : new Panel { Title = title, X = new Axis { Label = "training step" }, Y = new Axis { Label = percent ? "" : label, Percent = percent }, Series = series };
        }
    }
}
