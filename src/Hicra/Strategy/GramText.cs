namespace Hicra.Strategy;

/// <summary>
/// Text as a sequence of symbols that tile it: words, single punctuation characters, and runs of white space. Word
/// boundaries, case, apostrophes and white space are settled here once, so that a matcher only compares symbols.
/// </summary>
internal sealed class GramText
{
    // A word or a character that is in no gram. No gram begins or ends with white space, so what stands beside such a
    // symbol can be no part of a gram either: a stretch of the two is one symbol.
    private const int Foreign = WordTable.Unknown;

    private readonly WordTable _words = new();
    private readonly ulong[] _punctuation = new ulong[(char.MaxValue + 1) / 64]; // the characters that are in grams, as bits

    /// <summary>The symbols of a gram; its words become known.</summary>
    public int[] Learn(string gram)
    {
        char[] text = gram.Trim().ToCharArray();
        Fold(text);
        var symbols = new List<int>();
        for (int i = 0; i < text.Length;)
        {
            int end = End(text, i);
            bool isWord = IsWordCharacter(text[i]);
            if (!isWord) _punctuation[text[i] / 64] |= 1UL << text[i];
            symbols.Add(isWord ? _words.Add(text.AsSpan(i..end)) : Punctuation(text[i]));
            i = end;
        }
        return [.. symbols];
    }

    /// <summary>
    /// Writes the symbols of a text from a position on, and where each starts (and, after the last, where the next one does).
    /// Stretches that can be no part of a gram are one symbol. Where the room ends before the text, the symbols end before
    /// such a stretch, and the position is there.
    /// </summary>
    /// <param name="text">As it stands; case, apostrophes and white space are folded on the way.</param>
    /// <param name="position">Where to begin; then, where to go on. It stays where it is if there is no such stretch within the room.</param>
    /// <param name="symbols">The room.</param>
    /// <param name="starts">One longer.</param>
    /// <returns>The number of symbols.</returns>
    public int Scan(ReadOnlySpan<char> text, ref int position, Span<int> symbols, Span<int> starts)
    {
        int count = 0, last = 0, cut = 0; // at cut stands the latest foreign symbol, which begins the next chunk
        for (int i = position; i < text.Length;)
        {
            int start = i, symbol;
            CharacterClass first = CharacterTable.Class[text[i]];
            if (first == CharacterClass.Word)
            {
                uint hash = WordTable.Seed;
                do
                {
                    hash = WordTable.Hash(hash, CharacterTable.Folded[text[i]]);
                    i++;
                }
                while (i < text.Length && IsInWord(text, i));
                symbol = _words.Find(text[start..i], hash);
            }
            else if (first == CharacterClass.Unparted)
            {
                symbol = _words.Find(text[start..++i], WordTable.Hash(WordTable.Seed, CharacterTable.Folded[text[start]]));
            }
            else if (first == CharacterClass.Blank)
            {
                do i++;
                while (i < text.Length && CharacterTable.Class[text[i]] == CharacterClass.Blank);
                symbol = last == Foreign && count > 0 ? Foreign : Punctuation(' ');
            }
            else
            {
                char folded = CharacterTable.Folded[text[i++]];
                symbol = (_punctuation[folded / 64] & (1UL << folded)) != 0 ? Punctuation(folded) : Foreign;
            }
            if (symbol == Foreign && last == Foreign && count > 0) continue;
            if (symbol == Foreign) cut = count;
            if (count == symbols.Length)
            {
                if (symbol == Foreign) starts[count] = start;
                position = cut > 0 ? starts[cut] : position;
                return cut;
            }
            (symbols[count], starts[count]) = (symbol, start);
            last = symbol;
            count++;
        }
        starts[count] = position = text.Length;
        return count;
    }

    /// <summary>Lower case, one kind of apostrophe, one kind of white space; a character stays one character.</summary>
    public static void Fold(Span<char> text)
    {
        foreach (ref char c in text) c = CharacterTable.Folded[c];
    }

    /// <summary>Where the symbol ends that starts at <paramref name="start"/>.</summary>
    internal static int End(ReadOnlySpan<char> text, int start)
    {
        int end = start + 1;
        if (CharacterTable.Class[text[start]] == CharacterClass.Blank) while (end < text.Length && CharacterTable.Class[text[end]] == CharacterClass.Blank) end++;
        else if (CharacterTable.Class[text[start]] == CharacterClass.Word) while (end < text.Length && IsInWord(text, end)) end++;
        return end;
    }

    /// <summary>Whether words are made of this character.</summary>
    internal static bool IsWordCharacter(char c) => CharacterTable.Class[c] is CharacterClass.Word or CharacterClass.Unparted;

    /// <summary>Whether the character is a word of its own, beside which no blank stands.</summary>
    internal static bool IsUnparted(char c) => CharacterTable.Class[c] == CharacterClass.Unparted;

    /// <summary>Words as a text: blanks between them, but none beside a character that is a word of its own.</summary>
    internal static string Joined(IEnumerable<string> words)
    {
        var text = new System.Text.StringBuilder();
        foreach (string word in words)
        {
            if (text.Length > 0 && !IsUnparted(text[^1]) && !IsUnparted(word[0])) text.Append(' ');
            text.Append(word);
        }
        return text.ToString();
    }

    // Below the words, which count from 0, and below the word that is not known.
    private static int Punctuation(char c) => WordTable.Unknown - 1 - c;

    // "can't" is one word, so the gram "we can" is not in "we can't"; the quotation marks of 'so' are not part of the word.
    private static bool IsInWord(ReadOnlySpan<char> text, int i) => CharacterTable.Class[text[i]] switch
    {
        CharacterClass.Word => true,
        CharacterClass.Apostrophe => i + 1 < text.Length && CharacterTable.Class[text[i + 1]] == CharacterClass.Word,
        _ => false,
    };
}
