namespace Hicra.Answers.Extraction;

/// <summary>Parts a model's thoughts from what it says.</summary>
internal static class Thought
{
    private static readonly string[] Ends = ["</think>", "</thinking>", "<|end_of_thought|>", "</thought>"], Begins = ["<think>", "<thinking>", "<|begin_of_thought|>", "<thought>"];

    /// <summary>What stands behind the last thought; the thought itself where nothing does. Null for a thought that does not end, where that is no answer.</summary>
    public static string? Said(string text, bool strict)
    {
        int end = -1, behind = 0;
        foreach (string mark in Ends)
            if (text.LastIndexOf(mark, StringComparison.Ordinal) is var at && at > end) (end, behind) = (at, at + mark.Length);
        if (end < 0) return strict && Array.Exists(Begins, mark => text.Contains(mark, StringComparison.Ordinal)) ? null : text;
        string said = text[behind..];
        return strict || !string.IsNullOrWhiteSpace(said) ? said : text[..end];
    }
}
