using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hicra.Strategy.Intents;

namespace Hicra.Strategy;

/// <summary>
/// Gram libraries as files. JSON: <c>{"name": …, "clusters": [{"name": …, "df": …, "intent": …, "grams": […]}, …]}</c>,
/// best cluster first; other members are ignored, <c>name</c>, <c>df</c> and <c>intent</c> (deduction, branching, backtracing) may be missing. Plain list: one gram a line, without clusters.
/// </summary>
public static class GramLibraryFile
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The name that stands for the paper's library wherever a file is asked for.</summary>
    public const string Paper = "paper";

    /// <summary>Reads a library: JSON if its first character is <c>{</c>, else a plain list (blank and repeated lines are left out).</summary>
    /// <param name="path">The file, or <c>paper</c> for <see cref="StrategicGramLibrary.Paper"/>; a file of that name is <c>./paper</c>.</param>
    /// <exception cref="HicraException">The file cannot be read or is not a gram library; the message names file and place.</exception>
    public static StrategicGramLibrary Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path == Paper) return StrategicGramLibrary.Paper;
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HicraException($"cannot read gram library {path}: {e.Message}", e);
        }

        string name = Path.GetFileNameWithoutExtension(path);
        if (text.AsSpan().TrimStart() is ['{', ..]) return Parse(text, name, path);
        using var reader = new StringReader(text);
        return StrategicGramLibrary.FromGrams(name, Lines(reader));
    }

    /// <summary>Writes a library as JSON. The file is replaced as a whole: a reader sees the old content or the new.</summary>
    /// <exception cref="HicraException">The file cannot be written.</exception>
    public static void Save(StrategicGramLibrary library, string path)
    {
        ArgumentNullException.ThrowIfNull(library);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteString("name", library.Name);
            json.WriteStartArray("clusters");
            foreach (GramCluster cluster in library.Clusters)
            {
                json.WriteStartObject();
                json.WriteString("name", cluster.Name);
                if (cluster.Df is int df) json.WriteNumber("df", df);
                if (cluster.Intent is { } intent) json.WriteString("intent", IntentRules.NameOf(intent));
                json.WriteStartArray("grams");
                foreach (string gram in cluster.Grams) json.WriteStringValue(gram);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        buffer.WriteByte((byte)'\n');
        Replace(path, buffer.ToArray());
    }

    /// <summary>Writes the grams alone, one a line in the library's order. The file is replaced as a whole.</summary>
    /// <exception cref="HicraException">The file cannot be written, or a gram holds a line break and so has no place in a plain list.</exception>
    public static void SaveList(StrategicGramLibrary library, string path)
    {
        ArgumentNullException.ThrowIfNull(library);
        if (library.Grams.FirstOrDefault(gram => gram.AsSpan().IndexOfAny('\r', '\n') >= 0) is { } broken)
        {
            throw new HicraException($"gram library '{library.Name}': the gram '{broken.ReplaceLineEndings(" ")}' holds a line break; save the library as JSON instead");
        }
        Replace(path, Encoding.UTF8.GetBytes(string.Concat(library.Grams.Select(gram => gram + "\n"))));
    }

    /// <summary>The grams of a plain list.</summary>
    internal static IEnumerable<string> Lines(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line)) yield return line.Trim();
        }
    }

    private static StrategicGramLibrary Parse(string text, string name, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            if (root.TryGetProperty("name", out JsonElement given)) name = Text(given, "name");
            if (!root.TryGetProperty("clusters", out JsonElement list) || list.ValueKind != JsonValueKind.Array) throw new FormatException("there is no list 'clusters'");
            return new(name, [.. list.EnumerateArray().Select(Cluster)]);
        }
        catch (JsonException e)
        {
            throw new HicraException($"gram library {path} is not valid JSON (line {e.LineNumber + 1}); mend it or mine it again", e);
        }
        catch (Exception e) when (e is FormatException or HicraException)
        {
            throw new HicraException($"gram library {path} cannot be used: {e.Message}; expected {{\"clusters\": [{{\"name\": …, \"df\": …, \"grams\": […]}}]}}", e);
        }
    }

    private static GramCluster Cluster(JsonElement cluster, int index)
    {
        string place = $"clusters[{index}]";
        if (cluster.ValueKind != JsonValueKind.Object) throw new FormatException($"{place} is not an object");
        if (!cluster.TryGetProperty("grams", out JsonElement list) || list.ValueKind != JsonValueKind.Array) throw new FormatException($"{place} has no list 'grams'");
        string[] grams = [.. list.EnumerateArray().Select((gram, i) => Text(gram, $"{place}.grams[{i}]"))];
        string name = cluster.TryGetProperty("name", out JsonElement given) ? Text(given, $"{place}.name") : grams.FirstOrDefault("");
        int? df = null;
        if (cluster.TryGetProperty("df", out JsonElement count) && count.ValueKind != JsonValueKind.Null)
        {
            if (count.ValueKind != JsonValueKind.Number || !count.TryGetInt32(out int value) || value < 0) throw new FormatException($"{place}.df is not a count");
            df = value;
        }
        StrategicMove? intent = null;
        if (cluster.TryGetProperty("intent", out JsonElement move) && move.ValueKind != JsonValueKind.Null)
        {
            string label = Text(move, $"{place}.intent");
            intent = IntentRules.Find(label) ?? throw new FormatException($"{place}.intent is '{label}', and not deduction, branching or backtracing");
        }
        return new(name, grams, df, intent);
    }

    private static string Text(JsonElement element, string place) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : throw new FormatException($"{place} is not text");

    internal static void Replace(string path, byte[] content)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            WholeFile.Write(path, content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HicraException($"cannot write gram library {path}: {e.Message}", e);
        }
    }
}
