namespace Hicra.Training.Learning;

/// <summary>What one step gave.</summary>
/// <param name="Metrics">The step's row of the log.</param>
/// <param name="Rollouts">The step's rollouts with advantages and credit.</param>
/// <param name="Steps">The run's number of updates; the row of this step is the last and has no update.</param>
public sealed record StepResult(MetricRow Metrics, RolloutBatch Rollouts, int Steps)
{
    /// <summary>The step, from 0.</summary>
    public int Step => Metrics.Step;

    /// <summary>The library that was mined before this step's rollouts were looked at; null where it stayed.</summary>
    public GramVersion? Mined { get; init; }
}
