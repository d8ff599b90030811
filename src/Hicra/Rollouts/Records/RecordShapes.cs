using System.Globalization;
using System.Text.Json;

namespace Hicra.Rollouts.Records;

/// <summary>
/// The records that one JSON value holds: itself; the rows of a table whose members are columns (equally long lists, also in
/// a member <c>data</c> or <c>columns</c>; pandas' orients columns, index and split; lists of named arrays as Arrow writes them);
/// or the items of a list that a document wraps.
/// </summary>
internal static class RecordShapes
{
    private static readonly string[] Wrappers = ["data", "rows", "records", "results", "examples", "instances", "items", "samples", "rollouts", "traces", "batches", "groups", "episodes", "logs"];
    // Lists that may be samples of one problem: they hold records where each item says what was asked.
    private static readonly string[] Perhaps = ["outputs", "completions", "generations", "responses", "trajectories", "predictions", "sequences"];
    private static readonly string[] Singles = ["row", "record", "example", "sample", "data", "item", "instance"];
    private static readonly string[] Tables = ["data", "columns", "table", "rows", "completions"];

    /// <summary>The records of a value.</summary>
    /// <exception cref="FormatException">The value is no object.</exception>
    public static IEnumerable<RecordView> Of(JsonElement root)
    {
        var record = new RecordView(root);
        // The usual record has members with text and says all itself.
        return HasNested(root) ? (Split(root) ?? Named(root) ?? Wrapped(root) ?? Columns(root) ?? ByIndex(root) ?? Inner(root) ?? Numbered(root) ?? [record]) : Numbered(root) ?? [record];
    }

    private static bool HasNested(JsonElement root)
    {
        foreach (JsonProperty member in root.EnumerateObject())
            if (member.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Object) return true;
        return false;
    }

    // {"columns": ["prompt", ...], "data": [["...", ...], ...]}: pandas' split, and the tables of trackers.
    private static IEnumerable<RecordView>? Split(JsonElement root)
    {
        if (!List(root, "columns", out JsonElement names) || names.EnumerateArray().Any(n => n.ValueKind != JsonValueKind.String)) return null;
        if (!List(root, "data", out JsonElement rows) && !List(root, "rows", out rows)) return null;
        if (rows.GetArrayLength() == 0 || rows.EnumerateArray().Any(r => r.ValueKind != JsonValueKind.Array)) return null;
        string[] columns = [.. names.EnumerateArray().Select(n => RecordView.Text(n, "columns"))];
        return rows.EnumerateArray().Select(row => Row(columns, [.. row.EnumerateArray()]));
    }

    // {"columns": [{"name": "prompt", "DATA": [...]}, ...]}
    private static IEnumerable<RecordView>? Named(JsonElement root)
    {
        foreach (string name in (string[])["columns", "fields", "arrays"])
        {
            if (!List(root, name, out JsonElement columns) || columns.GetArrayLength() == 0) continue;
            var found = new List<(string Name, JsonElement Values)>();
            foreach (JsonElement column in columns.EnumerateArray())
                if (column.ValueKind == JsonValueKind.Object && column.TryGetProperty("name", out JsonElement title) && title.ValueKind == JsonValueKind.String
                    && (List(column, "DATA", out JsonElement values) || List(column, "data", out values) || List(column, "values", out values))) found.Add((RecordView.Text(title, "name"), values));
            if (found.Count == columns.GetArrayLength() && found.Select(c => c.Values.GetArrayLength()).Distinct().Count() == 1) return Rows([], found);
        }
        return null;
    }

    // {"meta": ..., "data": [{...}, {...}]}; each item may be wrapped once more: {"row_idx": 0, "row": {...}}.
    private static IEnumerable<RecordView>? Wrapped(JsonElement root)
    {
        if (RecordNames.Prompts.Concat(RecordNames.Text).Any(name => root.TryGetProperty(name, out JsonElement value) && (value.ValueKind == JsonValueKind.String || Dialogue.Is(value)))) return null;
        foreach (string name in Wrappers)
        {
            if (!List(root, name, out JsonElement items) || items.GetArrayLength() == 0 || Dialogue.Is(items) || items.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Object)) continue;
            return items.EnumerateArray().SelectMany(item => Of(item).Select(record => UnderStep(root, record)));
        }
        foreach (string name in Perhaps)
            if (List(root, name, out JsonElement items) && items.GetArrayLength() > 0 && !Dialogue.Is(items) && items.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object && RecordText.Prompt(new RecordView(item)) is not null))
                return items.EnumerateArray().SelectMany(item => Of(item).Select(record => UnderStep(root, record)));
        return null;
    }

    // {"step": 5, "rollouts": [{...}, {...}]}: what the list stands under is said of each of its items.
    private static RecordView UnderStep(JsonElement root, RecordView record)
    {
        if (RecordExtras.Step(record) is not null || !root.EnumerateObject().Any(member => RecordNames.Steps.Contains(member.Name))) return record;
        var row = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach ((string name, JsonElement value) in record.Members()) row[name] = value;
        foreach (JsonProperty member in root.EnumerateObject())
            if (RecordNames.Steps.Contains(member.Name)) row.TryAdd(member.Name, member.Value);
        return new RecordView(row);
    }

    // {"question": ..., "response_0": ..., "reward_0": 1, "response_1": ..., "reward_1": 0}: a record for each number.
    private static IEnumerable<RecordView>? Numbered(JsonElement root)
    {
        var parts = new SortedDictionary<int, Dictionary<string, JsonElement>>();
        foreach (JsonProperty member in root.EnumerateObject())
            if (NumberedName(member.Name) is (string name, int at))
            {
                if (!parts.TryGetValue(at, out Dictionary<string, JsonElement>? row)) parts[at] = row = new(StringComparer.Ordinal);
                row[name] = member.Value;
            }
        string[] texts = [.. parts.Values.SelectMany(row => row.Where(m => m.Value.ValueKind == JsonValueKind.String && RecordNames.Written.Contains(m.Key)).Select(m => m.Key)).Distinct()];
        if (texts.Length != 1 || parts.Values.Count(row => row.ContainsKey(texts[0])) < 2 || root.TryGetProperty(texts[0], out _)) return null;
        return parts.Values.Where(row => row.ContainsKey(texts[0])).Select(row =>
        {
            foreach (JsonProperty member in root.EnumerateObject())
                if (NumberedName(member.Name) is null) row.TryAdd(member.Name, member.Value);
            return new RecordView(row);
        });
    }

    private static (string Name, int At)? NumberedName(string name)
    {
        int digits = name.Length;
        while (digits > 0 && char.IsAsciiDigit(name[digits - 1])) digits--;
        string stem = name[..digits].TrimEnd('_', '-', '.', ' ');
        return stem.Length > 0 && name.Length - digits is > 0 and < 6 ? (stem, int.Parse(name[digits..], CultureInfo.InvariantCulture)) : null;
    }

    private static IEnumerable<RecordView>? Columns(JsonElement root)
    {
        var columns = new List<(string Name, JsonElement Values)>();
        var constants = new List<(string Name, JsonElement Value)>();
        foreach (JsonProperty member in root.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Array || Dialogue.Is(member.Value))
            {
                constants.Add((member.Name, member.Value));
                continue;
            }
            columns.Add((member.Name, member.Value));
        }
        // A list of another length (the names of the rewards, a setting) is no column, unless its name says that it is.
        int length = columns.Where(c => Known(c.Name, RecordNames.Text, RecordNames.Samples, RecordNames.Dialogues) && IsTexts(c.Values)).Select(c => c.Values.GetArrayLength()).DefaultIfEmpty(-1).First();
        if (length < 1) return null;
        foreach ((string name, JsonElement values) in columns.Where(c => c.Values.GetArrayLength() != length))
        {
            if (Known(name, RecordNames.Text, RecordNames.Prompts, RecordNames.Problems, RecordNames.Steps, RecordNames.Rewards, RecordNames.Verdicts)) return null;
            constants.Add((name, values));
        }
        columns.RemoveAll(c => c.Values.GetArrayLength() != length);
        // A list of texts beside one prompt is samples of one problem; a table has a prompt in each row, or a step.
        bool hasRows = columns.Any(c => Known(c.Name, RecordNames.Prompts, RecordNames.Problems, RecordNames.Steps, RecordNames.Dialogues));
        bool onePrompt = constants.Any(c => Known(c.Name, RecordNames.Prompts) && (c.Value.ValueKind == JsonValueKind.String || Dialogue.Is(c.Value)));
        return hasRows && !onePrompt ? Rows(constants, columns) : null;
    }

    // {"prompt": {"0": "...", "1": "..."}, ...} (pandas' columns) and {"0": {"prompt": ...}, "1": {...}} (index).
    private static IEnumerable<RecordView>? ByIndex(JsonElement root)
    {
        JsonProperty[] members = [.. root.EnumerateObject()];
        if (members.Length == 0 || members.Any(m => m.Value.ValueKind != JsonValueKind.Object)) return null;
        string[] keys = [.. members[0].Value.EnumerateObject().Select(m => m.Name)];
        bool numbered = keys.Length > 0 && keys.All(IsIndex) && members.All(m => m.Value.EnumerateObject().Select(k => k.Name).SequenceEqual(keys));
        if (numbered && members.Any(m => Known(m.Name, RecordNames.Text, RecordNames.Samples, RecordNames.Dialogues)))
            return keys.Select(key => new RecordView(members.ToDictionary(m => m.Name, m => m.Value.GetProperty(key), StringComparer.Ordinal)));
        bool rows = members.All(m => IsIndex(m.Name)) || (members.Length > 1 && members.Select(m => string.Join('\n', m.Value.EnumerateObject().Select(k => k.Name))).Distinct().Count() == 1);
        return rows && !numbered ? members.SelectMany(m => Of(m.Value)) : null;
    }

    private static IEnumerable<RecordView>? Inner(JsonElement root)
    {
        if (ForeignRecords.Recognise(new RecordView(root)) is not null) return null;
        foreach (string name in Tables)
            if (root.TryGetProperty(name, out JsonElement table) && table.ValueKind == JsonValueKind.Object && HasNested(table) && (Columns(table) ?? ByIndex(table) ?? Split(table)) is { } rows) return rows;
        foreach (string name in Singles)
            if (root.TryGetProperty(name, out JsonElement inner) && inner.ValueKind == JsonValueKind.Object && ForeignRecords.Recognise(new RecordView(inner)) is not null) return [new RecordView(Merged(root, inner, name))];
        return null;
    }

    private static Dictionary<string, JsonElement> Merged(JsonElement root, JsonElement inner, string name)
    {
        var row = inner.EnumerateObject().GroupBy(m => m.Name).ToDictionary(m => m.Key, m => m.Last().Value, StringComparer.Ordinal);
        foreach (JsonProperty member in root.EnumerateObject())
            if (member.Name != name) row.TryAdd(member.Name, member.Value);
        return row;
    }

    private static IEnumerable<RecordView> Rows(List<(string Name, JsonElement Value)> constants, List<(string Name, JsonElement Values)> columns)
    {
        JsonElement[][] values = [.. columns.Select(c => c.Values.EnumerateArray().ToArray())];
        for (int i = 0; i < values[0].Length; i++)
        {
            var row = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            for (int c = 0; c < values.Length; c++) row[columns[c].Name] = values[c][i];
            foreach ((string name, JsonElement value) in constants) row.TryAdd(name, value);
            yield return new RecordView(row);
        }
    }

    private static RecordView Row(string[] columns, JsonElement[] values)
    {
        if (values.Length != columns.Length) throw new FormatException($"a row of the table has {values.Length.ToString(CultureInfo.InvariantCulture)} values for {columns.Length.ToString(CultureInfo.InvariantCulture)} columns");
        var row = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        for (int i = 0; i < columns.Length; i++) row[columns[i]] = values[i];
        return new RecordView(row);
    }

    // Texts, or conversations: lists of messages.
    private static bool IsTexts(JsonElement list) => list.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Null || Dialogue.Is(item) || (item.ValueKind == JsonValueKind.Array && item.EnumerateArray().All(t => t.ValueKind == JsonValueKind.String)));

    private static bool Known(string name, params string[][] lists) => lists.Any(list => list.Contains(name, StringComparer.OrdinalIgnoreCase));

    private static bool IsIndex(string key) => key.Length > 0 && key.All(char.IsAsciiDigit);

    private static bool List(JsonElement root, string name, out JsonElement list) => root.TryGetProperty(name, out list) && list.ValueKind == JsonValueKind.Array;
}
