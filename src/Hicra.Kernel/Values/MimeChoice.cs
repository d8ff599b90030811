using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;

namespace Hicra.Kernel.Values;

/// <summary>A value in the representations that a reader asked for by their MIME types.</summary>
internal static class MimeChoice
{
    private const string Plain = "text/plain", Markup = "text/html", Json = "application/json";

    /// <summary>
    /// The representations. A string, or bytes, given with a type are taken for what the type says; any other value shows itself as that type.
    /// Terminals always have a text besides.
    /// </summary>
    /// <param name="value">Any value.</param>
    /// <param name="types">The types asked for; none for all that the value has.</param>
    /// <param name="format">All that a value has.</param>
    /// <exception cref="HicraException">The value has no such representation, or is not what the type says.</exception>
    public static MimeBundle Of(object? value, IReadOnlyList<string> types, Func<object?, MimeBundle> format)
    {
        if (types.Count == 0) return format(value);
        foreach (string type in types)
            if (type is null || type.Split('/') is not [{ Length: > 0 }, { Length: > 0 }] || type.Any(char.IsWhiteSpace)) throw new HicraException($"'{type}' is no MIME type; give one like text/html, image/png or application/json");
        if (value is ReadOnlyMemory<byte> memory) value = memory.ToArray();
        if (value is Memory<byte> writable) value = writable.ToArray();
        MimeBundle? all = value is string || (value is byte[] && types.All(IsContent)) ? null : format(value);
        var chosen = new MimeBundle();
        if (!types.Contains(Plain)) chosen.With(Plain, all?.PlainText ?? Text(value, types[0]));
        foreach (string type in types)
        {
            if (value is string text) chosen.With(type, IsJson(type) ? Parsed(text, type) : JsonValue.Create(text));
            else if (value is byte[] bytes && IsContent(type)) chosen.With(type, IsText(type) ? Encoding.UTF8.GetString(bytes) : Convert.ToBase64String(bytes));
            else chosen.With(type, Representation(value, all!, type));
        }
        return chosen;
    }

    private static JsonNode Representation(object? value, MimeBundle all, string type)
    {
        if (all.Data.TryGetValue(type, out JsonNode? own)) return own.DeepClone();
        // What the text says, HTML can say too.
        if (type == Markup) return JsonValue.Create($"<pre style=\"font-family:{Html.Mono};white-space:pre-wrap\">{Html.Escape(all.PlainText)}</pre>");
        if (type == Json) return JsonSerializer.SerializeToNode(value) ?? JsonValue.Create("null");
        throw new HicraException($"a {(value is null ? "null" : TypeText.Short(value.GetType()))} has no representation as {type}; it has {string.Join(", ", all.Types.Append(Markup).Append(Json).Distinct())}, and a string or bytes may be given with any type");
    }

    private static JsonNode Parsed(string text, string type)
    {
        try { return JsonNode.Parse(text) ?? JsonValue.Create("null"); }
        catch (JsonException error) { throw new HicraException($"the text is no JSON, which {type} is (line {error.LineNumber + 1}); give a text that is, or an object"); }
    }

    private static string Text(object? value, string type) => value is byte[] bytes ? IsText(type) ? Encoding.UTF8.GetString(bytes) : $"{type}, {NumberText.Bytes(bytes.LongLength)}" : (string)value!;

    private static bool IsJson(string type) => type == Json || type.EndsWith("+json", StringComparison.Ordinal);

    private static bool IsText(string type) => type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("+xml", StringComparison.Ordinal);

    // Bytes are a file of the type, except where the reader wants to see them as a list.
    private static bool IsContent(string type) => type is not (Plain or Markup) && !IsJson(type);
}
