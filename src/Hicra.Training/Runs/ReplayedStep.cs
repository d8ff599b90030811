namespace Hicra.Training.Runs;

/// <summary>A step of an earlier run that is taken again, so that a branch can start where no checkpoint lies.</summary>
/// <param name="Run">The folder of the run whose steps they are.</param>
/// <param name="Done">Steps that are replayed.</param>
/// <param name="Steps">Steps that have to be.</param>
public sealed record ReplayedStep(string Run, int Done, int Steps)
{
    /// <summary>Steps that a branch of a run has to replay before its first own one: those since the nearest checkpoint, of the run or of what it branched off itself.</summary>
    /// <param name="run">The run that is forked.</param>
    /// <param name="step">Where.</param>
    public static int Needed(ExistingRun run, int step)
    {
        ArgumentNullException.ThrowIfNull(run);
        int nearest = run.Folder.CheckpointSteps().LastOrDefault(s => s >= run.Config.FirstStep && s <= step, -1);
        if (nearest >= 0) return step - nearest;
        // A run without a checkpoint is replayed from its own beginning.
        int own = step - run.Config.FirstStep;
        return run.Config.Fork is { } fork && ExistingRun.Find(fork.Run) is { } parent ? own + Needed(parent, fork.Step) : own;
    }
}
