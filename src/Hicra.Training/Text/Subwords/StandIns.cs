using System.Globalization;

namespace Hicra.Training.Text.Subwords;

/// <summary>
/// A text of code points for <see cref="System.Text.RegularExpressions.Regex"/>, which sees UTF-16: a character beyond U+FFFF is replaced by one of
/// the same general category below it, so that <c>\p{L}</c> holds for all letters. Positions are translated back.
/// </summary>
internal sealed class StandIns
{
    private static readonly char[] OfCategory = Make();

    // Where each character of Text begins in the given text, and that text's length; null where nothing was replaced.
    private readonly int[]? _given;

    private StandIns(string text, int[]? given) => (Text, _given) = (text, given);

    /// <summary>One character for each code point.</summary>
    public string Text { get; }

    /// <summary>Replaces what must be replaced.</summary>
    public static StandIns Of(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0) return new StandIns(text, null);
        var characters = new List<char>(text.Length);
        var given = new List<int>(text.Length + 1);
        for (int i = 0; i < text.Length; i++)
        {
            given.Add(i);
            bool pair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            // An unpaired surrogate is written as U+FFFD.
            characters.Add(pair ? OfCategory[(int)CharUnicodeInfo.GetUnicodeCategory(text, i)] : char.IsSurrogate(text[i]) ? '\uFFFD' : text[i]);
            if (pair) i++;
        }
        given.Add(text.Length);
        return new StandIns(new string([.. characters]), [.. given]);
    }

    /// <summary>The position in the given text.</summary>
    public int Given(int position) => _given?[position] ?? position;

    private static char[] Make()
    {
        var last = new char[Enum.GetValues<UnicodeCategory>().Length];
        // The last of each category, because patterns name characters of the scripts before them.
        for (int c = 0; c <= char.MaxValue; c++) last[(int)char.GetUnicodeCategory((char)c)] = (char)c;
        return last;
    }
}
