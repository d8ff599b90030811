using System.Globalization;
using System.Text.RegularExpressions;

namespace Hicra.Tests.Answers;

/// <summary>Ways to write an answer that do not change it, and ways that do.</summary>
internal static partial class Rewriting
{
    public static readonly IReadOnlyList<(string Name, Func<string, string> Rewrite)> Faithful =
    [
        ("spacing and \\left", Spaced), ("\\dfrac", answer => answer.Replace("\\dfrac", "\\frac", StringComparison.Ordinal).Replace("\\frac", "\\dfrac", StringComparison.Ordinal)), ("decimal and fraction", Exchanged),
        ("words and units", answer => Number().IsMatch(Bare(answer)) ? $"\\text{{the answer is }}{Bare(answer)}\\text{{ units}}" : answer), ("thousands", Grouped),
    ];

    public static string Bare(string answer) => answer.StartsWith('$') && answer.EndsWith('$') ? answer[1..^1] : answer;

    /// <summary>Answers that differ from one in a sign, a digit, a bracket, an order, a factor or a unit.</summary>
    public static IEnumerable<string> Spoilt(string answer)
    {
        string bare = Bare(answer);
        if (bare.Contains("where", StringComparison.Ordinal)) yield break; // a condition is no part of the answer
        int[] digits = [.. Enumerable.Range(0, bare.Length).Where(i => char.IsAsciiDigit(bare[i]))];
        foreach (int at in digits.Take(3))
            foreach (int step in (int[])[1, 4])
                yield return bare[..at] + ((bare[at] - '0' + step) % 10).ToString(CultureInfo.InvariantCulture) + bare[(at + 1)..];
        if (Number().IsMatch(bare) && bare.Any(c => c is >= '1' and <= '9'))
        {
            yield return bare.StartsWith('-') ? bare[1..] : "-" + bare;
            yield return $"\\frac{{{bare}}}{{100}}";
            yield return $"100 \\cdot ({bare})";
        }
        if (Pair().Match(bare) is { Success: true } pair && pair.Groups[1].Value.Trim() != pair.Groups[2].Value.Trim()) yield return $"({pair.Groups[2].Value},{pair.Groups[1].Value})";
        bool interval = bare.Contains("\\infty", StringComparison.Ordinal) || bare.Contains("\\cup", StringComparison.Ordinal) || bare.Contains(']', StringComparison.Ordinal);
        if (interval && !bare.Contains("sqrt[", StringComparison.Ordinal) && !bare.Contains("\\left[P", StringComparison.Ordinal) && !bare.Contains("begin", StringComparison.Ordinal))
        {
            if (bare.Contains('[', StringComparison.Ordinal)) yield return bare.Replace('[', '(');
            if (bare.Contains(']', StringComparison.Ordinal)) yield return bare.Replace(']', ')');
        }
        if (bare.Contains("^\\circ", StringComparison.Ordinal)) yield return bare.Replace("^\\circ", "\\%", StringComparison.Ordinal);
        if (bare.Contains("cm", StringComparison.Ordinal)) yield return bare.Replace("cm", "m", StringComparison.Ordinal);
        if (bare.Contains("inches", StringComparison.Ordinal)) yield return bare.Replace("^2", "^3", StringComparison.Ordinal);
        if (bare.Contains("cents", StringComparison.Ordinal)) yield return bare.Replace("cents", "dollars", StringComparison.Ordinal);
    }

    private static string Spaced(string answer)
    {
        string spaced = Sign().Replace(answer, " $1 ");
        bool plain = !answer.Contains("\\left", StringComparison.Ordinal) && !answer.Contains('[', StringComparison.Ordinal) && !answer.Contains(']', StringComparison.Ordinal) && answer.Count(c => c == '(') == answer.Count(c => c == ')');
        return plain ? spaced.Replace("(", "\\left( ", StringComparison.Ordinal).Replace(")", " \\right)", StringComparison.Ordinal) : spaced;
    }

    private static string Exchanged(string answer)
    {
        string bare = Bare(answer);
        if (Fraction().Match(bare) is { Success: true } fraction)
        {
            decimal bottom = decimal.Parse(fraction.Groups[3].Value, CultureInfo.InvariantCulture), rest = bottom;
            while (rest % 2 == 0) rest /= 2;
            while (rest % 5 == 0) rest /= 5;
            if (rest == 1 && bottom < 100_000) return fraction.Groups[1].Value + (decimal.Parse(fraction.Groups[2].Value, CultureInfo.InvariantCulture) / bottom).ToString(CultureInfo.InvariantCulture);
        }
        if (Decimal().Match(bare) is { Success: true } number) return $"{number.Groups[1].Value}\\frac{{{number.Groups[2].Value}{number.Groups[3].Value}}}{{1{new string('0', number.Groups[3].Length)}}}";
        return Whole().IsMatch(bare) ? bare + ".0" : answer;
    }

    private static string Grouped(string answer)
    {
        string bare = Bare(answer);
        if (!Whole().IsMatch(bare) || bare.TrimStart('-').Length < 4 || bare.TrimStart('-')[0] == '0') return answer;
        return decimal.Parse(bare, CultureInfo.InvariantCulture).ToString("N0", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^-?(\d+\.?\d*|\.\d+|\\d?frac\{\d+\}\{\d+\})$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^-?\d+$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^(-?)\\d?frac\{(\d+)\}\{(\d+)\}$")]
    private static partial Regex Fraction();

    [GeneratedRegex(@"^(-?)(\d*)\.(\d+)$")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^\(([^()]*),([^()]*)\)$")]
    private static partial Regex Pair();

    [GeneratedRegex(@"\s*([=+])\s*")]
    private static partial Regex Sign();
}
