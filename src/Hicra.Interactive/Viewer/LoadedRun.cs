using Hicra.Interactive.Export;
using Hicra.Strategy;
using Hicra.Traces;
using Hicra.Training.Learning;
using Hicra.Training.Runs;
using Hicra.Training.Worlds;

namespace Hicra.Interactive.Viewer;

/// <summary>A run with its log and, as asked for, its rollouts.</summary>
internal sealed record LoadedRun(string Name, RunFolder Folder, RunConfig Config, IReadOnlyList<MetricRow> Rows, IReadOnlyList<int> Steps, IReadOnlyList<string> Grams, IWorld World)
{
    private readonly Dictionary<int, RolloutGroup[]> _groups = [];

    /// <summary>Reads settings, log and grams.</summary>
    /// <exception cref="HicraException">A file cannot be read.</exception>
    public static LoadedRun Load(ExistingRun run)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(run.Folder.Path)));
        IReadOnlyList<string> grams = File.Exists(run.Folder.Grams) ? GramLibraryFile.Load(run.Folder.Grams).Grams : [];
        IReadOnlyList<MetricRow> rows = File.Exists(run.Folder.Metrics) ? MetricsLog.Read(run.Folder.Metrics) : [];
        return new LoadedRun(name, run.Folder, run.Config, rows, run.Folder.RolloutSteps(), grams, WorldCatalog.Find(run.Config.World));
    }

    /// <summary>The groups of a step with saved rollouts; read once.</summary>
    public RolloutGroup[] Groups(int step)
    {
        if (!_groups.TryGetValue(step, out RolloutGroup[]? groups)) _groups[step] = groups = RolloutGroup.Of(RolloutJsonl.Read(Folder.RolloutsOf(step)));
        return groups;
    }
}
