using Hicra.Training.Learning;

namespace Hicra.Training.Health;

/// <summary>What rules look at. Any part may be missing: a log of another trainer has rollouts and no metrics, a run that saved no rollouts has metrics alone.</summary>
public sealed class HealthRecord
{
    /// <summary>Makes a record.</summary>
    /// <param name="steps">Facts of the steps whose rollouts are known, in order.</param>
    /// <param name="metrics">The log's rows, in order; empty where there is none.</param>
    /// <param name="options">The training's options; null for another trainer's run.</param>
    /// <param name="firstStep">The step of the run's first row; a fork's is not 0.</param>
    public HealthRecord(IReadOnlyList<StepFacts> steps, IReadOnlyList<MetricRow>? metrics = null, TrainingOptions? options = null, int firstStep = 0) =>
        (Steps, Metrics, Options, FirstStep) = (steps, metrics ?? [], options, firstStep);

    /// <summary>Facts of the steps whose rollouts are known, in order.</summary>
    public IReadOnlyList<StepFacts> Steps { get; }

    /// <summary>The log's rows, in order.</summary>
    public IReadOnlyList<MetricRow> Metrics { get; }

    /// <summary>The training's options; null for another trainer's run.</summary>
    public TrainingOptions? Options { get; }

    /// <summary>The step of the run's first row.</summary>
    public int FirstStep { get; }

    /// <summary>Whether the log has a metric in any row.</summary>
    public bool Has(string metric) => Metrics.Any(row => row[metric] is not null);

    /// <summary>A metric over steps; else what the rollouts say of the same.</summary>
    /// <param name="metric">The metric's name in the log.</param>
    /// <param name="ofRollouts">The same from a step's facts; null where they do not say it.</param>
    public StepSeries Series(string metric, Func<StepFacts, double?>? ofRollouts = null)
    {
        (int, double)[] points = [.. Metrics.Where(row => row[metric] is not null).Select(row => (row.Step, row[metric]!.Value))];
        if (points.Length == 0 && ofRollouts is not null) points = [.. Steps.Select((step, i) => (step.Step ?? i, Value: ofRollouts(step))).Where(p => p.Value is not null).Select(p => (p.Item1, p.Value!.Value))];
        return new StepSeries(points);
    }
}
