using System.Globalization;

namespace Hicra.Strategy;

/// <summary>
/// Text as a sequence of symbols that tile it: words, single punctuation characters, and runs of white space. Word
/// boundaries, case, apostrophes and white space are settled here once, so that a matcher only compares symbols.
/// </summary>
internal sealed class GramText
{
    private const int UnknownWord = -1;

    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public GramText() => _lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The symbols of a gram; its words become known.</summary>
    public int[] Learn(string gram)
    {
        char[] text = gram.Trim().ToCharArray();
        Fold(text);
        var symbols = new List<int>();
        for (int i = 0; i < text.Length;)
        {
            int end = End(text, i);
            string symbol = new(text, i, end - i);
            if (IsWordStart(text, i) && !_words.ContainsKey(symbol)) _words.Add(symbol, _words.Count);
            symbols.Add(Symbol(text, i, end));
            i = end;
        }
        return [.. symbols];
    }

    /// <summary>Writes the symbols of a folded text and where each starts (and, after the last, where the text ends).</summary>
    /// <returns>The number of symbols.</returns>
    public int Scan(ReadOnlySpan<char> folded, Span<int> symbols, Span<int> starts)
    {
        int count = 0;
        for (int i = 0; i < folded.Length; count++)
        {
            int end = End(folded, i);
            symbols[count] = Symbol(folded, i, end);
            starts[count] = i;
            i = end;
        }
        starts[count] = folded.Length;
        return count;
    }

    /// <summary>Lower case, one kind of apostrophe, one kind of white space; a character stays one character.</summary>
    public static void Fold(Span<char> text)
    {
        foreach (ref char c in text)
        {
            c = c switch
            {
                '\u2018' or '\u2019' or '\u02BC' or '\uFF07' => '\'',
                _ when char.IsWhiteSpace(c) => ' ',
                _ => char.ToLowerInvariant(c),
            };
        }
    }

    private int Symbol(ReadOnlySpan<char> text, int start, int end)
    {
        if (!IsWordStart(text, start)) return UnknownWord - 1 - text[start]; // below the words, which count from 0
        return _lookup.TryGetValue(text[start..end], out int word) ? word : UnknownWord;
    }

    /// <summary>Where the symbol ends that starts at <paramref name="start"/>.</summary>
    internal static int End(ReadOnlySpan<char> text, int start)
    {
        int end = start + 1;
        if (text[start] == ' ') while (end < text.Length && text[end] == ' ') end++;
        else if (IsWordStart(text, start)) while (end < text.Length && IsInWord(text, end)) end++;
        return end;
    }

    private static bool IsWordStart(ReadOnlySpan<char> text, int i) => IsWordCharacter(text[i]);

    // "can't" is one word, so the gram "we can" is not in "we can't"; the quotation marks of 'so' are not part of the word.
    private static bool IsInWord(ReadOnlySpan<char> text, int i) =>
        IsWordCharacter(text[i]) || (text[i] == '\'' && i + 1 < text.Length && IsWordCharacter(text[i + 1]));

    /// <summary>Whether words are made of this character.</summary>
    internal static bool IsWordCharacter(char c) =>
        char.IsAsciiLetterOrDigit(c)
        || (c > '\u007F' && (char.IsLetterOrDigit(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark));
}
