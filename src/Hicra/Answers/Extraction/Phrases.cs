namespace Hicra.Answers.Extraction;

/// <summary>Answers that a phrase announces.</summary>
internal static class Phrases
{
    private const int Longest = 600, Looked = 20_000;

    private static readonly string[] Strong = ["final answer is", "final answer:", "final answer**:", "final answer:**", "final answer would be", "final result is"];
    private static readonly string[] Weak = ["answer is", "answer:", "answer**:", "answer:**", "answer would be", "answers are", "answer to the question is", "correct option is", "correct choice is", "answer =", "answer\n", "answer**\n", "答案是", "答案为", "答案：", "答案:"];

    /// <summary>What stands behind the last "final answer is" that begins at a place or later; null where there is none, or nothing behind it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where to look from.</param>
    /// <param name="direct">Whether it must be an answer at once, and no sentence such as "The final answer is positive because ...".</param>
    public static string? Final(string text, int from, bool direct) => Behind(text, Strong, from, direct);

    /// <summary>What stands behind the last <c>####</c>, else the last "answer is".</summary>
    public static string? Any(string text)
    {
        int hashes = text.LastIndexOf("####", StringComparison.Ordinal);
        if (hashes >= 0 && Line(text, hashes + 4) is { Length: > 0 } line && line.Any(char.IsLetterOrDigit)) return Prose.Answer(line);
        return Behind(text, Weak, 0, direct: false);
    }

    private static string? Behind(string text, string[] phrases, int from, bool direct)
    {
        // Who announces an answer does so near the end.
        from = Math.Max(from, text.Length - Looked);
        int best = -1, behind = 0;
        foreach (string phrase in phrases)
            if (text.AsSpan(from).LastIndexOf(phrase, StringComparison.OrdinalIgnoreCase) is var at && at >= 0 && from + at > best) (best, behind) = (from + at, from + at + phrase.Length);
        if (best < 0) return null;
        string rest = text.Substring(behind, Math.Min(Longest, text.Length - behind));
        string tail = rest.TrimStart(' ', ':', '*', '\n', '\r', '\t', '"', '“', '：', '_');
        if (tail.StartsWith("is ", StringComparison.Ordinal) || tail.StartsWith("is:", StringComparison.Ordinal)) tail = tail[3..].TrimStart();
        if (tail.Length == 0) return null;
        string sentence = Sentence(tail);
        if (direct) return Prose.Answer(sentence) is var answer && Prose.IsAnswer(answer) && (answer.Any(char.IsDigit) || answer.Contains('$', StringComparison.Ordinal) || answer.Length == 1) && sentence.Contains(answer, StringComparison.Ordinal) && sentence.Length - answer.Length < 40 ? answer : null;
        // "Final Answer: the largest n is 34"
        foreach (string verb in (ReadOnlySpan<string>)[" is: ", " is ", " are ", " equals "])
            if (sentence.LastIndexOf(verb, StringComparison.Ordinal) is > 0 and var at && at + verb.Length < sentence.Length && !InFormula(sentence, at)) { sentence = sentence[(at + verb.Length)..]; break; }
        return sentence.Any(c => char.IsLetterOrDigit(c) || c is '∞' or '∅') ? Prose.Answer(sentence) : null;
    }

    private static bool InFormula(string text, int at) => Formula.Of(text).Exists(formula => formula.Start < at && at < formula.End);

    // Up to the end of the sentence, which no formula and no decimal ends.
    private static string Sentence(string text)
    {
        List<Formula> formulas = Formula.Of(text);
        for (int i = 0; i < text.Length; i++)
        {
            if (formulas.Find(formula => formula.Start <= i && i < formula.End) is { End: > 0 } inside) { i = inside.End - 1; continue; }
            if (text[i] == '\n' || string.CompareOrdinal(text, i, "<|", 0, 2) == 0 || string.CompareOrdinal(text, i, " I hope", 0, 7) == 0) return text[..i];
            if (text[i] is '.' or '!' or '?' && (i + 1 == text.Length || (char.IsWhiteSpace(text[i + 1]) && (i + 2 >= text.Length || char.IsUpper(text[i + 2]) || text[i + 1] == '\n' || text[i + 2] is '<' or '[' or '\\' or '$')))) return text[..i];
        }
        return text;
    }

    private static string Line(string text, int from)
    {
        int end = text.IndexOf('\n', from);
        return text[from..(end < 0 ? text.Length : end)].Trim();
    }
}
