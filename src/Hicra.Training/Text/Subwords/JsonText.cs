using System.Text.Json;

namespace Hicra.Training.Text.Subwords;

/// <summary>A JSON file of a model's folder, with errors that name the file and the place.</summary>
internal sealed class JsonText : IDisposable
{
    private readonly string _path, _remedy;
    private readonly JsonDocument _document;

    private JsonText(string path, string remedy, JsonDocument document) => (_path, _remedy, _document) = (path, remedy, document);

    /// <summary>The file's value.</summary>
    public JsonElement Root => _document.RootElement;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="remedy">What to do where it is no good.</param>
    /// <exception cref="HicraException">It cannot be read, or is no JSON.</exception>
    public static JsonText Read(string path, string remedy)
    {
        try
        {
            return new JsonText(path, remedy, JsonDocument.Parse(File.ReadAllBytes(path)));
        }
        catch (JsonException error)
        {
            throw new HicraException($"{path}: not valid JSON (line {error.LineNumber + 1}); {remedy}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HicraException($"{path} cannot be read: {error.Message.ReplaceLineEndings(" ")}; {remedy}", error);
        }
    }

    /// <summary>The error of a place that says what is not known here.</summary>
    public HicraException Refused(string place, string what) => new($"{_path}: {place} {what}; use a model with another tokenizer, or {_remedy}");

    /// <summary>The members of an object.</summary>
    public JsonElement.ObjectEnumerator Object(JsonElement element, string place) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : throw Refused(place, "is no JSON object");

    /// <summary>The elements of an array.</summary>
    public JsonElement.ArrayEnumerator Array(JsonElement element, string place) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : throw Refused(place, "is no JSON array");

    /// <inheritdoc/>
    public void Dispose() => _document.Dispose();
}

/// <summary>Members that may be missing.</summary>
internal static class JsonMembers
{
    /// <summary>A member's value; of kind Undefined where there is none.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? value : default;

    /// <summary>A member's text; null where it is missing or no text.</summary>
    public static string? Text(this JsonElement element, string name) => element.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>Whether a member is true.</summary>
    public static bool Flag(this JsonElement element, string name, bool missing = false) => element.Member(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => missing,
    };

    /// <summary>A member's whole numbers: one, or a list of them; none where it is missing.</summary>
    public static IEnumerable<int> Integers(this JsonElement element, string name) => element.Member(name) switch
    {
        { ValueKind: JsonValueKind.Number } one when one.TryGetInt32(out int number) => [number],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Where(x => x.ValueKind == JsonValueKind.Number && x.TryGetInt32(out _)).Select(x => x.GetInt32())],
        _ => [],
    };
}
