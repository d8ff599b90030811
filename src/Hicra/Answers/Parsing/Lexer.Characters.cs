using System.Globalization;
using System.Text;
using Hicra.Answers.Values;

namespace Hicra.Answers.Parsing;

/// <summary>Characters that stand for several signs.</summary>
internal sealed partial class Lexer
{
    // ½ is \frac{1}{2}
    private bool Vulgar(char c)
    {
        if (c < '\u00BC') return false;
        string[] parts = c.ToString().Normalize(NormalizationForm.FormKD).Split('\u2044');
        if (parts.Length != 2 || !parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit))) return false;
        Add(TokenKind.Command, "frac");
        foreach (string part in parts)
        {
            Add(TokenKind.Open, "{");
            Add(TokenKind.Number, part, NumberNode.Whole(int.Parse(part, CultureInfo.InvariantCulture)));
            Add(TokenKind.Close, "}");
        }
        return true;
    }
}
