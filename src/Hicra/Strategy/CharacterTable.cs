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
                _ => IsWord(folded) ? CharacterClass.Word : CharacterClass.Other,
            };
        }
    }

    private static char Fold(char c) => c switch
    {
        '\u2018' or '\u2019' or '\u02BC' or '\uFF07' => '\'',
        _ when char.IsWhiteSpace(c) => ' ',
        _ => char.ToLowerInvariant(c),
    };

    private static bool IsWord(char c) =>
        char.IsLetterOrDigit(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
