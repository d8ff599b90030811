using System.Buffers;

namespace Hicra.Traces;

/// <summary>
/// The kit's own rollout files: JSON lines, one rollout a line, with the members <c>step group sample seed method alpha
/// problem prompt response reward kind advantage ids tokens logprobs entropies advantages grams</c>, each of which may be
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
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            long number = 1;
            int start = 0, end = 0, searched = 0; // the line begins at start; up to searched there is no line break
            while (true)
            {
                int length = buffer.AsSpan(searched..end).IndexOf((byte)'\n');
                if (length >= 0)
                {
                    int lineEnd = searched + length;
                    Check(lineEnd - start, name, number, options);
                    if (Parse(buffer.AsSpan(start..lineEnd), name, number, tolerant: false) is { } rollout) yield return rollout;
                    start = searched = lineEnd + 1;
                    number++;
                    continue;
                }

                Check(end - start, name, number, options);
                buffer.AsSpan(start..end).CopyTo(buffer);
                (start, end) = (0, end - start);
                searched = end;
                if (end == buffer.Length)
                {
                    byte[] larger = ArrayPool<byte>.Shared.Rent(2 * buffer.Length);
                    buffer.CopyTo(larger, 0);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
                int read = Fill(stream, buffer.AsSpan(end), name);
                if (read == 0) break;
                end += read;
            }
            if (Parse(buffer.AsSpan(start..end), name, number, options.AllowTornLastLine) is { } last) yield return last;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static Rollout? Parse(ReadOnlySpan<byte> line, string name, long number, bool tolerant)
    {
        if (number == 1 && line.StartsWith("\uFEFF"u8)) line = line[3..];
        if (line.Trim(" \t\r"u8).IsEmpty) return null;
        try
        {
            return RolloutJson.Parse(line);
        }
        catch (FormatException) when (tolerant)
        {
            return null;
        }
        catch (FormatException e)
        {
            throw new HicraException($"{name} line {number}: {e.Message}; mend or remove the line", e);
        }
    }

    private static int Fill(Stream stream, Span<byte> buffer, string name)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HicraException($"cannot read rollouts from {name}: {e.Message}", e);
        }
    }

    private static void Check(int length, string name, long number, RolloutReadOptions options)
    {
        if (length <= options.MaxLineBytes) return;
        throw new HicraException($"{name} line {number} is longer than {options.MaxLineBytes} bytes; is this a file of rollouts, one a line? If so, read it with a larger bound");
    }
}
