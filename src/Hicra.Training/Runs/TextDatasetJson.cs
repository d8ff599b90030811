using System.Text.Json;

namespace Hicra.Training.Runs;

/// <summary>A <see cref="TextDataset"/> in <c>config.json</c>, and in the words of the commands.</summary>
internal static class TextDatasetJson
{
    /// <summary>Writes it as a member of the current object.</summary>
    public static void Write(Utf8JsonWriter json, string name, TextDataset dataset)
    {
        json.WriteStartObject(name);
        json.WriteString("file", TextDataset.IsShipped(dataset.File) ? dataset.File : dataset.Location);
        json.WriteString("sha256", dataset.Digest);
        json.WriteString("verifier", dataset.Verifier);
        if (dataset.Template is { } template) json.WriteString("prompt-template", template);
        if (dataset.Instruction is { } instruction) json.WriteString("instruction", instruction);
        if (dataset.Columns is { } columns) json.WriteString("columns", columns);
        if (dataset.Stop.Count > 0)
        {
            json.WriteStartArray("stop");
            foreach (string stop in dataset.Stop) json.WriteStringValue(stop);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="Exception">Those of a damaged file, which the reader of <c>config.json</c> turns into a line.</exception>
    public static TextDataset Read(JsonElement json) => new(json.GetProperty("file").GetString()!, json.GetProperty("sha256").GetString()!)
    {
        Verifier = json.GetProperty("verifier").GetString()!,
        Template = Text(json, "prompt-template"),
        Instruction = Text(json, "instruction"),
        Columns = Text(json, "columns"),
        Stop = json.TryGetProperty("stop", out JsonElement stop) ? [.. stop.EnumerateArray().Select(text => text.GetString()!)] : [],
    };

    /// <summary>What two runs' problems differ in, as options are called; where the file lies does not count.</summary>
    public static IEnumerable<string> Differences(TextDataset? a, TextDataset? b)
    {
        if (a?.Digest != b?.Digest) yield return "dataset";
        if (a is null || b is null) yield break;
        if (a.Verifier != b.Verifier) yield return "verifier";
        if (a.Template != b.Template) yield return "prompt-template";
        if (a.Instruction != b.Instruction) yield return "instruction";
        if (a.Columns != b.Columns) yield return "columns";
        if (!a.Stop.SequenceEqual(b.Stop)) yield return "stop";
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement text) ? text.GetString() : null;
}
