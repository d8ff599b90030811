using System.Globalization;
using System.Text.Json;

namespace Hicra.Rollouts.Records;

/// <summary>A way into a record: <c>doc.question</c>, <c>resps[0][0]</c>, <c>rewards/accuracy</c>, <c>$.choices[*].text</c>. A member that has the whole text as its name comes first.</summary>
internal static class MemberPath
{
    /// <summary>The values at a path; none where it leads nowhere. More than one where a star or a list stands on the way.</summary>
    public static List<JsonElement> Find(RecordView record, string path)
    {
        if (record.Member(path) is { } whole) return [whole];
        string[] parts = Parts(path);
        if (parts.Length == 0) return [];
        // Names may hold the marks that part a path: the longest name that the record has is taken.
        for (int taken = parts.Length; taken > 0; taken--)
            foreach (string mark in (string[])[".", "/"])
                if (record.Member(string.Join(mark, parts[..taken])) is { } first) return [.. Walk([first], parts[taken..])];
        return [];
    }

    /// <summary>Paths in a record that lead to texts, the longest texts first, with their lengths: what a reader may have meant.</summary>
    public static IReadOnlyList<(string Path, int Length)> Texts(RecordView record) =>
        [.. record.Members().SelectMany(member => Leaves(member.Value, member.Name, 0)).Where(leaf => leaf.Value.ValueKind == JsonValueKind.String)
            .Select(leaf => (leaf.Path, leaf.Value.GetRawText().Length - 2)).OrderByDescending(leaf => leaf.Item2).Take(4)];

    /// <summary>Paths in a record that lead to numbers, verdicts, and texts that read so.</summary>
    public static IReadOnlyList<string> Numbers(RecordView record) =>
        [.. record.Members().SelectMany(member => Leaves(member.Value, member.Name, 0)).Where(leaf => IsNumber(leaf.Value)).Select(leaf => leaf.Path).Take(4)];

    private static bool IsNumber(JsonElement value) =>
        value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False || (value.ValueKind == JsonValueKind.String && value.GetRawText().Length < 16 && TextNumber.TryRead(RecordView.Text(value, ""), out double? number) && number is not null);

    private static IEnumerable<(string Path, JsonElement Value)> Leaves(JsonElement value, string path, int depth)
    {
        const int Deepest = 5, Widest = 12, Pair = 4; // a short list of texts may be what was asked and what was said
        if (depth > Deepest) return [];
        return value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().Take(Widest).SelectMany(member => Leaves(member.Value, $"{path}.{member.Name}", depth + 1)),
            JsonValueKind.Array when value.GetArrayLength() > 0 => Leaves(value[0], $"{path}[0]", depth + 1).Concat(value[0].ValueKind == JsonValueKind.String && value.GetArrayLength() is > 1 and <= Pair ? Leaves(value[value.GetArrayLength() - 1], $"{path}[-1]", depth + 1) : []),
            JsonValueKind.Array => [],
            _ => [(path, value)],
        };
    }

    private static IEnumerable<JsonElement> Walk(IEnumerable<JsonElement> from, string[] parts)
    {
        foreach (string part in parts)
            from = part == "*" ? from.SelectMany(Items) : from.SelectMany(value => Step(value, part));
        return from.Where(value => value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined));
    }

    private static IEnumerable<JsonElement> Step(JsonElement value, string part)
    {
        if (value.ValueKind == JsonValueKind.Object) return value.TryGetProperty(part, out JsonElement member) ? [member] : [];
        if (value.ValueKind != JsonValueKind.Array) return [];
        if (int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int index))
        {
            if (index < 0) index += value.GetArrayLength();
            return index >= 0 && index < value.GetArrayLength() ? [value[index]] : [];
        }
        // A name where a list stands means that member of each of its items.
        return value.EnumerateArray().SelectMany(item => Step(item, part));
    }

    private static IEnumerable<JsonElement> Items(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray(),
        JsonValueKind.Object => value.EnumerateObject().Select(member => member.Value),
        _ => [],
    };

    private static string[] Parts(string path)
    {
        string plain = path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path.TrimStart('/');
        return plain.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal)
            .Split(['.', '/'], StringSplitOptions.RemoveEmptyEntries);
    }
}
