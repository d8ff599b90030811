using Hicra.Training.Learning;

namespace Hicra.Training.Runs;

/// <summary>A number that sums up a run: the mean of a metric over some of its rows.</summary>
/// <param name="Name">For tables.</param>
/// <param name="Metric">The metric's name in the log.</param>
/// <param name="Rows">Takes the rows that count out of those of the log that have the metric.</param>
public sealed record RunMeasure(string Name, string Metric, RowWindow Rows)
{
    /// <summary>What a sweep compares, as world.md's paired table does.</summary>
    /// <param name="world">The world's name.</param>
    /// <param name="samples">Samples per validation problem.</param>
    public static IReadOnlyList<RunMeasure> Standard(string world, int samples) =>
    [
        new("training accuracy, all steps", MetricNames.Accuracy, RowWindow.All),
        new("training accuracy, last eighth", MetricNames.Accuracy, RowWindow.LastEighth),
        new("validation accuracy, last four", MetricNames.Validation(world, samples), RowWindow.LastFour),
        new("response length, last eighth", MetricNames.ResponseLength, RowWindow.LastEighth),
        new("share of sound attempts, all steps", MetricNames.SoundAttempts, RowWindow.All),
        new("semantic entropy of grams, last eighth", MetricNames.SemanticEntropy, RowWindow.LastEighth),
        new("entropy of executed forms, last eighth", MetricNames.ExecutedEntropy, RowWindow.LastEighth),
        new("entropy of planning tokens, last eighth", MetricNames.PlanningEntropy, RowWindow.LastEighth),
        new("entropy of execution tokens, last eighth", MetricNames.ExecutionEntropy, RowWindow.LastEighth),
        new("grams a rollout, last eighth", MetricNames.Grams, RowWindow.LastEighth),
    ];

    /// <summary>The mean of a metric over a window of steps; null where no row of the window has it.</summary>
    /// <param name="rows">A log.</param>
    /// <param name="metric">The metric's name in the log.</param>
    /// <param name="from">The window's first step.</param>
    /// <param name="to">The step after the window's last.</param>
    public static double? WindowMean(IReadOnlyList<MetricRow> rows, string metric, int from, int to)
    {
        ArgumentNullException.ThrowIfNull(rows);
        double[] values = [.. rows.Where(r => r.Step >= from && r.Step < to).Select(r => r[metric]).OfType<double>()];
        return values.Length == 0 ? null : values.Average();
    }

    /// <summary>The measure of a log; null where no row of the window has the metric.</summary>
    public double? Of(IReadOnlyList<MetricRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        double[] values = [.. rows.Select(r => r[Metric]).OfType<double>()];
        int count = Rows switch { RowWindow.LastFour => 4, RowWindow.LastEighth => Math.Max(1, values.Length / 8), _ => values.Length };
        return values.Length == 0 ? null : values[^Math.Min(count, values.Length)..].Average();
    }
}

/// <summary>Which rows a <see cref="RunMeasure"/> takes.</summary>
public enum RowWindow
{
    /// <summary>Every row.</summary>
    All,

    /// <summary>The last eighth of the rows, 50 of 400.</summary>
    LastEighth,

    /// <summary>The last four rows, for validations.</summary>
    LastFour,
}
