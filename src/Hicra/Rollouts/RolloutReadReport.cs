using System.Globalization;

namespace Hicra.Rollouts;

/// <summary>What was read and what was left out; a reader fills it while one enumerates.</summary>
public sealed class RolloutReadReport
{
    private readonly SortedSet<RolloutFormat> _formats = [];

    /// <summary>Files that were opened.</summary>
    public int Files { get; internal set; }

    /// <summary>The formats of the files.</summary>
    public IReadOnlyCollection<RolloutFormat> Formats => _formats;

    /// <summary>Traces that were read.</summary>
    public long Traces { get; internal set; }

    /// <summary>Records without a text, such as a header, which were left out.</summary>
    public long WithoutText { get; internal set; }

    /// <summary>Files of a folder in which no record has a text, such as settings or metrics, which were left out.</summary>
    public int FilesWithoutText { get; internal set; }

    /// <summary>Bad records, which were left out on request.</summary>
    public long Bad { get; private set; }

    /// <summary>What was wrong with the first bad record, with file and line; null if there was none.</summary>
    public string? FirstBad { get; private set; }

    /// <summary>What was left out, for example "2 bad records left out (first: a.jsonl line 3: not valid JSON at byte 7)"; null if nothing was.</summary>
    public string? LeftOut()
    {
        var parts = new List<string>();
        if (WithoutText > 0) parts.Add(Count(WithoutText, "record without a text", "records without a text"));
        if (FilesWithoutText > 0) parts.Add(Count(FilesWithoutText, "file without a text", "files without a text"));
        if (Bad > 0) parts.Add(Count(Bad, "bad record", "bad records"));
        return parts.Count == 0 ? null : $"{string.Join(" and ", parts)} left out{(FirstBad is null ? "" : $" (first: {FirstBad})")}";
    }

    internal void Add(RolloutFormat format) => _formats.Add(format);

    internal void AddBad(string message)
    {
        Bad++;
        FirstBad ??= message;
    }

    private static string Count(long count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
