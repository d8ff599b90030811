using System.Buffers;
using System.Text.Json;
using Hicra.Training.Learning;

namespace Hicra.Training.Runs;

/// <summary>
/// <c>metrics.jsonl</c>: one row a line, appended after each step. A row counts once its line end is there; what a crash
/// cut off behind the last line end is dropped when the run is resumed.
/// </summary>
public sealed class MetricsLog : IDisposable
{
    private readonly FileStream _stream;
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _json;

    /// <summary>Opens the log to append, keeping the rows before <paramref name="step"/> and cutting off all others.</summary>
    /// <param name="path">The file; created where missing.</param>
    /// <param name="firstStep">The step of the run's first row (a fork's is not 0).</param>
    /// <param name="step">The step of the next row.</param>
    /// <exception cref="HicraException">The log has fewer rows than that.</exception>
    public MetricsLog(string path, int firstStep, int step)
    {
        long keep = 0;
        int rows = 0;
        if (File.Exists(path))
            foreach ((MetricRow row, long end) in Rows(path))
            {
                if (row.Step != firstStep + rows || row.Step >= step) break;
                (keep, rows) = (end, rows + 1);
            }
        if (firstStep + rows != step) throw new HicraException($"{path}: has the rows up to step {firstStep + rows - 1} where {step - 1} is needed; resume from an earlier checkpoint");
        _json = new Utf8JsonWriter(_buffer);
        // Unbuffered: a row reaches the operating system in one write, and closing after a failed write cannot fail again.
        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        if (_stream.Length != keep) _stream.SetLength(keep);
        _stream.Position = keep;
    }

    /// <summary>Appends a row.</summary>
    public void Append(MetricRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        _buffer.ResetWrittenCount();
        _json.Reset();
        row.Write(_json);
        _json.Flush();
        _buffer.GetSpan(1)[0] = (byte)'\n';
        _buffer.Advance(1);
        _stream.Write(_buffer.WrittenSpan);
    }

    /// <summary>Waits until every row is on the disk (a checkpoint must not be newer than its log).</summary>
    public void FlushToDisk() => _stream.Flush(flushToDisk: true);

    /// <summary>The step after the last whole row of an unbroken sequence that begins at <paramref name="firstStep"/>.</summary>
    public static int NextStep(string path, int firstStep) => NextStep(File.Exists(path) ? Rows(path).Select(x => x.Row) : [], firstStep);

    /// <summary>The step after the last row of an unbroken sequence that begins at <paramref name="firstStep"/>.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="firstStep">The step of the run's first row.</param>
    public static int NextStep(IEnumerable<MetricRow> rows, int firstStep)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int next = firstStep;
        foreach (MetricRow row in rows)
        {
            if (row.Step != next) break;
            next++;
        }
        return next;
    }

    /// <summary>Reads the whole rows of a log; a torn last line is left out.</summary>
    /// <exception cref="HicraException">The file is missing.</exception>
    public static IReadOnlyList<MetricRow> Read(string path)
    {
        if (!File.Exists(path)) throw new HicraException($"{path}: no such metrics log; give the folder of a run");
        return [.. Rows(path).Select(x => x.Row)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _json.Dispose();
        _stream.Dispose();
    }

    private static IEnumerable<(MetricRow Row, long End)> Rows(string path)
    {
        byte[] bytes = ReadShared(path);
        int start = 0;
        while (start < bytes.Length)
        {
            int length = Array.IndexOf(bytes, (byte)'\n', start) - start;
            if (length < 0 || MetricRow.TryParse(bytes.AsSpan(start, length)) is not MetricRow row) yield break;
            start += length + 1;
            yield return (row, start);
        }
    }

    // A run that is still being written can be read.
    private static byte[] ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }
}
