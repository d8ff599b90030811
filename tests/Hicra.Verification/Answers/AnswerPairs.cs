using System.Globalization;
using System.Text.Json;
using Hicra.Verification.Reports;

namespace Hicra.Verification.Answers;

/// <summary>A reference, an answer, and whether a person or another program says that they are equal.</summary>
/// <param name="Line">Where it stands in its file, from 1.</param>
/// <param name="Gold">The references, one of which will do: each an answer or a solution that ends in it.</param>
/// <param name="Answer">An answer or a whole response.</param>
/// <param name="IsEqual">The verdict to compare with.</param>
internal sealed record AnswerPair(int Line, IReadOnlyList<string> Gold, string Answer, bool IsEqual)
{
    /// <summary>Reads a file of lines with the members <c>gold</c>, <c>answer</c> and <c>equal</c>.</summary>
    /// <exception cref="HicraException">The file cannot be read, or a line is not of this form; the message names file and line.</exception>
    public static IReadOnlyList<AnswerPair> Read(string path)
    {
        var pairs = new List<AnswerPair>();
        int number = 0;
        foreach (string line in System.Text.Encoding.UTF8.GetString(ReferenceReader.Read(path)).TrimStart('\uFEFF').Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                using JsonDocument document = JsonDocument.Parse(line);
                JsonElement pair = document.RootElement;
                if (pair.ValueKind != JsonValueKind.Object) throw new FormatException("is no object");
                JsonElement gold = Member(pair, "gold");
                IReadOnlyList<string> golds = gold.ValueKind == JsonValueKind.Array ? [.. gold.EnumerateArray().Select(one => Text(one, "gold"))] : [Text(gold, "gold")];
                pairs.Add(new AnswerPair(number, golds.Count > 0 ? golds : throw new FormatException("has no gold"), Text(Member(pair, "answer"), "answer"), Verdict(Member(pair, "equal"))));
            }
            catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
            {
                throw new HicraException($"{path}, line {number} {(e is FormatException ? e.Message : "is not valid JSON")}: give a line like {{\"gold\": \"\\\\frac12\", \"answer\": \"0.5\", \"equal\": true}} for each pair", e);
            }
        }
        return pairs.Count > 0 ? pairs : throw new HicraException($"{path} holds no pair: give a line like {{\"gold\": \"\\\\frac12\", \"answer\": \"0.5\", \"equal\": true}} for each pair");
    }

    private static JsonElement Member(JsonElement pair, string name) => pair.TryGetProperty(name, out JsonElement value) ? value : throw new FormatException($"has no '{name}'");

    private static string Text(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        _ => throw new FormatException($"has a '{name}' that is neither text nor number"),
    };

    private static bool Verdict(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.GetDouble() is 0 or 1 => value.GetDouble() == 1,
        _ => throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"has an 'equal' that is neither true nor false")),
    };
}
