using System.Text.Json;
using Hicra.Rollouts.Records;

namespace Hicra.Rollouts;

/// <summary>The reading of one file: how it divides into records, which format they have, and what becomes of bad ones.</summary>
/// <param name="name">What errors call it.</param>
/// <param name="options">How to read.</param>
/// <param name="report">Filled on the way.</param>
/// <param name="step">The step that the file's name says, for records that name none; null where it says none.</param>
internal sealed class RolloutFile(string name, RolloutFileOptions options, RolloutReadReport report, int? step = null)
{
    private const int Peeked = 4096;

    private bool _fold; // names in another case than the known ones
    private string? _wayOut; // what the first record has that may be meant
    private RolloutFormat? _format = options.Text is not null ? RolloutFormat.Mapped : options.Format;
    private ForeignRecords? _foreign;
    private string? _members; // of the first record
    private bool _found;
    private long _without; // records of this file

    /// <summary>Why nothing was read, once all records were passed; null where something was, or the file is empty.</summary>
    public HicraException? WithoutText { get; private set; }

    public IEnumerable<Rollout> Read(Stream stream) => Read(Divide(stream));

    /// <summary>The rollouts of a table's rows.</summary>
    public IEnumerable<Rollout> Read(IEnumerable<ReadOnlyMemory<byte>> rows) => Read(rows.Select((row, i) => new RolloutRecord(row, i + 1, null, Torn: false)));

    private IEnumerable<Rollout> Read(IEnumerable<RolloutRecord> divided)
    {
        report.Files++;
        if (_format is { } given) report.Add(given);
        using IEnumerator<RolloutRecord> records = divided.GetEnumerator();
        while (Advance(records))
        {
            RolloutRecord record = records.Current;
            foreach (Rollout rollout in Parse(record))
            {
                report.Traces++;
                yield return rollout.Step is null && step is not null ? rollout with { Step = step } : rollout;
            }
        }
        if (_found || _members is null) yield break;
        string how = options.Text is { } path ? $" at '{path}'" : options.Format is { } wanted ? $" as {RolloutFormats.Title(wanted)} have" : "";
        report.WithoutText -= _without;
        WithoutText = new HicraException($"{name}: no record has a text{how} (the first one has {_members}); {_wayOut}known formats are {string.Join(", ", RolloutFormats.Names)}");
    }

    private IEnumerable<RolloutRecord> Divide(Stream stream)
    {
        var peeked = new PeekStream(stream);
        return Layout(peeked.Peek(Peeked).Span) switch
        {
            FileLayout.Lines => JsonLines.Read(peeked, name, options.MaxLineBytes),
            FileLayout layout => JsonElements.Read(peeked, name, options.MaxLineBytes, sequence: layout == FileLayout.Values),
        };
    }

    private enum FileLayout
    {
        Lines,
        Values,
        Elements,
    }

    /// <summary>Whether the file is an array of records or a UNIPO document; objects each over several lines; or a record a line.</summary>
    private static FileLayout Layout(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        head = head.TrimStart(" \t\r\n"u8);
        if (head.StartsWith("["u8)) return FileLayout.Elements;
        if (!head.StartsWith("{"u8)) return FileLayout.Lines;
        ReadOnlySpan<byte> inside = head[1..].TrimStart(" \t\r"u8);
        bool isDocument = inside.TrimStart("\n \t\r"u8).StartsWith("\"header\":"u8) || head.IndexOf("\"entries\":"u8) >= 0;
        if (inside.StartsWith("\n"u8)) return isDocument ? FileLayout.Elements : FileLayout.Values;
        return inside.StartsWith("\"header\":"u8) || inside.StartsWith("\"entries\":"u8) ? FileLayout.Elements : FileLayout.Lines;
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
            if (rollouts.Length == 0)
            {
                report.WithoutText++;
                _without++;
            }
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
        var rollouts = new List<Rollout>();
        foreach (RecordView record in RecordShapes.Of(document.RootElement))
        {
            _members ??= Members(record);
            if (_format is null) Recognise(record);
            if (_format is null) continue;
            if (_format == RolloutFormat.Hicra) return Ours(json.Span);
            _foreign ??= new ForeignRecords(_format.Value, options);
            rollouts.AddRange(_foreign.Parse(_fold ? record.Folded() : record));
        }
        _found |= rollouts.Count > 0;
        if (!_found) _wayOut ??= WayOut(document.RootElement);
        return [.. rollouts];
    }

    private void Recognise(RecordView record)
    {
        _format = ForeignRecords.Recognise(record);
        if (_format != RolloutFormat.Hicra && record.Names().Any(n => n.AsSpan().ContainsAny(' ', '-') || n.Any(char.IsUpper)) && ForeignRecords.Recognise(record.Folded()) is { } folded and not RolloutFormat.Hicra)
            (_format, _fold) = (folded, true);
        if (_format is { } format) report.Add(format);
    }

    private Rollout[] Ours(ReadOnlySpan<byte> json)
    {
        Rollout rollout = RolloutJson.Parse(json);
        bool hasText = rollout.Response is not null || rollout.TokenTexts is not null || rollout.TokenIds is not null;
        _found |= hasText;
        if (!hasText) return [];
        if (rollout.TokenTexts is { } tokens) rollout = rollout with { TokenTexts = TokenSpelling.Fit(tokens, rollout.Response) };
        return [rollout];
    }

    // A reader who knows the file can say where the text is.
    private static string WayOut(JsonElement root)
    {
        RecordView record = RecordShapes.Of(root).FirstOrDefault(new RecordView(root));
        (string Path, int Length)[] texts = [.. MemberPath.Texts(record).Where(text => text.Length > 0)];
        if (texts.Length == 0) return "";
        string[] numbers = [.. MemberPath.Numbers(record)];
        string found = string.Join(", ", texts.Select(text => $"{Short(text.Path)} ({text.Length})"));
        return $"say where it is with --text PATH (texts by length: {found}), --problem PATH and --reward PATH{(numbers.Length == 0 ? "" : $" (numbers: {string.Join(", ", numbers.Select(Short))})")}; ";
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
    }

    // Names come from the file and stand in a line of their own.
    private static string Short(string text) => new(text.Length <= 24 ? [.. text.Where(c => !char.IsControl(c))] : [.. text[..24].Where(c => !char.IsControl(c)), '…']);
}
