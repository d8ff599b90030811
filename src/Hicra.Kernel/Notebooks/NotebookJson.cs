using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hicra.Kernel.Notebooks;

/// <summary>How a notebook file was written, so that writing it again changes only what changed.</summary>
/// <param name="Indent">One level of indentation; null for everything on one line.</param>
/// <param name="Ascii">Whether characters beyond ASCII are escaped.</param>
/// <param name="FinalNewline">Whether the file ends in a line break.</param>
internal sealed record NotebookStyle(string? Indent, bool Ascii, bool FinalNewline)
{
    /// <summary>As nbformat writes: one space, UTF-8, a final line break.</summary>
    public static NotebookStyle Usual { get; } = new(" ", false, true);

    /// <summary>The style of a file's text.</summary>
    public static NotebookStyle Of(string text)
    {
        int start = text.AsSpan().IndexOf('\n') + 1, end = start;
        while (end < text.Length && text[end] is ' ' or '\t') end++;
        bool isOneLine = start == 0 || start >= text.TrimEnd().Length;
        return new(isOneLine ? null : text[start..end], System.Text.Ascii.IsValid(text) && text.Contains("\\u", StringComparison.Ordinal), text.EndsWith('\n'));
    }
}

/// <summary>Writes JSON as Python's json module does, which is how every Jupyter tool writes notebooks: so files stay equal byte for byte where nothing changed.</summary>
internal static class NotebookJson
{
    public static string Write(JsonNode root, NotebookStyle style)
    {
        var text = new StringBuilder();
        Append(text, root, style, 0);
        if (style.FinalNewline) text.Append('\n');
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonNode? node, NotebookStyle style, int depth)
    {
        switch (node)
        {
            case JsonObject members:
                text.Append('{');
                int at = 0;
                foreach ((string name, JsonNode? value) in members)
                {
                    Separate(text, style, depth + 1, at++);
                    AppendString(text, name, style.Ascii);
                    text.Append(": ");
                    Append(text, value, style, depth + 1);
                }
                Close(text, style, depth, members.Count, '}');
                break;
            case JsonArray items:
                text.Append('[');
                for (int i = 0; i < items.Count; i++)
                {
                    Separate(text, style, depth + 1, i);
                    Append(text, items[i], style, depth + 1);
                }
                Close(text, style, depth, items.Count, ']');
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                AppendString(text, value.GetValue<string>(), style.Ascii);
                break;
            // Numbers keep the digits they had.
            default:
                text.Append(node is null ? "null" : node.ToJsonString());
                break;
        }
    }

    private static void Separate(StringBuilder text, NotebookStyle style, int depth, int index)
    {
        if (index > 0) text.Append(style.Indent is null ? ", " : ",");
        NewLine(text, style, depth);
    }

    private static void Close(StringBuilder text, NotebookStyle style, int depth, int count, char close)
    {
        if (count > 0) NewLine(text, style, depth);
        text.Append(close);
    }

    private static void NewLine(StringBuilder text, NotebookStyle style, int depth)
    {
        if (style.Indent is null) return;
        text.Append('\n');
        for (int i = 0; i < depth; i++) text.Append(style.Indent);
    }

    private static void AppendString(StringBuilder text, string value, bool ascii)
    {
        text.Append('"');
        foreach (char c in value)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                case < ' ': Escape(c); break;
                case > '~' when ascii: Escape(c); break;
                default: text.Append(c); break;
            }
        }
        text.Append('"');

        void Escape(char c) => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
    }
}
