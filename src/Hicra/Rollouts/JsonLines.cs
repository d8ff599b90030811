using System.Buffers;

namespace Hicra.Rollouts;

/// <summary>Divides a stream into lines within bounded memory. A line beyond the bound is passed over without being kept.</summary>
internal static class JsonLines
{
    /// <summary>The lines, without byte-order mark and without white space at their end; blank ones too.</summary>
    /// <param name="stream">Stays open.</param>
    /// <param name="name">What error messages call it.</param>
    /// <param name="most">The longest line in bytes; a longer one has a fault.</param>
    /// <exception cref="HicraException">The stream cannot be read.</exception>
    public static IEnumerable<RolloutRecord> Read(Stream stream, string name, int most)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            long number = 1;
            int start = 0, end = 0, searched = 0; // the line begins at start; up to searched there is no line break
            bool passing = false;                 // the line's beginning was too long and is gone
            while (true)
            {
                int length = buffer.AsSpan(searched..end).IndexOf((byte)'\n');
                if (length >= 0)
                {
                    int lineEnd = searched + length;
                    if (!passing) yield return Line(buffer.AsMemory(start..lineEnd), number, most, torn: false);
                    start = searched = lineEnd + 1;
                    passing = false;
                    number++;
                    continue;
                }

                if (!passing && end - start > most)
                {
                    yield return Line(buffer.AsMemory(start..end), number, most, torn: false); // a fault at once: the line's end may be far
                    passing = true;
                }
                if (passing) start = end;
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
                int read = RolloutStream.Fill(stream, buffer.AsSpan(end), name);
                if (read == 0) break;
                end += read;
            }
            if (!passing) yield return Line(buffer.AsMemory(start..end), number, most, torn: true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static RolloutRecord Line(ReadOnlyMemory<byte> line, long number, int most, bool torn)
    {
        if (line.Length > most) return new(default, number, RolloutStream.TooLong(most), torn);
        if (number == 1 && line.Span.StartsWith("\uFEFF"u8)) line = line[3..];
        return new(line.TrimEnd(" \t\r"u8), number, null, torn);
    }
}
