using System.Text;
using System.Text.Json;
using Hicra.Interactive.Commands;

namespace Hicra.Reproduction.Evidence;

/// <summary>How a model did on the problem sets of Table 1 or 2.</summary>
/// <param name="Samples">Samples a problem.</param>
/// <param name="Right">[sets] by name, [problems] right ones among them.</param>
public sealed record EvaluationResult(int Samples, IReadOnlyDictionary<string, int[]> Right)
{
    /// <summary>[sets] by name, how many responses read their picture: all of their attempts have its numbers. Empty where problems are words.</summary>
    public IReadOnlyDictionary<string, int> PicturesRead { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The share of responses that read their picture, over all sets, each counting the same; null where there are no pictures.</summary>
    public double? Reading => PicturesRead.Count == 0 ? null : PicturesRead.Average(set => (double)set.Value / (Samples * Right[set.Key].Length));

    /// <summary>Pass@1 on a set; null where it was not evaluated.</summary>
    public double? Accuracy(string set) => Right.TryGetValue(set, out int[]? right) && right.Length > 0 ? right.Average() / Samples : null;

    /// <summary>Pass@1 over all sets, each counting the same.</summary>
    public double Mean => Right.Values.Where(r => r.Length > 0).Average(r => r.Average() / Samples);

    /// <summary>Writes the file; it appears whole or not at all.</summary>
    internal void Write(string path) => WholeFile.Write(path, Encoding.UTF8.GetBytes(ToJson()));

    /// <summary>The result as JSON, on one line.</summary>
    internal string ToJson() => JsonText.Line(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("samples", Samples);
        json.WriteStartObject("right");
        foreach ((string set, int[] right) in Right)
        {
            json.WriteStartArray(set);
            foreach (int count in right) json.WriteNumberValue(count);
            json.WriteEndArray();
        }
        json.WriteEndObject();
        if (PicturesRead.Count > 0)
        {
            json.WriteStartObject("read");
            foreach ((string set, int count) in PicturesRead) json.WriteNumber(set, count);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    });

    /// <summary>Reads such a file; null where it is none, so that it is made again.</summary>
    internal static EvaluationResult? Read(string path) => File.Exists(path) ? Parse(File.ReadAllText(path)) : null;

    /// <summary>Reads such JSON; null where it is none.</summary>
    internal static EvaluationResult? Parse(string text) => EvidenceJson.Parse(text, root => new EvaluationResult(
        root.GetProperty("samples").GetInt32(), root.GetProperty("right").EnumerateObject().ToDictionary(set => set.Name, set => set.Value.EnumerateArray().Select(n => n.GetInt32()).ToArray(), StringComparer.Ordinal))
    {
        PicturesRead = root.TryGetProperty("read", out JsonElement read) ? read.EnumerateObject().ToDictionary(set => set.Name, set => set.Value.GetInt32(), StringComparer.Ordinal) : new Dictionary<string, int>(StringComparer.Ordinal),
    });
}
