using Hicra.Interactive.Figures;
using Hicra.Training.Learning;

namespace Hicra.Interactive.Tests.Figures;

/// <summary>Logs and figures whose contents are known.</summary>
internal static class Samples
{
    public const string Hostile = "</script><img src=x onerror=alert(1)>\"'&\u0001";

    /// <summary>A log of n rows in which responses grow from 20 to 60 tokens after a third of the steps.</summary>
    public static MetricRow[] Log(int rows = 60, double shift = 0) => [.. Enumerable.Range(0, rows).Select(step =>
    {
        var row = new MetricRow(step);
        double share = (double)step / rows, late = Math.Max(0, share - 1.0 / 3) * 1.5;
        row.Set("hicra/perplexity/planning", 1.7 - 0.3 * share);
        row.Set("hicra/perplexity/execution", 1.2 - 0.1 * share);
        row.Set("hicra/entropy/planning", 0.5 - 0.1 * share);
        row.Set("hicra/entropy/execution", 0.2 - 0.1 * share);
        row.Set("hicra/semantic_entropy", 2.8 + 0.2 * share);
        row.Set("hicra/conditional_entropy", 2.3 + 0.1 * share);
        row.Set("hicra/accuracy", 0.1 + 0.2 * share + shift);
        row.Set("response_length/mean", 20 + 40 * late);
        if (step % 10 == 0) row.Set("val-core/puzzle/acc/mean@4", 0.1 + 0.2 * share + shift);
        return row;
    })];

    /// <summary>A log in which execution settles at a step and strategies spread from there on.</summary>
    public static MetricRow[] TwoPhaseLog(int border, int rows = 60)
    {
        MetricRow[] log = Log(rows);
        foreach (MetricRow row in log)
        {
            row.Set("hicra/entropy/execution", 0.5 - 0.3 * Math.Min(1.0, (double)row.Step / border));
            row.Set("hicra/semantic_entropy", 2.5 + 0.5 * Math.Max(0, row.Step - border) / rows);
        }
        return log;
    }

    /// <summary>One panel of every kind.</summary>
    public static Figure Everything(int width = 900, string name = "series") => new()
    {
        Title = "Everything " + name,
        Subtitle = "made up " + name,
        Caption = "caption " + name,
        Width = width,
        Panels =
        [
            new Panel
            {
                Title = "lines " + name, X = new Axis { Label = "step " + name }, Y = new Axis { Label = "left " + name, Unit = "nats" }, RightY = new Axis { Label = "right " + name, Unit = "tokens" },
                Series =
                [
                    new Series { Name = name + " one", X = [0, 1, 2, 3, 4], Y = [1, 2, 1.5, 3, 2], Smooth = 3, Breaks = [3] },
                    new Series { Name = name + " two", X = [0, 4], Y = [100, 2000], Right = true, Dashed = true },
                    new Series { Name = name + " band", Kind = SeriesKind.Band, X = [0, 2, 4], Y = [1, 2, 3], Low = [0.5, 1, 2], High = [2, 3, 4] },
                ],
                Phases = [new PhaseMark(0, 2, "1 " + name), new PhaseMark(2, 4, "2 " + name)],
            },
            new Panel
            {
                Title = "bars " + name, X = new Axis { Categories = ["a " + name, "b " + name, "c"] }, Y = new Axis { Label = "count" },
                Series = [new Series { Name = name, Kind = SeriesKind.Bar, X = [0, 1, 2], Y = [3, -2, 5], Low = [2, -3, 4], High = [4, -1, 6] }],
            },
            new Panel
            {
                Title = "dumbbells " + name, Y = new Axis { Categories = ["model " + name, "other model"] }, X = new Axis { Label = "accuracy", Percent = true },
                Series = [new Series { Name = name, Kind = SeriesKind.Dumbbell, X = [0.2, 0.4], Y = [0, 1], Low = [0.1, 0.5], High = [0.2, 0.4] }],
            },
            new Panel
            {
                Title = "points " + name, Y = new Axis { Categories = ["accuracy " + name, "length"] }, X = new Axis { Label = "difference" },
                Series = [new Series { Name = name, Kind = SeriesKind.Points, X = [0.02, -0.1], Y = [0, 1], Low = [-0.01, -0.2], High = [0.05, 0] }],
            },
        ],
    };
}
