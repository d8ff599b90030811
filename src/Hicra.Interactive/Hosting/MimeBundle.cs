using System.Text.Json.Nodes;

namespace Hicra.Interactive.Hosting;

/// <summary>One value in the representations a host may choose from: MIME type to text, or to JSON for <c>*+json</c> types.</summary>
/// <remarks>Every bundle has <c>text/plain</c>, so that it reads well in a terminal.</remarks>
public sealed class MimeBundle
{
    private readonly OrderedDictionary<string, JsonNode> data = [];

    /// <summary>Text with colours for terminals that have them (ECMA-48 escapes); hosts without one take the plain text.</summary>
    public const string TerminalType = "text/x-ansi";

    /// <summary>The MIME types in the order in which they were added.</summary>
    public IEnumerable<string> Types => data.Keys;

    /// <summary>The representations: a JSON string for text types, an object for JSON types.</summary>
    public IReadOnlyDictionary<string, JsonNode> Data => data;

    /// <summary>The plain text; empty where there is none.</summary>
    public string PlainText => Text("text/plain") ?? "";

    /// <summary>The HTML; null where there is none.</summary>
    public string? Html => Text("text/html");

    /// <summary>A bundle of plain text and HTML.</summary>
    public static MimeBundle Of(string plainText, string? html = null)
    {
        MimeBundle bundle = new MimeBundle().With("text/plain", plainText);
        return html is null ? bundle : bundle.With("text/html", html);
    }

    /// <summary>Adds or replaces a text representation; returns the bundle.</summary>
    public MimeBundle With(string mimeType, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(mimeType);
        data[mimeType] = JsonValue.Create(text);
        return this;
    }

    /// <summary>Adds or replaces a JSON representation; returns the bundle.</summary>
    public MimeBundle With(string mimeType, JsonNode json)
    {
        ArgumentException.ThrowIfNullOrEmpty(mimeType);
        data[mimeType] = json;
        return this;
    }

    /// <summary>A text representation; null where there is none.</summary>
    public string? Text(string mimeType) => data.TryGetValue(mimeType, out JsonNode? node) && node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
