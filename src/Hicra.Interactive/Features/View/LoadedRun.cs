using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.View;

/// <summary>A run with its log and, as asked for, its rollouts.</summary>
internal sealed record LoadedRun(string Name, RunFolder Folder, RunConfig Config, IReadOnlyList<MetricRow> Rows, IReadOnlyList<int> Steps, IReadOnlyList<string> Grams)
{
    private readonly Dictionary<int, IReadOnlyList<RolloutGroup>> _groups = [];

    /// <summary>Reads settings, log and grams.</summary>
    /// <exception cref="HicraException">A file cannot be read.</exception>
    public static LoadedRun Load(ExistingRun run)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(run.Folder.Path)));
        IReadOnlyList<string> grams = File.Exists(run.Folder.Grams) ? GramLibraryFile.Load(run.Folder.Grams).Grams : [];
        IReadOnlyList<MetricRow> rows = File.Exists(run.Folder.Metrics) ? MetricsLog.Read(run.Folder.Metrics) : [];
        return new LoadedRun(name, run.Folder, run.Config, rows, run.Folder.RolloutSteps(), grams);
    }

    /// <summary>The groups of a step with saved rollouts; read once.</summary>
    public IReadOnlyList<RolloutGroup> Groups(int step)
    {
        if (!_groups.TryGetValue(step, out IReadOnlyList<RolloutGroup>? groups)) _groups[step] = groups = RolloutGroup.Of(RolloutJsonl.Read(Folder.RolloutsOf(step)));
        return groups;
    }
}
