using Hicra.Training.Learning;

namespace Hicra.Training.Runs;

/// <summary>Reads the rows that another process appends to a log, each once.</summary>
/// <param name="path">The log; where it is missing it has no rows yet.</param>
/// <param name="position">Where the first row to be read begins.</param>
internal sealed class MetricsFollower(string path, long position)
{
    private long _position = position;

    /// <summary>The whole rows that were added since the last call; a row counts once its line end is there.</summary>
    public IReadOnlyList<MetricRow> Read()
    {
        if (!File.Exists(path)) return [];
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        long added = stream.Length - _position;
        if (added <= 0) return [];
        stream.Position = _position;
        byte[] bytes = new byte[added];
        ReadOnlySpan<byte> rest = bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        var rows = new List<MetricRow>();
        for (int length = rest.IndexOf((byte)'\n'); length >= 0; length = rest.IndexOf((byte)'\n'))
        {
            if (MetricRow.TryParse(rest[..length]) is { } row) rows.Add(row);
            _position += length + 1;
            rest = rest[(length + 1)..];
        }
        return rows;
    }
}
