using Hicra.Strategy;
using Hicra.Training.Learning;

namespace Hicra.Training.Runs;

/// <summary>The gram libraries of a run's folder: <c>grams.json</c> is the present one, <c>grams/</c> holds those that were mined while training.</summary>
internal static class RunGrams
{
    /// <summary>The fixed library of a run: that of its folder, else its parent's, else the one that the settings name; null for the world's own and for mined ones.</summary>
    public static StrategicGramLibrary? Of(RunConfig config, RunFolder folder)
    {
        GramSource source = GramSource.Parse(config.Training.Grams);
        if (source.Library is null) return null;
        // What the folder holds is what the run was made with, wherever the file of that name went since.
        if (folder.HoldsRun && File.Exists(folder.Grams)) return GramLibraryFile.Load(folder.Grams);
        if (config.Fork is { } fork && ExistingRun.Find(fork.Run) is { } parent && parent.Config.Training.Grams == config.Training.Grams && File.Exists(parent.Folder.Grams))
            return GramLibraryFile.Load(parent.Folder.Grams);
        return source.Load();
    }

    /// <summary>Makes a folder say what a trainer is about to use, and drops versions of steps that are taken again.</summary>
    public static void Begin(RunFolder folder, Trainer trainer)
    {
        bool online = GramSource.Parse(trainer.Options.Grams).IsOnline;
        if (online || !File.Exists(folder.Grams)) GramLibraryFile.Save(trainer.Grams, folder.Grams);
        foreach (int step in folder.GramSteps().Where(step => step >= trainer.NextStep)) File.Delete(folder.GramsOf(step));
    }

    /// <summary>Keeps a version; it is the present library from now on.</summary>
    public static void Save(RunFolder folder, GramVersion version)
    {
        Directory.CreateDirectory(folder.GramVersions);
        GramLibraryFile.Save(version.Library, folder.GramsOf(version.Step));
        GramLibraryFile.Save(version.Library, folder.Grams);
    }
}
