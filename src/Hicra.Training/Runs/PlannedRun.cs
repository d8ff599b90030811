using Hicra.Strategy;

namespace Hicra.Training.Runs;

/// <summary>A run that is to be carried out, begun or not. Whoever carries it out needs nothing else: the folder is how the run travels.</summary>
/// <param name="Directory">Its folder.</param>
/// <param name="Config">Its settings.</param>
public record PlannedRun(string Directory, RunConfig Config)
{
    /// <summary>The fixed gram library that the run has or would have; null for the world's own and for mined ones.</summary>
    /// <exception cref="HicraException">Its file cannot be read.</exception>
    public StrategicGramLibrary? Library() => RunGrams.Of(Config, new RunFolder(Directory));

    /// <summary>The run in the folder as far as it has got; null where it is not begun.</summary>
    /// <exception cref="HicraException">The folder holds a run with other settings.</exception>
    internal ExistingRun? Begun()
    {
        ExistingRun? existing = ExistingRun.Find(Directory);
        return existing is null || existing.Config.Differences(Config).Count == 0 ? existing : throw NewRun.Taken(existing, Config);
    }
}
