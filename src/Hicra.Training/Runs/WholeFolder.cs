namespace Hicra.Training.Runs;

/// <summary>Folders that appear whole or not at all, as <see cref="WholeFile"/> has it for files.</summary>
public static class WholeFolder
{
    /// <summary>Fills a folder under a temporary name and renames it; a folder of that name that exists is replaced.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="fill">Fills the folder that it is given.</param>
    public static void Write(string path, Action<string> fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        string beside = path + WholeFile.Partial;
        try
        {
            if (Directory.Exists(beside)) Directory.Delete(beside, recursive: true);
            Directory.CreateDirectory(beside);
            fill(beside);
            foreach (string file in Directory.EnumerateFiles(beside)) FlushToDisk(file);
            if (Directory.Exists(path))
            {
                string old = path + ".old" + WholeFile.Partial;
                Directory.Move(path, old);
                Directory.Move(beside, path);
                Directory.Delete(old, recursive: true);
            }
            else
            {
                Directory.Move(beside, path);
            }
        }
        catch
        {
            WholeFile.TryDelete(beside);
            throw;
        }
    }

    /// <summary>Removes what an interrupted write left in a folder.</summary>
    internal static void RemoveLeftovers(string directory)
    {
        if (!Directory.Exists(directory)) return;
        foreach (string path in Directory.EnumerateFileSystemEntries(directory, "*" + WholeFile.Partial)) WholeFile.TryDelete(path);
    }

    private static void FlushToDisk(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }
}
