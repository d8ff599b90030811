namespace Hicra.Interactive.Rendering;

/// <summary>One column of a table for terminals.</summary>
/// <param name="Head">Its heading.</param>
/// <param name="Cells">[rows]</param>
/// <param name="IsNumber">Whether cells stand to the right and do not break.</param>
internal sealed record PlainColumn(string Head, string[] Cells, bool IsNumber)
{
    private const int Gap = 2, Readable = 18;

    /// <summary>The width without any break.</summary>
    public int Natural { get; } = Math.Max(TerminalText.Columns(Head), Widest(Cells));

    // Words in lines of fewer characters are hard to read.
    private int Least => Math.Max(Words(Head), IsNumber ? Widest(Cells) : Math.Max(Cells.Select(Words).DefaultIfEmpty(0).Max(), Math.Min(Readable, Widest(Cells))));

    /// <summary>A cell in lines; one that fits keeps its own spaces.</summary>
    public IReadOnlyList<string> Lines(int row, int width) => TerminalText.Columns(Cells[row]) <= width ? [Cells[row]] : TerminalText.Words(Cells[row], width);

    /// <summary>Widths with which the columns fit beside each other; null where they do not.</summary>
    public static int[]? Widths(IReadOnlyList<PlainColumn> columns, int width)
    {
        int room = width - Gap * (columns.Count - 1);
        int[] widths = [.. columns.Select(c => c.Natural)];
        if (widths.Sum() <= room) return widths;
        widths = [.. columns.Select(c => c.Least)];
        // What is left goes where most is missing.
        for (room -= widths.Sum(); room > 0; room--)
        {
            int neediest = Enumerable.Range(0, widths.Length).MaxBy(i => columns[i].Natural - widths[i]);
            if (columns[neediest].Natural <= widths[neediest]) break;
            widths[neediest]++;
        }
        return room < 0 ? null : widths;
    }

    private static int Widest(string[] cells) => cells.Select(TerminalText.Columns).DefaultIfEmpty(0).Max();

    private static int Words(string text) => text.Split(' ').Max(TerminalText.Columns);
}
