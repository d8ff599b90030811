using System.Text.Json;
using Hicra.Credit;

namespace Hicra.Training.Runs;

/// <summary>A credit rule's state in <c>state.json</c>: a number, a list of numbers, or a list of token sequences, each under its name.</summary>
internal static class CreditStateJson
{
    private const string Member = "credit";

    /// <summary>Adds the state to the current object; nothing where it is empty.</summary>
    public static void Write(Utf8JsonWriter json, CreditState state)
    {
        if (state.IsEmpty) return;
        json.WriteStartObject(Member);
        foreach (string name in state.Names)
        {
            if (state.TryGet(name, out double number)) json.WriteNumber(name, number);
            else if (state.TryGet(name, out IReadOnlyList<int[]>? sequences)) TokenSequences.Write(json, name, sequences);
            else if (state.TryGet(name, out IReadOnlyList<double>? numbers))
            {
                json.WriteStartArray(name);
                foreach (double value in numbers) json.WriteNumberValue(value);
                json.WriteEndArray();
            }
        }
        json.WriteEndObject();
    }

    /// <summary>Reads the state of a checkpoint.</summary>
    /// <param name="root">The whole object of <c>state.json</c>.</param>
    /// <exception cref="FormatException">A member is none of the three kinds.</exception>
    public static CreditState Read(JsonElement root)
    {
        if (!root.TryGetProperty(Member, out JsonElement credit)) return ReadFormer(root);
        CreditState state = CreditState.Empty;
        foreach (JsonProperty member in credit.EnumerateObject())
        {
            state = member.Value switch
            {
                { ValueKind: JsonValueKind.Number } number => state.With(member.Name, number.GetDouble()),
                { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().FirstOrDefault().ValueKind == JsonValueKind.String => state.With(member.Name, TokenSequences.Read(list)),
                { ValueKind: JsonValueKind.Array } list => state.With(member.Name, [.. list.EnumerateArray().Select(x => x.GetDouble())]),
                _ => throw new FormatException($"{Member}.{member.Name} is neither a number nor a list"),
            };
        }
        return state;
    }

    // Earlier versions knew two states by name, in the root.
    private static CreditState ReadFormer(JsonElement root)
    {
        CreditState state = CreditState.Empty;
        if (root.TryGetProperty("placebo", out JsonElement placebo)) state = state.With("placebo", TokenSequences.Read(placebo));
        if (root.TryGetProperty("alpha", out JsonElement alpha))
        {
            state = state.With("alpha_step", alpha.GetProperty("step").GetInt32())
                .With("alpha", alpha.GetProperty("alpha").GetDouble()).With("alpha_integral", alpha.GetProperty("integral").GetDouble());
        }
        return state;
    }
}
