namespace Hicra.Rollouts;

/// <summary>
/// A response as models that think first write it: what stands between <c>&lt;think&gt;</c> and <c>&lt;/think&gt;</c> (or the
/// like), and the answer behind it. Without such marks everything is the answer.
/// </summary>
/// <param name="Thinking">Where the thoughts stand, without their marks; null where there are no such marks.</param>
/// <param name="Answer">Where the answer stands; empty where the thoughts do not end.</param>
/// <param name="IsOpen">Whether the thoughts begin and do not end: the response was cut off in them.</param>
public readonly record struct ResponseParts(Range? Thinking, Range Answer, bool IsOpen)
{
    private static readonly (string Open, string Close)[] Marks =
    [
        ("<think>", "</think>"), ("<|begin_of_thought|>", "<|end_of_thought|>"), ("<thinking>", "</thinking>"), ("<thought>", "</thought>"), ("<reasoning>", "</reasoning>"), ("<|channel|>analysis<|message|>", "<|channel|>final<|message|>"),
    ];

    /// <summary>The parts of a response. The opening mark may be missing, as where a template's prompt ends with it.</summary>
    public static ResponseParts Of(string response)
    {
        ArgumentNullException.ThrowIfNull(response);
        // The usual response has no mark at all: one search tells.
        if (!response.Contains('<', StringComparison.Ordinal)) return new(null, 0..response.Length, false);
        foreach ((string open, string close) in Marks)
        {
            int end = response.IndexOf(close, StringComparison.Ordinal), start = response.AsSpan(0, end < 0 ? response.Length : end).IndexOf(open, StringComparison.Ordinal);
            if (end >= 0) return new((start < 0 ? 0 : start + open.Length)..end, (end + close.Length)..response.Length, false);
            // Only at the start: a model may speak of the mark.
            if (start >= 0 && string.IsNullOrWhiteSpace(response[..start])) return new((start + open.Length)..response.Length, response.Length..response.Length, true);
        }
        return new(null, 0..response.Length, false);
    }

    /// <summary>A response of thoughts and an answer that a source keeps apart.</summary>
    internal static string Join(string thinking, string? answer)
    {
        bool marked = answer?.Contains(Marks[0].Close, StringComparison.Ordinal) == true || thinking.Contains(Marks[0].Open, StringComparison.Ordinal);
        return marked ? $"{thinking}{(answer is null ? "" : "\n\n" + answer)}" : $"{Marks[0].Open}\n{thinking.Trim()}\n{Marks[0].Close}{(answer is null ? "" : "\n\n" + answer.TrimStart())}";
    }
}
