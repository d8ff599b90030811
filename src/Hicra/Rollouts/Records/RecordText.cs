using System.Text.Json;

namespace Hicra.Rollouts.Records;

/// <summary>The texts of a record: what was asked, and what stands under a name, in whatever form.</summary>
internal static class RecordText
{
    /// <summary>A text, a message's words, or the assistant's words of a conversation; null where there are none.</summary>
    public static string? Words(RecordView record, string name) => record.Member(name) switch
    {
        { ValueKind: JsonValueKind.String } text => RecordView.Text(text, name),
        { ValueKind: JsonValueKind.Array } list when Dialogue.Is(list) => Dialogue.Read(list, allAreResponse: true).Response,
        { ValueKind: JsonValueKind.Object } message => Dialogue.Words(message),
        _ => null,
    };

    /// <summary>The name under which the model's words stand; null where none reads so.</summary>
    public static string? Name(RecordView record) => record.FirstOf(RecordNames.Written, HasWords) ?? Compound(record) ?? record.FirstOf(RecordNames.Others, HasWords);

    /// <summary>The response of a record under a name, with thoughts that stand beside it.</summary>
    public static string? Response(RecordView record, string name)
    {
        if (Words(record, name) is not { } text) return null;
        foreach (string thought in RecordNames.Thoughts)
            if (thought != name && record.HasText(thought) && record.Text(thought) is { Length: > 0 } thinking) return ResponseParts.Join(thinking, text);
        return text;
    }

    /// <summary>What was asked; null where the record does not say.</summary>
    /// <param name="record">The record.</param>
    /// <param name="response">The member that is the response, which is no prompt.</param>
    public static string? Prompt(RecordView record, string? response = null)
    {
        if (record.HasText("instruction") && record.HasText("input") && response != "input") return $"{record.Text("instruction")}\n{record.Text("input")}".TrimEnd('\n');
        foreach (string name in RecordNames.Prompts)
            if (name != response && Asked(record.Member(name), name) is { } text) return text;
        foreach (string name in RecordNames.Dialogues)
            if (name != response && record.Member(name) is { } list && Dialogue.Is(list)) return Dialogue.Read(list).Prompt;
        foreach (string name in (string[])["doc", "body", "request", "metadata", "extra_info", "sample", "problem", "input"])
            if (record.Object(name) is { } inner && Prompt(inner) is { } text) return text;
        return null;
    }

    /// <summary>The identity of the problem; null where the record names none.</summary>
    public static string? Problem(RecordView record) => record.FirstOf(RecordNames.Problems, IsName) is { } name ? record.Name(name) : null;

    /// <summary>What says which rollouts belong together; null where nothing does.</summary>
    public static string? Group(RecordView record) => record.FirstOf(RecordNames.Groups, IsName) is { } name ? record.Name(name) : null;

    private static bool HasWords(RecordView record, string name) => Words(record, name) is not null;

    // raw_generation, decoded_completion, student_trace: a text whose name holds such a word and none that says otherwise.
    private static string? Compound(RecordView record)
    {
        (int Rank, string? Name) best = (RecordNames.Cores.Length, null);
        foreach ((string name, JsonElement value) in record.Members())
        {
            if (value.ValueKind != JsonValueKind.String && !Dialogue.Is(value)) continue;
            for (int rank = 0; rank < best.Rank; rank++)
            {
                if (!name.Contains(RecordNames.Cores[rank], StringComparison.OrdinalIgnoreCase)) continue;
                string[] words = name.Split(['_', '/', '-', '.', ' '], StringSplitOptions.RemoveEmptyEntries);
                if (words.Contains(RecordNames.Cores[rank], StringComparer.OrdinalIgnoreCase) && !words.Any(word => RecordNames.NoCores.Contains(word, StringComparer.OrdinalIgnoreCase))) best = (rank, name);
                break;
            }
        }
        return best.Name;
    }

    /// <summary>A text or all that stands in a conversation.</summary>
    public static string? Asked(JsonElement? value, string name) => value switch
    {
        { ValueKind: JsonValueKind.String } text => RecordView.Text(text, name),
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() > 0 && Dialogue.Is(list) => All(list),
        _ => null,
    };

    private static string? All(JsonElement list)
    {
        string[] texts = [.. list.EnumerateArray().Select(Dialogue.Words).OfType<string>()];
        return texts.Length == 0 ? null : string.Join('\n', texts);
    }

    private static bool IsName(RecordView record, string name) => record.Member(name) is { ValueKind: JsonValueKind.String or JsonValueKind.Number };
}
