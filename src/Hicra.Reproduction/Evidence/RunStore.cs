using Hicra.Reproduction.Recipes;
using Hicra.Rollouts;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Reproduction.Evidence;

/// <summary>
/// A folder in which base models, runs and evaluations are kept by the digest of everything that determines them, so that none is
/// made twice and none is taken for another.
/// </summary>
/// <param name="root">The folder; made when something is put into it.</param>
public sealed class RunStore(string root) : IEvidence
{
    /// <summary>The folder.</summary>
    public string Root { get; } = root;

    /// <inheritdoc/>
    public string Source => "runs of this machine";

    /// <summary>The store of this user: <c>hicra</c> in the folder that the system has for what can be made again.</summary>
    public static string DefaultRoot => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
        : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "hicra");

    /// <summary>Where a base model lies.</summary>
    public string FolderOf(BaseRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return recipe.Shipped ?? Path.Combine(Root, "bases", $"{recipe.Name}-{recipe.Digest}");
    }

    /// <summary>Where a run lies.</summary>
    public string FolderOf(RunRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return Path.Combine(Root, "runs", $"{recipe.Name}-{recipe.Digest}");
    }

    /// <summary>Where an evaluation lies.</summary>
    public string FileOf(EvaluationRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return Path.Combine(Root, "evaluations", $"{recipe.Name}-{recipe.Digest}.json");
    }

    /// <summary>Where a run's gradient in parts lies.</summary>
    public string FileOf(SplitRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return Path.Combine(Root, "splits", $"{recipe.Name}-{recipe.Digest}.json");
    }

    /// <summary>A base model; null where it is not made.</summary>
    public BaseModel? Base(BaseRecipe recipe) => recipe.IsShipped || Directory.Exists(FolderOf(recipe)) ? BaseModel.Find(FolderOf(recipe)) : null;

    /// <summary>A run as far as it has got; null where it is not begun.</summary>
    public ExistingRun? Begun(RunRecipe recipe) => ExistingRun.Find(FolderOf(recipe));

    /// <inheritdoc/>
    public MadeRun? Run(RunRecipe recipe)
    {
        var folder = new RunFolder(FolderOf(recipe));
        if (!folder.HoldsRun || !File.Exists(folder.Metrics)) return null;
        RunConfig config = RunConfig.Read(folder.Config);
        // The log is read once: it says too whether the run is finished.
        IReadOnlyList<MetricRow> rows = MetricsLog.Read(folder.Metrics);
        return MetricsLog.NextStep(rows, config.FirstStep) > config.Training.Steps ? new MadeRun(recipe, rows) : null;
    }

    /// <inheritdoc/>
    public EvaluationResult? Evaluation(EvaluationRecipe recipe) => EvaluationResult.Read(FileOf(recipe));

    /// <inheritdoc/>
    public GradientSplits? Splits(SplitRecipe recipe) => GradientSplits.Read(FileOf(recipe));

    /// <inheritdoc/>
    public IReadOnlyList<int> RolloutSteps(RunRecipe recipe) => new RunFolder(FolderOf(recipe)).RolloutSteps();

    /// <inheritdoc/>
    public IReadOnlyList<Rollout> Rollouts(RunRecipe recipe, int atStep) => [.. RolloutJsonl.Read(RolloutsOf(recipe, atStep))];

    /// <summary>The file of a step's rollouts.</summary>
    internal string RolloutsOf(RunRecipe recipe, int step) => new RunFolder(FolderOf(recipe)).RolloutsOf(step);
}
