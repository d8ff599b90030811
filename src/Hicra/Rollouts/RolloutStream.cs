namespace Hicra.Rollouts;

/// <summary>Opens trace files: <c>-</c> is the standard input, and what is compressed with gzip is unpacked, whatever its name.</summary>
internal static class RolloutStream
{
    public const string StandardInput = "-";

    /// <exception cref="HicraException">The file cannot be opened, or is of a kind that is not read.</exception>
    public static Stream Open(string path)
    {
        Stream file;
        try
        {
            file = path == StandardInput ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HicraException($"cannot read traces from {path}: {e.Message}", e);
        }
        return Unpacked(file, path);
    }

    /// <summary>The first bytes of a file; fewer than four where it is shorter or cannot be read.</summary>
    public static byte[] Head(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            if (!file.CanSeek) return []; // a pipe: what is read here would be gone
            var head = new byte[4];
            return head[..file.ReadAtLeast(head, 4, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // opening it tells why
        }
    }

    /// <summary>Wraps a stream so that gzip is unpacked. Disposing the result disposes the stream.</summary>
    /// <exception cref="HicraException">The stream cannot be read, or is of a kind that is not read.</exception>
    public static Stream Unpacked(Stream stream, string name)
    {
        var peeked = new PeekStream(stream);
        ReadOnlySpan<byte> head = peeked.Peek(4).Span;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) return new GzipReader(peeked);
        string? remedy =
            head.SequenceEqual("PAR1"u8) ? $"is a Parquet file that comes as a stream or packed; name the file itself, or turn it into lines: python3 -c \"import pandas; pandas.read_parquet('{Path.GetFileName(name)}').to_json('traces.jsonl', orient='records', lines=True)\""
            : head.SequenceEqual((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) ? "is packed with zstd; unpack it: zstd -d"
            : head.StartsWith("PK\x03\x04"u8) ? "is a zip archive; unpack it first"
            : null;
        if (remedy is null) return peeked;
        peeked.Dispose();
        throw new HicraException($"{name} {remedy}");
    }

    /// <summary>Reads some bytes; 0 at the end.</summary>
    /// <exception cref="HicraException">The stream cannot be read, or its packing is broken (then the exception behind it is an <see cref="InvalidDataException"/>, and what came before is sound).</exception>
    public static int Fill(Stream stream, Span<byte> into, string name)
    {
        try
        {
            return stream.Read(into);
        }
        catch (InvalidDataException e)
        {
            throw new HicraException($"{name}: the gzip data is cut off or damaged; unpack what can be saved with gzip -dc, or read what comes before with bad records left out", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HicraException($"cannot read traces from {name}: {e.Message}", e);
        }
    }

    public static string TooLong(int most) => $"is longer than {most} bytes; is this a file of traces, one a line? If so, read it with a larger bound";
}
