using System.Text.Json;

namespace Hicra.Rollouts;

/// <summary>A record of a foreign file: its members by name, with an error that names the member where one is of another type. Null and missing are the same.</summary>
internal readonly struct RecordView
{
    private readonly JsonElement _json;

    /// <exception cref="FormatException">The value is no object.</exception>
    public RecordView(JsonElement json) => _json = json.ValueKind == JsonValueKind.Object ? json : throw new FormatException("not a JSON object");

    public bool Has(string name) => Member(name) is not null;

    public bool HasText(string name) => Member(name)?.ValueKind == JsonValueKind.String;

    public bool HasList(string name) => Member(name)?.ValueKind == JsonValueKind.Array;

    /// <summary>The first of the names that the record has.</summary>
    public string? FirstOf(ReadOnlySpan<string> names, Func<RecordView, string, bool> has)
    {
        foreach (string name in names)
            if (has(this, name)) return name;
        return null;
    }

    public string? Text(string name) => Member(name) is { } value ? Text(value, name) : null;

    /// <summary>A text, or the texts of a conversation's messages (<c>[{"role": ..., "content": ...}]</c>) one after the other.</summary>
    public string? Conversation(string name)
    {
        if (Member(name) is not { ValueKind: JsonValueKind.Array } list) return Text(name);
        return string.Join('\n', list.EnumerateArray().Select(message => new RecordView(message).Text("content")).OfType<string>());
    }

    /// <summary>A text or a number as text, for identities.</summary>
    public string? Name(string name) => Member(name) is not { } value ? null : value.ValueKind == JsonValueKind.Number ? value.GetRawText() : Text(value, name);

    public int? Whole(string name) =>
        Member(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number is >= int.MinValue and <= int.MaxValue && number == Math.Floor(number) ? (int)number
        : throw new FormatException($"'{name}' is not a whole number");

    /// <summary>A number; true and false are 1 and 0.</summary>
    public double? Number(string name) => Member(name) is { } value ? Number(value, name) : null;

    public RecordView? Object(string name) => Member(name) is { ValueKind: JsonValueKind.Object } value ? new RecordView(value) : null;

    public JsonElement[]? List(string name) => Member(name) is { ValueKind: JsonValueKind.Array } value ? [.. value.EnumerateArray()] : null;

    public string[]? Texts(string name) => List(name) is { } list ? [.. list.Select(item => Text(item, name))] : null;

    public int[]? Wholes(string name) =>
        List(name) is { } list ? [.. list.Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int whole) ? whole : throw new FormatException($"'{name}' holds something that is not a whole number"))] : null;

    /// <summary>A list of numbers; null where one of them is null, which stands for one that is not finite.</summary>
    public float[]? Numbers(string name) =>
        List(name) is { } list && list.All(item => item.ValueKind != JsonValueKind.Null) ? [.. list.Select(item => (float)Number(item, name))] : null;

    /// <summary>The members that hold numbers or verdicts.</summary>
    public IEnumerable<string> NumberNames() =>
        from member in _json.EnumerateObject()
        where member.Value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null
        select member.Name;

    public IEnumerable<string> Names() => _json.EnumerateObject().Select(member => member.Name);

    public static double Number(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => throw new FormatException($"'{name}' is neither a number nor true or false"),
    };

    public static string Text(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.String) throw new FormatException($"'{name}' is not text");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException($"'{name}' holds half of a surrogate pair", e);
        }
    }

    private JsonElement? Member(string name) => _json.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
