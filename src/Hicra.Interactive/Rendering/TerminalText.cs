using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hicra.Interactive.Rendering;

/// <summary>Text that is safe to print: names and model output could hold sequences that move a terminal's cursor, recolour it, or rename its window.</summary>
internal static partial class TerminalText
{
    /// <summary>The text with tabs and line ends as spaces, and every other control character as U+FFFD.</summary>
    /// <param name="text">Any text; null counts as empty.</param>
    /// <param name="keepLines">Whether line feeds stay.</param>
    public static string Clean(string? text, bool keepLines) => string.Create((text ?? "").Length, (Text: text ?? "", keepLines), (span, state) =>
    {
        for (int i = 0; i < span.Length; i++)
        {
            char c = state.Text[i];
            span[i] = c == '\n' && state.keepLines ? c : c is '\n' or '\r' or '\t' ? ' ' : char.IsControl(c) ? '\ufffd' : c;
        }
    });

    /// <summary>The columns that text takes in a terminal: two for East Asian wide characters and emoji, none for marks that combine and for the escapes of colours.</summary>
    public static int Columns(string text)
    {
        // Nearly all text is plain.
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text.Length;
        int columns = 0;
        foreach (Rune rune in (text.Contains('\e', StringComparison.Ordinal) ? Escapes().Replace(text, "") : text).EnumerateRunes()) columns += Columns(rune);
        return columns;
    }

    /// <summary>A line in pieces of at most <paramref name="width"/> columns, broken at spaces where it can be; pieces after the first are indented as the line is, those of a list's item (<c>- </c>) as its words are.</summary>
    public static IEnumerable<string> Fold(string line, int width)
    {
        if (Columns(line) <= width) return [line];
        string indent = line[..(line.Length - line.TrimStart(' ').Length)];
        if (indent.Length > width / 2) indent = "";
        string item = line.AsSpan(indent.Length).StartsWith("- ") && width > indent.Length + 20 ? "- " : "", below = indent + new string(' ', item.Length);
        return [.. Words(line[(indent.Length + item.Length)..], width - below.Length).Select((piece, i) => (i == 0 ? indent + item : below) + piece)];
    }

    /// <summary>Words in lines of at most <paramref name="width"/> columns; a word that is longer is cut into pieces.</summary>
    public static IReadOnlyList<string> Words(string text, int width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        int column = 0;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(w => Pieces(w, width)))
        {
            int columns = Columns(word);
            if (column > 0 && column + 1 + columns > width) End();
            if (column > 0)
            {
                line.Append(' ');
                column++;
            }
            line.Append(word);
            column += columns;
        }
        if (line.Length > 0) End();
        return lines;

        void End()
        {
            lines.Add(line.ToString());
            line.Clear();
            column = 0;
        }
    }

    private static IEnumerable<string> Pieces(string word, int width)
    {
        if (Columns(word) <= width || word.Contains('\e', StringComparison.Ordinal)) return [word];
        var pieces = new List<string>();
        var piece = new StringBuilder();
        int column = 0;
        foreach (Rune rune in word.EnumerateRunes())
        {
            int columns = Columns(rune);
            if (column > 0 && column + columns > width)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
                column = 0;
            }
            piece.Append(rune.ToString());
            column += columns;
        }
        return [.. pieces, piece.ToString()];
    }

    private static int Columns(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0 : IsWide(rune.Value) ? 2 : 1;

    // Unicode's East Asian Width W and F, in the ranges that terminals go by.
    private static bool IsWide(int c) => c is >= 0x1100 and <= 0x115f or >= 0x2e80 and <= 0x303e or >= 0x3041 and <= 0xa4cf or >= 0xac00 and <= 0xd7a3 or >= 0xf900 and <= 0xfaff
        or >= 0xfe30 and <= 0xfe6f or >= 0xff00 and <= 0xff60 or >= 0xffe0 and <= 0xffe6 or >= 0x1f300 and <= 0x1f64f or >= 0x1f900 and <= 0x1f9ff or >= 0x20000 and <= 0x3fffd;

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Escapes();
}
