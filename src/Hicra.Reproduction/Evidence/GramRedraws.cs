using System.Text.Json;
using Hicra.Interactive.Commands;

namespace Hicra.Reproduction.Evidence;

/// <summary>What the saved steps of a run measure with all strategic grams, and with 30 % of them dropped, drawn 20 times: small beside the rollouts of which it is made.</summary>
/// <param name="Steps">[steps]</param>
/// <param name="Measures">[steps][all grams, then draws][measures] perplexity and entropy of planning and of execution tokens, semantic and conditional entropy; null where there is none.</param>
public sealed record GramRedraws(IReadOnlyList<int> Steps, IReadOnlyList<double?[][]> Measures)
{
    /// <summary>The measures as JSON, on one line.</summary>
    internal string ToJson() => JsonText.Line(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("steps");
        foreach (int step in Steps) json.WriteNumberValue(step);
        json.WriteEndArray();
        json.WriteStartArray("measures");
        foreach (double?[][] step in Measures)
        {
            json.WriteStartArray();
            foreach (double?[] draw in step)
            {
                json.WriteStartArray();
                foreach (double? value in draw)
                    if (value is double number) json.WriteNumberValue(number);
                    else json.WriteNullValue();
                json.WriteEndArray();
            }
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Reads such JSON; null where it is none.</summary>
    internal static GramRedraws? Parse(string text) => EvidenceJson.Parse(text, root => new GramRedraws(
        [.. root.GetProperty("steps").EnumerateArray().Select(s => s.GetInt32())],
        [.. root.GetProperty("measures").EnumerateArray().Select(step => step.EnumerateArray().Select(draw => draw.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? (double?)null : v.GetDouble()).ToArray()).ToArray())]));
}
