using System.Text.Json;

namespace Hicra.Training.Runs;

/// <summary>Token sequences in JSON, a string each.</summary>
internal static class TokenSequences
{
    /// <summary>Adds a list of sequences to the current object.</summary>
    public static void Write(Utf8JsonWriter json, string name, IReadOnlyList<int[]> sequences)
    {
        json.WriteStartArray(name);
        foreach (int[] sequence in sequences)
        {
            // One string a sequence: thousands of them, indented number by number, would make a long file.
            json.WriteStringValue(string.Join(' ', sequence));
        }
        json.WriteEndArray();
    }

    /// <summary>Reads a list of sequences.</summary>
    /// <exception cref="FormatException">An entry is no sequence of numbers.</exception>
    public static IReadOnlyList<int[]> Read(JsonElement list) => [.. list.EnumerateArray().Select(Sequence)];

    // Checkpoints of earlier versions hold lists of numbers.
    private static int[] Sequence(JsonElement item) => item.ValueKind == JsonValueKind.String
        ? [.. item.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)] : [.. item.EnumerateArray().Select(x => x.GetInt32())];
}
