namespace Hicra.Training.Runs;

/// <summary>Files that appear whole or not at all: written beside under a temporary name, flushed to the disk, renamed.</summary>
internal static class AtomicFile
{
    /// <summary>The ending of names that are not finished; a reader ignores them.</summary>
    public const string Partial = ".partial";

    /// <summary>Writes a file. After a failure (a full disk, say) the earlier file of that name is untouched.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        string beside = path + Partial;
        try
        {
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            TryDelete(beside);
            throw;
        }
    }

    /// <summary>Writes a file of bytes.</summary>
    public static void Write(string path, ReadOnlyMemory<byte> bytes) => Write(path, stream => stream.Write(bytes.Span));

    /// <summary>Fills a folder under a temporary name and renames it; a folder of that name that exists is replaced.</summary>
    public static void WriteFolder(string path, Action<string> fill)
    {
        string beside = path + Partial;
        try
        {
            if (Directory.Exists(beside)) Directory.Delete(beside, recursive: true);
            Directory.CreateDirectory(beside);
            fill(beside);
            foreach (string file in Directory.EnumerateFiles(beside)) FlushToDisk(file);
            if (Directory.Exists(path))
            {
                string old = path + ".old" + Partial;
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
            TryDelete(beside);
            throw;
        }
    }

    /// <summary>Removes what an interrupted write left in a folder.</summary>
    public static void RemoveLeftovers(string directory)
    {
        if (!Directory.Exists(directory)) return;
        foreach (string path in Directory.EnumerateFileSystemEntries(directory, "*" + Partial)) TryDelete(path);
    }

    private static void FlushToDisk(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }

    // The write's own error is the one to report, whatever cleaning up meets.
    private static void TryDelete(string path)
    {
        try
        {
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
            else File.Delete(path);
        }
        catch (IOException) { }
        catch (UnauthorizedAccessException) { }
    }
}
