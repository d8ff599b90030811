using System.Globalization;
using System.Numerics;
using Hicra.Answers.Values;

namespace Hicra.Answers.Parsing;

/// <summary>Reads a number from where it begins: its groups of thousands, its point, its power of ten.</summary>
internal static class NumberReader
{
    /// <summary>Numbers of more digits are no numbers to us: they are compared as they are written.</summary>
    public const int MaxDigits = 2_400;

    private const int MaxExponent = 2_400;

    // What stands between groups of three digits. A comma with a blank behind it divides a list, except where LaTeX's narrow blanks say otherwise.
    private static readonly string[] Separators = [",\\!\\!", ",\\! ", ",\\!", "{,}\\!", "{,}", "{ , }", "{, }", "\\,", "\\!,", ",\\,", ",", " ", "\\ ", "\\;", "~", "\u202f", "\u00a0", "\u2009", "'"];

    /// <summary>Whether a number begins here.</summary>
    public static bool Begins(string text, int at) => char.IsAsciiDigit(text[at]) || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]));

    /// <summary>Reads it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where it begins; behind its end afterwards.</param>
    /// <param name="reading">How commas are read.</param>
    /// <param name="ambiguous">Set where a comma or a blank was read as a part of the number.</param>
    /// <returns>Null where it is too long.</returns>
    public static NumberNode? Read(string text, ref int at, Reading reading, ref bool ambiguous)
    {
        int start = at;
        string whole = Digits(text, ref at);
        if (whole.Length is >= 1 and <= 3 && (whole[0] != '0' || whole.Length == 1)) whole = Grouped(text, start, whole, ref at, reading, ref ambiguous);
        string fraction = "";
        bool point = false;
        if (at < text.Length && text[at] == '.' && (at + 1 >= text.Length || text[at + 1] != '.'))
        {
            int behind = at + 1;
            fraction = Digits(text, ref behind);
            // A point without digits ends a sentence, unless the calculation goes on.
            if (fraction.Length > 0 || (whole.Length > 0 && behind < text.Length && (text[behind] is '/' or '*' or '^' || Repeats(text, behind)))) (point, at) = (true, behind);
        }
        else if (reading.DecimalComma && at + 2 < text.Length && text[at] == ',' && whole.Length > 0 && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiDigit(text[at + 2]))
        {
            at++;
            (fraction, point, ambiguous) = (Digits(text, ref at), true, true);
        }
        int exponent = point || whole.Length > 0 ? Exponent(text, ref at) : 0;
        if (whole.Length + fraction.Length is 0 or > MaxDigits || Math.Abs(exponent) > MaxExponent) return null;
        string digits = whole + fraction;
        BigInteger value = BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        int scale = fraction.Length - exponent;
        Rational? exact = scale <= 0 ? Rational.Of(value * BigInteger.Pow(10, -scale), 1) : Rational.Of(value, BigInteger.Pow(10, scale));
        if (exact is not { } number) return null;
        bool inexact = (point && (fraction.Length > 0 || Repeats(text, at))) || exponent != 0;
        return inexact ? new NumberNode(number, scale, digits.AsSpan().TrimStart('0').Length) : new NumberNode(number);
    }

    // 1.\overline{3}: the block begins at once behind the point.
    private static bool Repeats(string text, int at) => text.AsSpan(at).StartsWith("\\overline{") || text.AsSpan(at).StartsWith("\\bar{");

    private static string Digits(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return text[start..at];
    }

    private static string Grouped(string text, int start, string whole, ref int at, Reading reading, ref bool ambiguous)
    {
        // A number behind a comma belongs to a list, whose commas are none of thousands.
        bool inList = start > 0 && text[start - 1] == ',';
        int end = at;
        string? separator = null;
        string digits = whole;
        while (true)
        {
            string? next = separator is null ? Array.Find(Separators, s => Stands(text, end, s)) : Stands(text, end, separator) ? separator : null;
            if (next is null || (next is "," or " " && (!reading.Thousands || inList))) break;
            int group = end + next.Length, behind = group;
            string three = Digits(text, ref behind);
            if (three.Length != 3 && !(next.StartsWith(",\\!", StringComparison.Ordinal) && three.Length > 0)) return separator is null ? whole : Stop(whole, ref at, text, start);
            if (next is "," or " ") ambiguous = true;
            (separator, digits, end) = (next, digits + three, behind);
            if (digits.Length > MaxDigits) break;
        }
        at = end;
        return digits;
    }

    // "12,345,67" is a list: no group of it is one of thousands.
    private static string Stop(string whole, ref int at, string text, int start)
    {
        at = start;
        _ = Digits(text, ref at);
        return whole;
    }

    private static bool Stands(string text, int at, string separator) => string.CompareOrdinal(text, at, separator, 0, separator.Length) == 0 && at + separator.Length < text.Length && char.IsAsciiDigit(text[at + separator.Length]);

    private static int Exponent(string text, ref int at)
    {
        if (at >= text.Length || text[at] is not ('e' or 'E')) return 0;
        int behind = at + 1;
        bool minus = behind < text.Length && text[behind] == '-';
        if (behind < text.Length && text[behind] is '+' or '-') behind++;
        string digits = Digits(text, ref behind);
        if (digits.Length is 0 or > 6 || (behind < text.Length && (char.IsAsciiLetter(text[behind]) || text[behind] is '^' or '.'))) return 0;
        at = behind;
        int exponent = int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return minus ? -exponent : exponent;
    }
}
