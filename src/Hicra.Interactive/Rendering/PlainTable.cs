using System.Text;

namespace Hicra.Interactive.Rendering;

/// <summary>
/// A table for terminals: columns padded, numbers to the right, a rule under the head. Where the window is too narrow, headings
/// and words break into lines; then the columns go that the caller says can go, and the table says so; then rows stack. In a terminal,
/// a row of nothing but its first cell is a heading and stands over the columns. No cell is cut.
/// </summary>
internal static class PlainTable
{
    /// <summary>The table, in as many columns as <see cref="TextWidth"/> allows.</summary>
    /// <param name="head">The headings.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="firstNumber">Columns from this one on hold numbers.</param>
    /// <param name="leftColumns">Columns behind it that hold words nevertheless.</param>
    /// <param name="drop">Columns that can go where there is no room, the least important first.</param>
    public static string Render(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows, int firstNumber = 1, IReadOnlyCollection<int>? leftColumns = null, IReadOnlyList<int>? drop = null)
    {
        string[] heads = [.. head.Select(Clean)];
        string[][] body = [.. rows.Select(row => (string[])[.. row.Select(Clean), .. Enumerable.Repeat("", Math.Max(0, heads.Length - row.Count))])];
        string[] headings = [.. body.Select(row => TextWidth.Current is not null && row.Skip(1).All(c => c.Length == 0) ? row[0] : "")];
        // Over nothing but themselves they are cells.
        if (headings.All(h => h.Length > 0)) headings = [.. headings.Select(_ => "")];
        int[] shown = [.. Enumerable.Range(0, heads.Length)];
        var left = new List<string>();
        for (int next = 0; ; next++)
        {
            PlainColumn[] columns = [.. shown.Select(i => new PlainColumn(heads[i], [.. body.Select((row, r) => i == 0 && headings[r].Length > 0 ? "" : row[i])], IsNumber: i >= firstNumber && leftColumns?.Contains(i) != true))];
            string more = left.Count == 0 ? "" : "\n" + Wrap($"(no room for: {string.Join(", ", left)})");
            if (TextWidth.Current is not int width) return Lay(columns, [.. columns.Select(c => c.Natural)], headings);
            if (PlainColumn.Widths(columns, width) is { } widths) return Lay(columns, widths, headings) + more;
            if (next >= (drop?.Count ?? 0)) return Stack(columns, headings, width) + more;
            left.Add(heads[drop![next]]);
            shown = [.. shown.Where(i => i != drop[next])];
        }
    }

    /// <summary>Text in lines of at most <paramref name="width"/> columns, broken at spaces; as wide as prose is without it.</summary>
    public static string Wrap(string text, int? width = null) => string.Join('\n', TerminalText.Words(text, width ?? TextWidth.Prose));

    /// <summary>Text of at most <paramref name="most"/> characters, cut with an ellipsis.</summary>
    public static string Short(string text, int most)
    {
        if (text.Length <= most) return text;
        int end = most - 1;
        // Half of a character outside the basic plane is none.
        if (end > 0 && char.IsHighSurrogate(text[end - 1])) end--;
        return text[..end].TrimEnd() + "…";
    }

    /// <summary>One line of text that cannot steer a terminal.</summary>
    public static string Clean(string? text) => TerminalText.Clean(text, keepLines: false);

    private static string Lay(PlainColumn[] columns, int[] widths, string[] headings)
    {
        var text = new StringBuilder();
        Lines([.. columns.Select((c, i) => TerminalText.Words(c.Head, widths[i]))], atBottom: true);
        text.Append(string.Join("  ", widths.Select(w => new string('-', w)))).Append('\n');
        for (int row = 0; row < headings.Length; row++)
            if (headings[row].Length > 0) text.Append(string.Join('\n', TerminalText.Fold(headings[row], TextWidth.Prose))).Append('\n');
            else Lines([.. columns.Select((c, i) => c.Lines(row, widths[i]))], atBottom: false);
        return text.ToString().TrimEnd('\n');

        void Lines(IReadOnlyList<string>[] cells, bool atBottom)
        {
            int height = Math.Max(1, cells.Max(c => c.Count));
            for (int line = 0; line < height; line++)
            {
                IEnumerable<string> parts = cells.Select((c, i) =>
                {
                    int at = atBottom ? line - (height - c.Count) : line;
                    string part = at >= 0 && at < c.Count ? c[at] : "", pad = new(' ', Math.Max(0, widths[i] - TerminalText.Columns(part)));
                    return columns[i].IsNumber ? pad + part : part + pad;
                });
                text.Append(string.Join("  ", parts).TrimEnd()).Append('\n');
            }
        }
    }

    private static string Stack(PlainColumn[] columns, string[] headings, int width)
    {
        var text = new StringBuilder();
        for (int row = 0; row < headings.Length; row++)
        {
            foreach (string line in TerminalText.Words(headings[row].Length > 0 ? headings[row] : columns[0].Cells[row], width)) text.Append(line).Append('\n');
            for (int i = 1; i < columns.Length; i++)
            {
                string cell = columns[i].Cells[row].Trim();
                if (cell.Length == 0) continue;
                foreach (string line in TerminalText.Fold($"  {(columns[i].Head.Length == 0 ? "" : columns[i].Head + ": ")}{cell}", width)) text.Append(line).Append('\n');
            }
        }
        return text.ToString().TrimEnd('\n');
    }
}
