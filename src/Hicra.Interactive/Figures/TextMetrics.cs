using System.Globalization;
using System.Text;

namespace Hicra.Interactive.Figures;

/// <summary>
/// How wide text is. The reader's fonts are unknown, so widths are those of Verdana and DejaVu Sans, the widest of the usual
/// sans-serif faces: what fits by this measure fits everywhere.
/// </summary>
internal static class TextMetrics
{
    /// <summary>The width in pixels.</summary>
    public static double Width(string text, double size, bool bold = false)
    {
        double width = 0;
        foreach (Rune rune in text.EnumerateRunes()) width += Advance(rune);
        return width * size * (bold ? 1.1 : 1);
    }

    /// <summary>The text, cut with an ellipsis where it is wider than allowed.</summary>
    public static string Fit(string text, double size, double width, bool bold = false)
    {
        if (Width(text, size, bold) <= width) return text;
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(text);
        var kept = new StringBuilder();
        while (elements.MoveNext())
        {
            string next = elements.GetTextElement();
            if (Width(kept + next + "…", size, bold) > width) break;
            kept.Append(next);
        }
        return kept.Length == 0 ? "" : kept.ToString().TrimEnd() + "…";
    }

    /// <summary>The text in lines that are no wider than allowed; a word that is wider alone is cut.</summary>
    public static IReadOnlyList<string> Wrap(string text, double size, double width, bool bold = false)
    {
        var lines = new List<string>();
        string line = "";
        foreach (string word in text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            string longer = line.Length == 0 ? word : line + " " + word;
            if (line.Length == 0 || Width(longer, size, bold) <= width) line = longer;
            else
            {
                lines.Add(Fit(line, size, width, bold));
                line = word;
            }
        }
        if (line.Length > 0) lines.Add(Fit(line, size, width, bold));
        return lines;
    }

    private static double Advance(Rune rune) => rune.Value switch
    {
        'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' or ' ' or '·' => 0.33,
        'f' or 't' or 'r' or '(' or ')' or '[' or ']' or '/' or '\\' or '-' => 0.41,
        'm' or 'w' or 'W' or 'M' or '@' or '%' or '…' or '→' => 0.98,
        >= 'A' and <= 'Z' or '±' or '=' or '+' or '<' or '>' or '\u2212' => 0.78,
        >= '0' and <= '9' => 0.64,
        < 0x300 => 0.62,
        _ => 1.0,
    };
}
