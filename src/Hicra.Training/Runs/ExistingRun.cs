namespace Hicra.Training.Runs;

/// <summary>A run as its folder shows it.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Config">Its settings.</param>
/// <param name="NextStep">The step after the last row of its log.</param>
public sealed record ExistingRun(RunFolder Folder, RunConfig Config, int NextStep)
{
    /// <summary>Whether the last row, that of the final weights, is there.</summary>
    public bool IsFinished => NextStep > Config.Training.Steps;

    /// <summary>The step of the checkpoint from which it is resumed; null where it starts at its beginning.</summary>
    internal int? NewestCheckpoint => Folder.CheckpointSteps().Where(step => step >= Config.FirstStep && step <= NextStep).Cast<int?>().LastOrDefault();

    /// <summary>Looks at a folder; null where it holds no run.</summary>
    /// <exception cref="HicraException">It holds a run whose settings are damaged.</exception>
    public static ExistingRun? Find(string directory)
    {
        var folder = new RunFolder(directory);
        if (!folder.HoldsRun) return null;
        RunConfig config = RunConfig.Read(folder.Config);
        // A log of another tool may name any steps, and is whole.
        if (config.Log is not null) return new ExistingRun(folder, config, config.Training.Steps + 1);
        return new ExistingRun(folder, config, MetricsLog.NextStep(folder.Metrics, config.FirstStep));
    }

    /// <summary>Opens a run.</summary>
    /// <exception cref="HicraException">The folder holds no run.</exception>
    public static ExistingRun Open(string directory) =>
        Find(directory) ?? throw new HicraException(Directory.Exists(directory)
            ? $"{directory}: not a run (it has no config.json); give the folder that a training run wrote (--out)"
            : $"{directory}: no such folder; give the folder of a run");
}
