namespace Hicra;

/// <summary>Files that appear whole or not at all: written beside under a temporary name, flushed to the disk, renamed.</summary>
public static class WholeFile
{
    /// <summary>The ending of names that are not finished; a reader ignores them.</summary>
    public const string Partial = ".partial";

    /// <summary>Writes a file. After a failure (a full disk, say) the earlier file of that name is untouched.</summary>
    /// <param name="path">The file; its folder is made where there is none.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The disk is full, or the file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string beside = path + Partial;
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
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
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void Write(string path, ReadOnlyMemory<byte> bytes) => Write(path, stream => stream.Write(bytes.Span));

    /// <summary>Finds out before the work whether its result can be written; leaves nothing behind.</summary>
    /// <param name="path">The file or folder to be; also one that is there.</param>
    /// <param name="shown">How errors name it; null for the path itself.</param>
    /// <exception cref="HicraException">It cannot; the message names the path and says what to do.</exception>
    public static void CheckWritable(string path, string? shown = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        shown ??= path;
        string folder = Path.GetFullPath(path);
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } above)
        {
            if (folder != Path.GetFullPath(path) && File.Exists(folder)) throw new HicraException($"{shown}: cannot be written, because {folder} is a file; give another place");
            folder = above;
        }
        string probe = Path.Combine(folder, $".hicra-{Path.GetRandomFileName()}{Partial}");
        try
        {
            using var stream = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            stream.WriteByte(0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            TryDelete(probe);
            throw new HicraException($"{shown}: cannot be written ({error.Message.Replace(probe, folder, StringComparison.Ordinal).TrimEnd('.')}); give a place in a folder that can be written", error);
        }
    }

    /// <summary>Removes a file or folder if that is possible, for cleaning up after an error that is to be reported itself.</summary>
    public static void TryDelete(string path)
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
