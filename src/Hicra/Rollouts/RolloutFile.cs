using System.Text.Json;

namespace Hicra.Rollouts;

/// <summary>The reading of one file: how it divides into records, which format they have, and what becomes of bad ones.</summary>
internal sealed class RolloutFile(string name, RolloutFileOptions options, RolloutReadReport report)
{
    private const int Peeked = 4096;

    private RolloutFormat? _format = options.Format;
    private ForeignRecords? _foreign;
    private string? _members; // of the first record
    private bool _found;

    public IEnumerable<Rollout> Read(Stream stream)
    {
        report.Files++;
        if (_format is { } given) report.Add(given);
        using IEnumerator<RolloutRecord> records = Divide(stream).GetEnumerator();
        while (Advance(records))
        {
            RolloutRecord record = records.Current;
            foreach (Rollout rollout in Parse(record))
            {
                report.Traces++;
                yield return rollout;
            }
        }
        if (!_found && _members is not null)
            throw new HicraException($"{name}: no record has a text{(options.Format is { } wanted ? $" as {RolloutFormats.Title(wanted)} have" : "")} (the first one has {_members}); known formats are {string.Join(", ", RolloutFormats.Names)}");
    }

    private IEnumerable<RolloutRecord> Divide(Stream stream)
    {
        var peeked = new PeekStream(stream);
        return IsOneValue(peeked.Peek(Peeked).Span) ? JsonElements.Read(peeked, name, options.MaxLineBytes) : JsonLines.Read(peeked, name, options.MaxLineBytes);
    }

    /// <summary>Whether the file is one JSON value: an array of records, an object over several lines, or a UNIPO document on one line.</summary>
    private static bool IsOneValue(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        head = head.TrimStart(" \t\r\n"u8);
        if (head.StartsWith("["u8)) return true;
        if (!head.StartsWith("{"u8)) return false;
        ReadOnlySpan<byte> inside = head[1..].TrimStart(" \t\r"u8);
        return inside.StartsWith("\n"u8) || inside.StartsWith("\"header\":"u8) || inside.StartsWith("\"entries\":"u8);
    }

    private bool Advance(IEnumerator<RolloutRecord> records)
    {
        try
        {
            return records.MoveNext();
        }
        catch (FormatException e)
        {
            if (!options.SkipBad) throw new HicraException($"{name} {e.Message}; mend the file, or write one record a line (jq -c)", e);
            report.AddBad($"{name} {e.Message}");
            return false;
        }
        catch (HicraException e) when (options.SkipBad && e.InnerException is InvalidDataException)
        {
            report.AddBad(e.Message);
            return false;
        }
    }

    private Rollout[] Parse(RolloutRecord record)
    {
        if (record.Fault is null && record.Json.IsEmpty) return [];
        try
        {
            if (record.Fault is not null) throw new FormatException(record.Fault);
            record.CheckText();
            Rollout[] rollouts = ParseText(record.Json);
            if (rollouts.Length == 0) report.WithoutText++;
            return rollouts;
        }
        catch (FormatException) when (options.AllowTornLastLine && record.Torn)
        {
            return [];
        }
        catch (FormatException e)
        {
            string message = $"{name} line {record.Line}{(record.Fault is null ? ":" : "")} {e.Message}";
            if (!options.SkipBad) throw new HicraException($"{message}; mend or remove the record, or leave bad records out", e);
            report.AddBad(message);
            return [];
        }
    }

    private Rollout[] ParseText(ReadOnlyMemory<byte> json)
    {
        if (_format == RolloutFormat.Hicra && _found) return Ours(json.Span);
        using JsonDocument document = Document(json);
        var record = new RecordView(document.RootElement);
        _members ??= Members(record);
        if (_format is null)
        {
            _format = ForeignRecords.Recognise(record);
            if (_format is null) return [];
            report.Add(_format.Value);
        }
        if (_format == RolloutFormat.Hicra) return Ours(json.Span);
        _foreign ??= new ForeignRecords(_format.Value, options);
        Rollout[] rollouts = [.. _foreign.Parse(record)];
        _found |= rollouts.Length > 0;
        return rollouts;
    }

    private Rollout[] Ours(ReadOnlySpan<byte> json)
    {
        Rollout rollout = RolloutJson.Parse(json);
        bool hasText = rollout.Response is not null || rollout.TokenTexts is not null || rollout.TokenIds is not null;
        _found |= hasText;
        return hasText ? [rollout] : [];
    }

    private static JsonDocument Document(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            int at = (int)(e.BytePositionInLine ?? 0);
            bool isPythons = json.Span[Math.Min(at, json.Length)..] is [(byte)'N', (byte)'a', (byte)'N', ..] or [(byte)'I', (byte)'n', (byte)'f', ..];
            throw new FormatException($"not valid JSON at byte {at + 1}{(isPythons ? ", where Python wrote a number that is not finite; null may stand there" : "")}", e);
        }
    }

    private static string Members(RecordView record)
    {
        string[] names = [.. record.Names().Take(8)];
        return names.Length == 0 ? "no members" : string.Join(", ", names.Select(Short));

        // Names come from the file and stand in a line of their own.
        static string Short(string text) => new(text.Length <= 24 ? [.. text.Where(c => !char.IsControl(c))] : [.. text[..24].Where(c => !char.IsControl(c)), '…']);
    }
}
