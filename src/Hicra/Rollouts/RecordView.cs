using System.Text;
using System.Text.Json;
using Hicra.Rollouts.Records;

namespace Hicra.Rollouts;

/// <summary>
/// A record of a foreign file: its members by name, with an error that names the member where one is of another type. Null
/// and missing are the same; text that reads as a number is one. A record is a JSON object or a row of a table by columns.
/// </summary>
internal readonly struct RecordView
{
    private readonly JsonElement _json;
    private readonly IReadOnlyDictionary<string, JsonElement>? _row;

    /// <exception cref="FormatException">The value is no object.</exception>
    public RecordView(JsonElement json) => _json = json.ValueKind == JsonValueKind.Object ? json : throw new FormatException("not a JSON object");

    /// <summary>A row of a table whose columns stand elsewhere.</summary>
    public RecordView(IReadOnlyDictionary<string, JsonElement> row) => _row = row;

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

    /// <summary>A text or a number as text, for identities.</summary>
    public string? Name(string name) => Member(name) is not { } value ? null : value.ValueKind == JsonValueKind.Number ? value.GetRawText() : Text(value, name);

    public int? Whole(string name) =>
        Member(name) is not { } value ? null
        : WholeOf(value) ?? throw new FormatException($"'{name}' is not a whole number");

    /// <summary>A number; true and false are 1 and 0, and so are texts that read so.</summary>
    public double? Number(string name) => Member(name) is { } value ? Number(value, name) : null;

    public RecordView? Object(string name) => Member(name) is { ValueKind: JsonValueKind.Object } value ? new RecordView(value) : null;

    public JsonElement[]? List(string name) => Member(name) is { ValueKind: JsonValueKind.Array } value ? [.. value.EnumerateArray()] : null;

    public string[]? Texts(string name) => List(name) is { } list ? [.. list.Select(item => Text(item, name))] : null;

    public int[]? Wholes(string name) =>
        List(name) is { } list ? [.. list.Select(item => WholeOf(item) ?? throw new FormatException($"'{name}' holds something that is not a whole number"))] : null;

    /// <summary>A list of numbers; null where one of them is null, which stands for one that is not finite.</summary>
    public float[]? Numbers(string name)
    {
        if (List(name) is not { } list) return null;
        var numbers = new float[list.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (Number(list[i], name) is not double number) return null;
            numbers[i] = (float)number;
        }
        return numbers;
    }

    public IEnumerable<string> Names() => _row is not null ? _row.Keys : _json.EnumerateObject().Select(member => member.Name);

    /// <summary>The members that are given, by name.</summary>
    public IEnumerable<(string Name, JsonElement Value)> Members()
    {
        RecordView self = this;
        return _row is not null ? Names().Select(name => (name, self._row![name])) : _json.EnumerateObject().Select(member => (member.Name, member.Value));
    }

    /// <summary>The same record with its members' names in lower case and parted by lines below, as <c>ModelOutput</c> and <c>model-output</c> are <c>model_output</c>.</summary>
    public RecordView Folded()
    {
        var row = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach ((string name, JsonElement value) in Members()) row.TryAdd(Folded(name), value);
        return new RecordView(row);
    }

    public JsonElement? Member(string name)
    {
        JsonElement value;
        if (_row is not null ? !_row.TryGetValue(name, out value) : !_json.TryGetProperty(name, out value)) return null;
        return value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : value;
    }

    /// <summary>A number, or what reads as one; null where null or "nan" stands.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static double? Number(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.Null => null,
        JsonValueKind.String when TextNumber.TryRead(Text(value, name), out double? number) => number,
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

    /// <summary>A whole number, or text that reads as one; null where it is neither.</summary>
    public static int? WholeOf(JsonElement value)
    {
        double? number = value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double d) ? d : null;
        if (value.ValueKind == JsonValueKind.String && TextNumber.TryRead(Text(value, "step"), out double? read)) number = read;
        return number is >= int.MinValue and <= int.MaxValue && number == Math.Floor(number.Value) ? (int)number : null;
    }

    private static string Folded(string name)
    {
        var folded = new StringBuilder(name.Length + 4);
        for (int i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && char.IsLower(name[i - 1])) folded.Append('_');
            folded.Append(name[i] is ' ' or '-' ? '_' : char.ToLowerInvariant(name[i]));
        }
        return folded.ToString();
    }
}
