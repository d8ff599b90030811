using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace Hicra.Kernel.Notebooks;

/// <summary>C# as HTML with a few coloured classes: enough to read by, without a compiler.</summary>
internal static partial class CSharpColours
{
    public static string Html(string code)
    {
        var html = new StringBuilder(code.Length * 2);
        int at = 0;
        foreach (Match match in Pieces().Matches(code))
        {
            Text(code[at..match.Index]);
            string kind = match.Groups["magic"].Success ? "m" : match.Groups["comment"].Success ? "c" : match.Groups["string"].Success ? "s" : match.Groups["number"].Success ? "n" : "k";
            html.Append("<span class=\"").Append(kind).Append("\">");
            Text(match.Value);
            html.Append("</span>");
            at = match.Index + match.Length;
        }
        Text(code[at..]);
        return html.ToString();

        void Text(string text) => html.Append(HtmlEncoder.Default.Encode(text).Replace("&#xA;", "\n", StringComparison.Ordinal).Replace("&#xD;", "", StringComparison.Ordinal));
    }

    // Nothing that begins is looked for in vain: what has no end goes to the end of the code, so that the time grows with the length and no more.
    [GeneratedRegex("""
        (?<magic>^[^\S\n]*\#[!r].*$)
        |(?<comment>//.*$|/\*[\s\S]*?(?:\*/|\z))
        |(?<string>\$?"{3}[\s\S]*?(?:"{3}|\z)|\$?@"(?>(?:[^"]|"")*)"?|\$?"(?>(?:\\.|[^"\\\n])*)"?|'(?:\\.|[^'\\\n])'?)
        |(?<number>\b\d(?>[\d_]*)(?:\.\d+)?(?:[eE][+-]?\d+)?[fFdDmMuUlL]*\b)
        |\b(?:abstract|as|async|await|base|bool|break|byte|case|catch|char|class|const|continue|decimal|default|do|double|else|enum|false|finally|float|for|foreach|get|if|in|init|int|interface|internal|is|lock|long|namespace|new|null|object|out|override|params|private|protected|public|readonly|record|ref|required|return|sealed|short|static|string|struct|switch|this|throw|true|try|typeof|using|var|virtual|void|when|while|with|yield)\b
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Pieces();
}
