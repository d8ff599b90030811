using System.Text;

namespace Hicra.Answers.Parsing;

/// <summary>An answer as it is written, without what only styles and spaces: two with the same form are equal whatever they mean.</summary>
internal static class WrittenForm
{
    private const int Longest = 2_000_000;

    public static string Of(string text)
    {
        var form = new StringBuilder(Math.Min(text.Length, 256));
        int at = 0;
        while (at < text.Length && form.Length < Longest)
        {
            char c = text[at++];
            if (char.IsWhiteSpace(c) || c is '$' or '~') continue;
            if (c != '\\' || at >= text.Length) { form.Append(c); continue; }
            int start = at;
            while (at < text.Length && char.IsAsciiLetter(text[at])) at++;
            if (at == start)
            {
                c = text[at++];
                if (c is not (',' or ';' or ':' or '!' or ' ' or '(' or ')' or '[' or ']')) form.Append('\\').Append(c);
                continue;
            }
            string name = text[start..at];
            if (MathNames.Silent.Contains(name) || MathNames.Texts.Contains(name)) continue;
            form.Append('\\').Append(name is "dfrac" or "tfrac" or "cfrac" ? "frac" : name);
        }
        while (form.Length > 0 && form[^1] is '.' or ',' or ';') form.Length--;
        return form.ToString();
    }
}
