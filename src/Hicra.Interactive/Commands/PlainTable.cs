using System.Text;

namespace Hicra.Interactive.Commands;

/// <summary>A table for a terminal: columns side by side, numbers to the right.</summary>
internal static class PlainTable
{
    /// <summary>Lays out rows, the first of which holds the headings.</summary>
    public static string Of(IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0) return "";
        int columns = rows.Max(r => r.Length);
        int[] widths = [.. Enumerable.Range(0, columns).Select(c => rows.Max(r => c < r.Length ? r[c].Length : 0))];
        bool[] right = [.. Enumerable.Range(0, columns).Select(c => rows.Skip(1).All(r => c >= r.Length || r[c].Length == 0 || char.IsAsciiDigit(r[c][^1]) || r[c] is "–" or "-"))];
        var text = new StringBuilder();
        for (int i = 0; i < rows.Count; i++)
        {
            var line = new StringBuilder();
            for (int c = 0; c < rows[i].Length; c++)
            {
                if (c > 0) line.Append("  ");
                line.Append(right[c] ? rows[i][c].PadLeft(widths[c]) : rows[i][c].PadRight(widths[c]));
            }
            text.Append(line.ToString().TrimEnd()).Append('\n');
            if (i == 0) text.Append('-', widths.Sum() + 2 * (columns - 1)).Append('\n');
        }
        return text.ToString();
    }
}
