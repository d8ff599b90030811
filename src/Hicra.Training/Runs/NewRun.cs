namespace Hicra.Training.Runs;

/// <summary>How a run's folder comes into being: only where nothing stands in the way, and never without its settings in it.</summary>
internal static class NewRun
{
    /// <summary>A folder in which a run can begin; nothing is touched.</summary>
    /// <exception cref="HicraException">It holds something.</exception>
    public static RunFolder Vacant(string directory, RunConfig config)
    {
        var folder = new RunFolder(directory);
        if (ExistingRun.Find(directory) is ExistingRun existing) throw Taken(existing, config);
        if (File.Exists(directory)) throw new HicraException($"{directory}: is a file; give a folder (--out)");
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any(path => path != folder.Lock && !path.EndsWith(WholeFile.Partial, StringComparison.Ordinal)))
            throw new HicraException($"{directory}: holds other files and no run; give a new or empty folder (--out)");
        return folder;
    }

    /// <summary>Makes the folder with the run's settings in it, and takes its lock.</summary>
    /// <exception cref="HicraException">Another process has begun a run there.</exception>
    public static RunLock Begin(RunFolder folder, RunConfig config)
    {
        bool made = MakeFolder(folder, config);
        var taken = new RunLock(folder);
        try
        {
            if (made) return taken;
            // Between the look and the lock another process may have begun a run here.
            if (ExistingRun.Find(folder.Path) is ExistingRun other) throw Taken(other, config);
            config.Write(folder.Config);
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>The error of a folder that holds a run already: how to go on with it, or what it differs in.</summary>
    public static HicraException Taken(ExistingRun existing, RunConfig config)
    {
        string path = existing.Folder.Path;
        IReadOnlyList<string> differences = existing.Config.Differences(config);
        if (differences.Count > 0)
        {
            string hint = differences.SequenceEqual(["steps"]) ? $"extend it with --resume {path} --steps {config.Training.Steps}" : "give another folder (--out)";
            return new HicraException($"{path}: holds a run with other settings ({string.Join(", ", differences)}); {hint}");
        }
        return new HicraException(existing.IsFinished
            ? $"{path}: this run is finished already; give another folder, or extend it with --resume {path} and more --steps"
            : $"{path}: this run stands at step {existing.NextStep} of {existing.Config.Training.Steps}; go on with --resume {path}");
    }

    // A new folder appears with its settings in it, so that whatever has the name can be resumed.
    private static bool MakeFolder(RunFolder folder, RunConfig config)
    {
        if (Directory.Exists(folder.Path)) return false;
        var beside = new RunFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Path)) + WholeFile.Partial);
        Directory.CreateDirectory(beside.Path);
        config.Write(beside.Config);
        Directory.Move(beside.Path, folder.Path);
        return true;
    }
}
