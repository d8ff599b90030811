using System.Text.Json;
using Hicra.Reproduction.Recipes;
using Hicra.Training.Learning;
using Hicra.Training.Runs;
using Hicra.Training.Worlds;

namespace Hicra.Reproduction.Evidence;

/// <summary>A run that was taken into a store.</summary>
/// <param name="Directory">The folder that it was taken from.</param>
/// <param name="Recipe">What it is.</param>
/// <param name="Steps">The steps that it has.</param>
/// <param name="IsNew">Whether it was copied; else the store had it as far, or farther.</param>
public sealed record AdoptedRun(string Directory, RunRecipe Recipe, int Steps, bool IsNew)
{
    /// <summary>Whether it is finished; else it can be gone on with.</summary>
    public bool IsFinished => Steps > Recipe.Steps;
}

/// <summary>
/// Takes runs that were made by hand (<c>hicra train</c>) into a store, so that they are not made again: those whose settings and base
/// weights are a recipe's. The rows are believed, and so is a base model that <c>hicra pretrain</c> made by the recipe and that is still
/// the one that the run started from: all of it is deterministic, and whoever doubts it can make it.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="recipes">The recipes that items have.</param>
public sealed class RunAdoption(RunStore store, IReadOnlyList<RunRecipe> recipes)
{
    /// <summary>The base models that must be made before a run's base weights can be compared; none where they are there, or come with it.</summary>
    /// <exception cref="HicraException">No recipe has the run's settings.</exception>
    public IReadOnlyList<BaseRecipe> BasesToCompare(string directory)
    {
        ExistingRun run = Open(directory);
        BaseRecipe[] bases = [.. Candidates(directory, run).Select(r => r.Base).Distinct()];
        return bases.Any(b => store.Base(b)?.Digest == run.Config.Base.Digest || Comes(run.Config.Base, b)) ? [] : [.. bases.Where(b => store.Base(b) is null)];
    }

    /// <summary>Takes a run in, with its base model where the store lacks it.</summary>
    /// <exception cref="HicraException">It is no run that an item needs, it is being written, or its files are not whole.</exception>
    public AdoptedRun Adopt(string directory)
    {
        ExistingRun run = Open(directory);
        RunRecipe[] candidates = Candidates(directory, run);
        RunRecipe recipe = candidates.FirstOrDefault(r => store.Base(r.Base)?.Digest == run.Config.Base.Digest) ?? candidates.FirstOrDefault(r => store.Base(r.Base) is null && Comes(run.Config.Base, r.Base))
            ?? throw new HicraException($"{directory}: its base model ({Short(run.Config.Base.Digest)}) is none of those that items start from: {string.Join(", ", candidates.Select(r => r.Base).Distinct().Select(b => $"{b.Name} ({(store.Base(b) is { } there ? Short(there.Digest) : "not made")})"))}");
        if (recipe.RolloutsEvery > 0 && run.Config.RolloutsEvery != recipe.RolloutsEvery)
            throw new HicraException(FormattableString.Invariant($"{directory}: items look into the rollouts of {recipe.Name}, and want them every {recipe.RolloutsEvery} steps, not every {run.Config.RolloutsEvery}; make it with hicra reproduce"));
        if (run.IsFinished && !Directory.Exists(run.Folder.CheckpointOf(recipe.Steps))) throw new HicraException($"{directory}: its final weights are missing ({run.Folder.CheckpointOf(recipe.Steps)}); give the whole folder");
        using FileStream? held = Hold(directory, run.Folder);
        // Another process may have written it on since it was looked at.
        run = Open(directory);
        if (store.Begun(recipe) is { } begun && begun.NextStep >= run.NextStep) return new(directory, recipe, begun.NextStep, IsNew: false);
        if (store.Base(recipe.Base) is null) WholeFolder.Write(store.FolderOf(recipe.Base), beside => CopyFolder(run.Config.Base.Folder, beside));
        WholeFolder.Write(store.FolderOf(recipe), beside => Take(run.Folder, recipe, beside));
        return new(directory, recipe, run.NextStep, IsNew: true);
    }

    private static ExistingRun Open(string directory)
    {
        ExistingRun run = ExistingRun.Open(directory);
        if (run.Config.Log is not null) throw new HicraException($"{directory}: a log of another tool, whose settings are not known; give a run of hicra train");
        if (run.Config.Fork is not null) throw new HicraException($"{directory}: a fork; items need runs from their first step");
        if (run.Config.Dataset is not null) throw new HicraException($"{directory}: trained on a file of problems; items need runs of the puzzle and of the long world");
        return run.Config.Version == RecipeDigest.Version ? run : throw new HicraException($"{directory}: made by version {run.Config.Version}, whose numbers may be others; this is {RecipeDigest.Version}, make it again with it");
    }

    private RunRecipe[] Candidates(string directory, ExistingRun run)
    {
        RunRecipe[] same = [.. recipes.Where(r => Differences(r, run).Count == 0)];
        if (same.Length > 0) return same;
        RunRecipe nearest = recipes.MinBy(r => Differences(r, run).Count) ?? throw new HicraException($"{directory}: no item needs a run");
        throw new HicraException($"{directory}: no item needs a run with these settings; the nearest, {nearest.Name}, differs in {string.Join(", ", Differences(nearest, run))}");
    }

    private static IReadOnlyList<string> Differences(RunRecipe recipe, ExistingRun run)
    {
        // The base weights are compared afterwards, and what is saved how often decides no number.
        RunConfig wanted = recipe.Config(run.Config.Base) with { RolloutsEvery = run.Config.RolloutsEvery, CheckpointEvery = run.Config.CheckpointEvery };
        return [.. wanted.Differences(run.Config).Select(name => TrainingSettings.All.FirstOrDefault(s => s.Name == name) is { } setting ? $"{name} ({setting.Get(wanted.Training)} there, {setting.Get(run.Config.Training)} here)" : name)];
    }

    // Whether a run's own base model is there, unchanged, and was made by a recipe as its folder says. Other families have authors that hicra pretrain does not know.
    private static bool Comes(BaseModel model, BaseRecipe recipe)
    {
        string file = Path.Combine(model.Folder, BaseModel.Recipe);
        if ((recipe.Family != Families.Base && recipe.Family != Families.LongWorld) || !File.Exists(file)) return false;
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            JsonElement root = document.RootElement;
            string world = root.TryGetProperty("world", out JsonElement said) ? said.GetString() ?? "" : WorldCatalog.Puzzle;
            return !root.TryGetProperty("family", out _) && world == recipe.Family.WorldName && root.GetProperty("seed").GetInt64() == recipe.Seed && root.GetProperty("batches").GetInt32() == recipe.Batches
                && root.GetProperty("batch-size").GetInt32() == recipe.Options.BatchSize && root.GetProperty("lr").GetDouble() == recipe.Options.LearningRate && BaseModel.Find(model.Directory).Digest == model.Digest;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or HicraException)
        {
            return false; // then it is made, and compared
        }
    }

    // The lock that a process holds which writes the run.
    private static FileStream? Hold(string directory, RunFolder folder)
    {
        if (!File.Exists(folder.Lock)) return null;
        try
        {
            return new FileStream(folder.Lock, FileMode.Open, FileAccess.Read, FileShare.None);
        }
        catch (IOException error)
        {
            throw new HicraException($"{directory}: another process is writing this run; wait until it has finished or stop it", error);
        }
    }

    private void Take(RunFolder from, RunRecipe recipe, string beside)
    {
        var to = new RunFolder(beside);
        foreach (string file in Directory.EnumerateFiles(from.Path).Where(f => f != from.Lock && f != from.Config && !f.EndsWith(WholeFile.Partial, StringComparison.Ordinal))) File.Copy(file, Path.Combine(beside, Path.GetFileName(file)));
        foreach (int step in from.CheckpointSteps()) CopyFolder(from.CheckpointOf(step), to.CheckpointOf(step));
        if (recipe.RolloutsEvery > 0) CopyFolder(from.Rollouts, to.Rollouts);
        recipe.Config(store.Base(recipe.Base)!).Write(to.Config);
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private static string Short(string digest) => digest[..Math.Min(12, digest.Length)];
}
