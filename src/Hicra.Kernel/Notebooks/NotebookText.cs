using System.Text;
using System.Text.Json.Nodes;

namespace Hicra.Kernel.Notebooks;

/// <summary>nbformat's multi-line strings: one string, or a list of lines that keep their line breaks.</summary>
internal static class NotebookText
{
    public static string Join(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonArray lines => string.Concat(lines.Select(Join)),
        _ => "",
    };

    public static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('\n', start) is >= 0 and int at ? at + 1 : text.Length;
            lines.Add((JsonNode)text[start..end]);
            start = end;
        }
        return lines;
    }

    /// <summary>Adds text to lines, in time that does not depend on how many there are: only the last one may still change.</summary>
    public static void Append(JsonArray lines, string text)
    {
        if (lines.Count > 0 && Join(lines[^1]) is var last && !last.EndsWith('\n'))
        {
            lines.RemoveAt(lines.Count - 1);
            text = last + text;
        }
        foreach (JsonNode? line in Lines(Overwritten(text))) lines.Add(line!.DeepClone());
    }

    /// <summary>What a terminal would show: a carriage return goes back to the line's start.</summary>
    public static string Overwritten(string text)
    {
        if (!text.Contains('\r', StringComparison.Ordinal)) return text;
        var result = new StringBuilder(text.Length);
        string[] lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (i > 0) result.Append('\n');
            string line = "";
            foreach (string part in lines[i].Split('\r')) line = part.Length >= line.Length ? part : part + line[part.Length..];
            result.Append(line);
        }
        return result.ToString();
    }
}
