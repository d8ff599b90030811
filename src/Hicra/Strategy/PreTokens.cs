namespace Hicra.Strategy;

/// <summary>
/// The pieces into which byte-level tokenizers cut a text before they merge bytes, by the rule of Qwen 2 and later
/// (tokenizer.json: contractions, letters with one character before them, single digits, runs of punctuation, white space).
/// Letters of scripts without blanks between words are pieces of one. A token is such a piece or a part of one, so where a text comes without its tokens their number comes close to that of tokens.
/// </summary>
public static class PreTokens
{
    private const byte Sign = 0, Letter = 1, Unparted = 2, Number = 3, Space = 4;

    // [65536] looked up once: a log has billions of characters.
    private static readonly byte[] Kinds = EveryKind();

    /// <summary>Appends where each piece ends, in characters; the first begins at 0.</summary>
    public static void Ends(ReadOnlySpan<char> text, List<int> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        for (int at = 0; at < text.Length;)
        {
            at += Length(text[at..]);
            into.Add(at);
        }
    }

    // In the order of the rule's alternatives:
    // (?i:'s|'t|'re|'ve|'m|'ll|'d) | [^\r\n\p{L}\p{N}]?\p{L}+ | \p{N} | ' '?[^\s\p{L}\p{N}]+[\r\n]* | \s*[\r\n]+ | \s+(?!\S) | \s+
    private static int Length(ReadOnlySpan<char> text)
    {
        if (text[0] == '\'' && Contraction(text) is var contraction and > 0) return contraction;
        byte first = Kinds[text[0]];
        int lead = first is Space or Sign && text[0] is not ('\r' or '\n') ? 1 : 0;
        // Tokenizers merge the letters of such a script to pieces of one or two; the whole sentence would be one.
        if (lead < text.Length && Kinds[text[lead]] == Unparted) return lead + 1;
        int letters = Run(text, lead, Letter);
        if (letters > lead) return letters;
        if (first == Number) return 1;
        int blank = text[0] == ' ' ? 1 : 0;
        int signs = Run(text, blank, Sign);
        if (signs > blank)
        {
            while (signs < text.Length && text[signs] is '\r' or '\n') signs++;
            return signs;
        }
        int space = Run(text, 0, Space);
        int lastBreak = text[..space].LastIndexOfAny('\r', '\n');
        if (lastBreak >= 0) return lastBreak + 1;
        // The last blank before a word belongs to the word.
        return space < text.Length && space > 1 ? space - 1 : space;
    }

    private static int Contraction(ReadOnlySpan<char> text)
    {
        if (text.Length < 2) return 0;
        if (text.Length > 2 && (char.ToLowerInvariant(text[1]), char.ToLowerInvariant(text[2])) is ('r', 'e') or ('v', 'e') or ('l', 'l')) return 3;
        return char.ToLowerInvariant(text[1]) is 's' or 't' or 'm' or 'd' ? 2 : 0;
    }

    private static int Run(ReadOnlySpan<char> text, int from, byte kind)
    {
        while (from < text.Length && Kinds[text[from]] == kind) from++;
        return from;
    }

    private static byte[] EveryKind()
    {
        var kinds = new byte[char.MaxValue + 1];
        for (int i = 0; i < kinds.Length; i++)
        {
            char c = (char)i;
            kinds[i] = char.IsLetter(c) ? GramText.IsUnparted(c) ? Unparted : Letter : char.IsNumber(c) ? Number : char.IsWhiteSpace(c) ? Space : Sign;
        }
        return kinds;
    }
}
