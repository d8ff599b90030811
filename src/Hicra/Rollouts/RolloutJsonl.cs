namespace Hicra.Rollouts;

/// <summary>
/// The kit's own rollout files: JSON lines, one rollout a line, with the members <c>step group sample seed method alpha
/// problem prompt response reward correct kind advantage ids tokens logprobs entropies advantages grams</c>, each of which may be
/// missing or null. <c>grams</c> is a list of [start, length, gram]. Other members are ignored.
/// </summary>
public static class RolloutJsonl
{
    /// <summary>Opens a file to write rollouts to.</summary>
    /// <param name="path">The file.</param>
    /// <param name="append">Whether to go on behind what the file holds; else it is emptied.</param>
    /// <exception cref="HicraException">The file cannot be opened.</exception>
    public static RolloutWriter OpenWrite(string path, bool append = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return new(new FileStream(path, append ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HicraException($"cannot write rollouts to {path}: {e.Message}", e);
        }
    }

    /// <summary>Reads a file, rollout by rollout, while one enumerates.</summary>
    /// <exception cref="HicraException">The file cannot be read, or a line is not a rollout or is too long; the message names file and line.</exception>
    public static IEnumerable<Rollout> Read(string path, RolloutReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ReadFile(path, options);
    }

    /// <summary>Reads a stream, rollout by rollout, while one enumerates. Blank lines are left out. The stream stays open.</summary>
    /// <param name="stream">UTF-8 text, with or without byte-order mark.</param>
    /// <param name="name">What error messages call it.</param>
    /// <param name="options">How to read.</param>
    /// <exception cref="HicraException">The stream cannot be read, or a line is not a rollout or is too long; the message names stream and line.</exception>
    public static IEnumerable<Rollout> Read(Stream stream, string name, RolloutReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ReadStream(stream, name, options ?? new());
    }

    private static IEnumerable<Rollout> ReadFile(string path, RolloutReadOptions? options)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HicraException($"cannot read rollouts from {path}: {e.Message}", e);
        }
        using (file)
        {
            foreach (Rollout rollout in ReadStream(file, path, options ?? new())) yield return rollout;
        }
    }

    private static IEnumerable<Rollout> ReadStream(Stream stream, string name, RolloutReadOptions options)
    {
        foreach (RolloutRecord line in JsonLines.Read(stream, name, options.MaxLineBytes))
        {
            if (Parse(line, name, options.AllowTornLastLine) is { } rollout) yield return rollout;
        }
    }

    private static Rollout? Parse(RolloutRecord line, string name, bool tolerant)
    {
        if (line.Fault is not null) throw new HicraException($"{name} line {line.Line} {line.Fault}");
        if (line.Json.IsEmpty) return null;
        try
        {
            line.CheckText();
            return RolloutJson.Parse(line.Json.Span);
        }
        catch (FormatException) when (tolerant && line.Torn)
        {
            return null;
        }
        catch (FormatException e)
        {
            throw new HicraException($"{name} line {line.Line}: {e.Message}; mend or remove the line", e);
        }
    }
}
