using System.Text.Json;

namespace Hicra.Verification.Reports;

/// <summary>Reads a JSON file of reference values strictly: what is missing or of another kind is an error that says where.</summary>
internal sealed class ReferenceReader(string file)
{
    /// <summary>The bytes of a file.</summary>
    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new HicraException($"Cannot read '{path}' ({e.Message.TrimEnd('.')}): give the path of a file of reference values.", e);
        }
    }

    /// <summary>Parses the file's text.</summary>
    public JsonDocument Parse(Stream json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            throw new HicraException($"{file} is not valid JSON ({e.Message}): give an unharmed file of reference values (NaN is no JSON number).", e);
        }
    }

    /// <summary>The elements of an array that must have at least one.</summary>
    public IReadOnlyList<JsonElement> Elements(JsonElement array, string where)
    {
        if (array.ValueKind != JsonValueKind.Array || array.GetArrayLength() == 0) throw Bad(where, "must be an array of at least one element");
        return [.. array.EnumerateArray()];
    }

    /// <summary>A key's value.</summary>
    public JsonElement Get(JsonElement parent, string key, string where)
    {
        if (parent.ValueKind != JsonValueKind.Object) throw Bad(where, "must be an object");
        return parent.TryGetProperty(key, out JsonElement value) ? value : throw Bad($"{where}, key '{key}'", "is missing");
    }

    /// <summary>A key's text.</summary>
    public string Text(JsonElement parent, string key, string where)
    {
        JsonElement value = Get(parent, key, where);
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Bad($"{where}, key '{key}'", "must be a text");
    }

    /// <summary>A key's finite number.</summary>
    public double Number(JsonElement parent, string key, string where) => Number(Get(parent, key, where), $"{where}, key '{key}'");

    /// <summary>A key's whole number.</summary>
    public int Whole(JsonElement parent, string key, string where, int minimum) => Whole(Get(parent, key, where), $"{where}, key '{key}'", minimum);

    /// <summary>A key's array of finite numbers of a given length.</summary>
    public double[] Numbers(JsonElement parent, string key, string where, int length)
    {
        string at = $"{where}, key '{key}'";
        double[] numbers = [.. Items(Get(parent, key, where), at).Select((e, i) => Number(e, $"{at}, element {i}"))];
        return numbers.Length == length ? numbers : throw Bad(at, $"has {numbers.Length} numbers instead of {length}");
    }

    /// <summary>A key's array of whole numbers.</summary>
    public int[] Wholes(JsonElement parent, string key, string where, int minimum)
    {
        string at = $"{where}, key '{key}'";
        return [.. Items(Get(parent, key, where), at).Select((e, i) => Whole(e, $"{at}, element {i}", minimum))];
    }

    /// <summary>An error that names file, place and what is wrong.</summary>
    public HicraException Bad(string where, string problem) => new($"{file}, {where} {problem}: give a file of reference values in the documented form.");

    private JsonElement.ArrayEnumerator Items(JsonElement array, string where) =>
        array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : throw Bad(where, "must be an array of numbers");

    private double Number(JsonElement value, string where) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) ? number : throw Bad(where, "must be a finite number");

    private int Whole(JsonElement value, string where, int minimum)
    {
        double number = Number(value, where);
        return number == Math.Truncate(number) && number >= minimum && number <= int.MaxValue ? (int)number : throw Bad(where, $"must be a whole number of at least {minimum}");
    }
}
