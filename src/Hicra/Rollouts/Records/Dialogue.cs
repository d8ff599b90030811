using System.Text;
using System.Text.Json;

namespace Hicra.Rollouts.Records;

/// <summary>
/// Who said what in a conversation: <c>[{"role": ..., "content": ...}]</c> and its relatives. Only the assistant's words are
/// the response; what stands before its first turn is the prompt.
/// </summary>
internal static class Dialogue
{
    private static readonly HashSet<string> Models = new(["assistant", "gpt", "model", "bot", "chatgpt", "ai", "chatbot", "llm", "agent"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> Others = new(["user", "human", "system", "tool", "function", "environment", "observation", "developer", "ipython", "prompter", "question", "instruction", "function_call", "tool_call", "tool_response"], StringComparer.OrdinalIgnoreCase);
    private static readonly string[] RoleNames = ["role", "from", "author", "speaker", "sender"], ContentNames = ["content", "value", "text", "message", "parts", "body"];
    private static readonly HashSet<string> ThoughtParts = new(["thinking", "reasoning", "thought", "redacted_thinking"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a value is a list of messages.</summary>
    public static bool Is(JsonElement value) => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value.EnumerateArray().All(IsMessage);

    /// <summary>What was asked and what the assistant answered; each null where nobody said such a thing.</summary>
    /// <param name="list">The messages.</param>
    /// <param name="allAreResponse">Whether messages without a role are the assistant's, as in a completion.</param>
    public static (string? Prompt, string? Response) Read(JsonElement list, bool allAreResponse = false)
    {
        (string? Role, string? Text)[] turns = [.. list.EnumerateArray().Select(message => (Role(message), Content(message)))];
        bool named = turns.Any(turn => turn.Role is { } role && Models.Contains(role));
        bool[] own = [.. turns.Select(turn => turn.Role is not { } role ? allAreResponse : named ? Models.Contains(role) : !Others.Contains(role) && turns.Any(t => t.Role is { } r && Others.Contains(r)))];
        int first = Array.IndexOf(own, true);
        string[] asked = [.. turns.Take(first < 0 ? turns.Length : first).Select(turn => turn.Text).OfType<string>()];
        string[] said = [.. turns.Where((_, i) => own[i]).Select(turn => turn.Text).OfType<string>()];
        return (asked.Length == 0 ? null : string.Join('\n', asked), said.Length == 0 ? null : string.Join("\n\n", said));
    }

    /// <summary>A text, a list of parts, or a message's words; null where there are none.</summary>
    public static string? Words(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => RecordView.Text(value, "content"),
        JsonValueKind.Array => Joined(value),
        JsonValueKind.Object => Content(value),
        _ => null,
    };

    private static bool IsMessage(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && (RoleNames.Any(name => value.TryGetProperty(name, out JsonElement role) && role.ValueKind is JsonValueKind.String or JsonValueKind.Object)
            || (value.TryGetProperty("content", out JsonElement content) && content.ValueKind is JsonValueKind.String or JsonValueKind.Array));

    private static string? Role(JsonElement message)
    {
        foreach (string name in RoleNames)
        {
            if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty(name, out JsonElement role)) continue;
            if (role.ValueKind == JsonValueKind.Object && role.TryGetProperty("role", out JsonElement inner)) role = inner;
            if (role.ValueKind == JsonValueKind.String) return RecordView.Text(role, name);
        }
        return null;
    }

    private static string? Content(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object) return Words(message);
        string? words = null;
        foreach (string name in ContentNames)
            if (message.TryGetProperty(name, out JsonElement content) && Words(content) is { } found)
            {
                words = found;
                break;
            }
        foreach (string name in (string[])["reasoning_content", "reasoning", "thinking"])
            if (message.TryGetProperty(name, out JsonElement thought) && Words(thought) is { Length: > 0 } thinking) return ResponseParts.Join(thinking, words);
        return words;
    }

    // Parts are texts or objects that say their type; what is no text (an image, a call) has no words.
    private static string? Joined(JsonElement parts)
    {
        var text = new StringBuilder();
        var thought = new StringBuilder();
        bool any = false;
        foreach (JsonElement part in parts.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.Object && part.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.String && ThoughtParts.Contains(RecordView.Text(type, "type")))
            {
                foreach (string name in (string[])["thinking", "reasoning", "text", "content", "summary"])
                    if (part.TryGetProperty(name, out JsonElement own) && Words(own) is { } said)
                    {
                        thought.Append(said);
                        break;
                    }
            }
            else if (Words(part) is { } words)
            {
                text.Append(words);
                any = true;
            }
        }
        if (thought.Length > 0) return ResponseParts.Join(thought.ToString(), any ? text.ToString() : null);
        return any ? text.ToString() : null;
    }
}
