using System.Text;

namespace Hicra.Testing;

/// <summary>A table in Markdown with padded columns, so that it can be read as printed and be committed as it is.</summary>
internal static class MarkdownTable
{
    /// <summary>The lines of a table.</summary>
    /// <param name="head">[columns]</param>
    /// <param name="rows">[rows][columns]</param>
    /// <param name="texts">How many of the first columns hold text; those behind them hold numbers and are set to the right.</param>
    public static string Render(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows, int texts = 1)
    {
        string[][] all = [[.. head.Select(Cell)], .. rows.Select(row => row.Select(Cell).ToArray())];
        int[] widths = [.. head.Select((_, column) => Math.Max(3, all.Max(row => row[column].Length)))];
        var text = new StringBuilder();
        Line(all[0]);
        Line([.. widths.Select((width, column) => column < texts ? new string('-', width) : new string('-', width - 1) + ":")]);
        foreach (string[] row in all.Skip(1)) Line(row);
        return text.ToString().TrimEnd('\n');

        void Line(string[] cells) =>
            text.Append("| ").AppendJoin(" | ", cells.Select((cell, column) => column < texts ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).Append(" |\n");
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
