using Hicra.Interactive.Figures;
using Hicra.Logs.Measures;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Analyze;

/// <summary>A log of another trainer, measured: what <c>hicra analyze</c> shows and leaves in a variable.</summary>
public sealed record LogReport
{
    /// <summary>What the reader called the log, or the run's folder.</summary>
    public required string Name { get; init; }

    /// <summary>The run that was made of it; its folder is there while <c>--out</c> or a variable keeps it.</summary>
    public required ExistingRun Run { get; init; }

    /// <summary>A row of metrics a step.</summary>
    public required IReadOnlyList<MetricRow> Rows { get; init; }

    /// <summary>The alpha that was replayed.</summary>
    public required double Alpha { get; init; }

    /// <summary>Where the log comes from, and what it lacks.</summary>
    public LogOrigin Log => Run.Config.Log!;

    /// <summary>The report of a run that was read from a log.</summary>
    /// <exception cref="HicraException">The run is one of the kit's own.</exception>
    public static LogReport Of(string name, ExistingRun run, double alpha = 0.2)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Config.Log is null) throw new HicraException($"{name}: is a run that hicra trained; look at it with hicra show");
        return new LogReport { Name = name, Run = run, Alpha = alpha, Rows = RunFigures.Read(run).Rows };
    }

    /// <inheritdoc/>
    public override string ToString() => LogReportText.Render(this);

    /// <summary>The mean of a metric over steps, weighing rollouts alike; null where no step has it.</summary>
    internal double? Mean(string metric)
    {
        double sum = 0, weight = 0;
        foreach (MetricRow row in Rows)
            if (row[metric] is double value && row[LogMetricNames.Rollouts] is double rollouts) (sum, weight) = (sum + rollouts * value, weight + rollouts);
        return weight > 0 ? sum / weight : null;
    }
}
