using System.Globalization;
using Hicra.Answers.Values;

namespace Hicra.Answers.Parsing;

/// <summary>Characters that stand for several signs.</summary>
internal sealed partial class Lexer
{
    private const string VulgarFractions = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞", Numerators = "112131234151357", Denominators = "233445555668888";

    // ½ is \frac{1}{2}
    private bool Vulgar(char c)
    {
        int at = VulgarFractions.IndexOf(c, StringComparison.Ordinal);
        if (at < 0) return false;
        Add(TokenKind.Command, "frac");
        foreach (char digit in (ReadOnlySpan<char>)[Numerators[at], Denominators[at]])
        {
            Add(TokenKind.Open, "{");
            Add(TokenKind.Number, digit.ToString(), NumberNode.Whole(int.Parse([digit], CultureInfo.InvariantCulture)));
            Add(TokenKind.Close, "}");
        }
        return true;
    }
}
