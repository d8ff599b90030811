using System.Globalization;

namespace Hicra.Strategy;

/// <summary>What a character is to the matcher.</summary>
internal enum CharacterClass : byte
{
    /// <summary>Punctuation, symbols, halves of surrogate pairs: a symbol of its own.</summary>
    Other,

    /// <summary>White space: a run of it is one symbol.</summary>
    Blank,

    /// <summary>Letters, digits and the marks on them: a run of them is a word.</summary>
    Word,

    /// <summary>A letter of a script that parts no words by blanks (Chinese, Japanese, Thai, …): a word of its own.</summary>
    Unparted,

    /// <summary>Part of a word between two word characters, else as <see cref="Other"/>.</summary>
    Apostrophe,
}

/// <summary>Every UTF-16 character with its class and its folded form, looked up once, because the scan of a text asks for each.</summary>
internal static class CharacterTable
{
    /// <summary>[65536] lower case, one kind of apostrophe, one kind of white space.</summary>
    public static readonly char[] Folded = new char[char.MaxValue + 1];

    /// <summary>[65536]</summary>
    public static readonly CharacterClass[] Class = new CharacterClass[char.MaxValue + 1];

    static CharacterTable()
    {
        for (int i = 0; i <= char.MaxValue; i++)
        {
            char folded = Fold((char)i);
            Folded[i] = folded;
            Class[i] = folded switch
            {
                ' ' => CharacterClass.Blank,
                '\'' => CharacterClass.Apostrophe,
                _ when IsUnparted(folded) && IsWord(folded) => CharacterClass.Unparted,
                _ => IsWord(folded) ? CharacterClass.Word : CharacterClass.Other,
            };
        }
    }

    // Han, Hiragana and Katakana (with what stands beside them), Thai, Lao, Tibetan, Myanmar, Khmer. Korean parts its words by blanks.
    private static bool IsUnparted(char c) => c is (>= '\u2E80' and <= '\u2FDF') or (>= '\u3005' and <= '\u3007') or (>= '\u3040' and <= '\u312F') or (>= '\u31A0' and <= '\u31FF')
        or (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFF66' and <= '\uFF9F')
        or (>= '\u0E00' and <= '\u0FFF') or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF');

    private static char Fold(char c) => c switch
    {
        '\u2018' or '\u2019' or '\u02BC' or '\uFF07' => '\'',
        _ when char.IsWhiteSpace(c) => ' ',
        _ => char.ToLowerInvariant(c),
    };

    private static bool IsWord(char c) =>
        char.IsLetterOrDigit(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
