using Hicra.Rollouts;
using Hicra.Training.Health;
using Hicra.Training.Learning;

namespace Hicra.Training.Runs;

/// <summary>Examines the run of a folder.</summary>
public static class RunHealth
{
    // The first, the last, and some between; the doctor's own command reads all.
    private const int Glance = 4;

    /// <summary>What stands out in a run at a glance, for places that show it: some of its saved rollouts are read, and none where they cannot be.</summary>
    public static IReadOnlyList<Finding> AtAGlance(ExistingRun run)
    {
        try
        {
            return Examine(run, Glance).Findings;
        }
        catch (Exception error) when (error is HicraException or IOException or UnauthorizedAccessException)
        {
            // A damaged file of rollouts is the business of whoever reads it, and not of a run's end.
            return Examine(run, 0).Findings;
        }
    }

    /// <summary>What stands out in a run, by its log, its settings and its saved rollouts.</summary>
    /// <param name="run">The run.</param>
    /// <param name="steps">Saved steps to read at most, evenly apart; 0 for none, null for all.</param>
    /// <exception cref="HicraException">A file cannot be read.</exception>
    public static Diagnosis Examine(ExistingRun run, int? steps = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        IReadOnlyList<MetricRow> rows = File.Exists(run.Folder.Metrics) ? MetricsLog.Read(run.Folder.Metrics) : [];
        IReadOnlyList<int> saved = run.Folder.RolloutSteps();
        IEnumerable<int> some = steps is int most && most < saved.Count ? Enumerable.Range(0, most).Select(i => saved[(int)((long)i * (saved.Count - 1) / Math.Max(1, most - 1))]).Distinct() : saved;
        return Doctor.Examine(some.Select(step => RolloutJsonl.Read(run.Folder.RolloutsOf(step), new RolloutReadOptions { AllowTornLastLine = true })), rows, run.Config.Log is null ? run.Config.Training : null, run.Config.FirstStep);
    }
}
