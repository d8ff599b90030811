namespace Hicra.Answers.Extraction;

/// <summary>A formula between the delimiters of mathematics.</summary>
internal readonly record struct Formula(int Start, int End, string Content)
{
    /// <summary>The formulas of a text, in order.</summary>
    public static List<Formula> Of(string text)
    {
        var formulas = new List<Formula>();
        int at = 0;
        while (at < text.Length)
        {
            int next = text.AsSpan(at).IndexOfAny('$', '\\');
            if (next < 0) break;
            at += next;
            string close;
            int length = 2;
            if (text[at] == '$') (close, length) = at + 1 < text.Length && text[at + 1] == '$' ? ("$$", 2) : ("$", 1);
            else if (at + 1 < text.Length && text[at + 1] is '(' or '[') close = text[at + 1] == '(' ? "\\)" : "\\]";
            else { at += 2; continue; }
            int end = Find(text, close, at + length);
            // A dollar that nothing closes is money.
            if (end < 0) { at += length; continue; }
            string content = text[(at + length)..end];
            if (close == "$" && content.Contains('\n', StringComparison.Ordinal)) { at++; continue; }
            if (!string.IsNullOrWhiteSpace(content)) formulas.Add(new Formula(at, end + close.Length, content));
            at = end + close.Length;
        }
        return formulas;
    }

    private static int Find(string text, string close, int from)
    {
        while (from < text.Length)
        {
            int at = text.IndexOf(close, from, StringComparison.Ordinal);
            if (at <= 0 || close[0] == '\\' || text[at - 1] != '\\') return at;
            from = at + 1;
        }
        return -1;
    }
}
