using System.Text;
using Hicra.Interactive.Commands;

namespace Hicra.Reproduction.Evidence;

/// <summary>The gradient in parts at several steps of a run.</summary>
/// <param name="Steps">Ascending.</param>
public sealed record GradientSplits(IReadOnlyList<GradientSplit> Steps)
{
    /// <summary>Writes the file; it appears whole or not at all.</summary>
    internal void Write(string path) => WholeFile.Write(path, Encoding.UTF8.GetBytes(ToJson()));

    /// <summary>The result as JSON, on one line. Seven digits: gradients are of that many.</summary>
    internal string ToJson() => JsonText.Line(json =>
    {
        json.WriteStartArray();
        foreach (GradientSplit split in Steps)
        {
            json.WriteStartObject();
            json.WriteNumber("step", split.Step);
            json.WriteStartArray("products");
            foreach (double product in split.Products) json.WriteNumberValue((float)product);
            json.WriteEndArray();
            json.WriteNumber("right", (float)split.Right);
            json.WriteNumber("said", (float)split.Said);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    /// <summary>Reads such a file; null where it is none, so that it is made again.</summary>
    internal static GradientSplits? Read(string path) => File.Exists(path) ? Parse(File.ReadAllText(path)) : null;

    /// <summary>Reads such JSON; null where it is none.</summary>
    internal static GradientSplits? Parse(string text) => EvidenceJson.Parse(text, root =>
    {
        GradientSplit[] steps = [.. root.EnumerateArray().Select(split => new GradientSplit(
            split.GetProperty("step").GetInt32(), [.. split.GetProperty("products").EnumerateArray().Select(p => p.GetDouble())], split.GetProperty("right").GetDouble(), split.GetProperty("said").GetDouble()))];
        return steps.All(s => s.Products.Count == GradientSplit.Count) ? new GradientSplits(steps) : null;
    });
}
