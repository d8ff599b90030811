using Hicra.Rollouts;

namespace Hicra.Interactive.Features.Doctor;

/// <summary>A log's rollouts step by step, so that no more than one step is in memory.</summary>
internal static class LogSteps
{
    /// <summary>Rollouts of a log that names no steps are looked at so many at a time, whole groups together.</summary>
    private const int Portion = 4096;

    public static IEnumerable<IEnumerable<Rollout>> Of(IEnumerable<Rollout> rollouts, CancellationToken cancellation)
    {
        var step = new List<Rollout>();
        foreach (Rollout rollout in rollouts)
        {
            cancellation.ThrowIfCancellationRequested();
            bool ends = step.Count > 0 && (rollout.Step != step[^1].Step || (rollout.Step is null && step.Count >= Portion && (rollout.Group is null || rollout.Group != step[^1].Group)));
            if (ends)
            {
                yield return step;
                step = [];
            }
            step.Add(rollout);
        }
        if (step.Count > 0) yield return step;
    }
}
