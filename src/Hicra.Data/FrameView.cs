using System.Globalization;
using System.Text;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;
using Microsoft.Data.Analysis;
using Markup = Hicra.Interactive.Rendering.Html;

namespace Hicra.Data;

/// <summary>A frame as a table: text for terminals, and HTML that needs no script, in which further rows and columns unfold.</summary>
/// <remarks>Frames of the reader's own copy of the library are shown too. What is shown is bounded, and what is left out is said.</remarks>
internal sealed class FrameView : IView
{
    // A page of rows; as many pages as a reader unfolds. More columns than these are a list of their names and types.
    private const int Page = 20, Pages = 10, MostColumns = 20, LineWidth = 100, CellWidth = 32, MostCells = 2000, MostNames = 200;

    /// <inheritdoc/>
    public Type Type => typeof(DataFrame);

    /// <inheritdoc/>
    public MimeBundle? Show(object value) => FrameTable.Of(value) is { } table ? MimeBundle.Of(Text(table), Html(table)) : null;

    private static string Text(FrameTable table)
    {
        int rows = (int)Math.Min(table.Rows, Page);
        string[] head = ["", .. table.Columns.Take(MostColumns).Select(c => PlainTable.Short(PlainTable.Clean(c.Name), CellWidth))];
        string[][] body = [.. Enumerable.Range(0, rows).Select(r => (string[])[Number(r), .. table.Columns.Take(MostColumns).Select(c => PlainTable.Short(FrameCell.Text(c.Cell(r)), CellWidth))])];
        // Columns that no terminal has room for are named below.
        int fits = 0;
        for (int width = 0; fits < head.Length; fits++)
        {
            width += 2 + Math.Max(TerminalText.Columns(head[fits]), body.Select(row => TerminalText.Columns(row[fits])).DefaultIfEmpty().Max());
            if (fits > 1 && width > LineWidth + 2) break;
        }
        int[] words = [.. Enumerable.Range(1, fits - 1).Where(i => !table.Columns[i - 1].IsNumber)];
        var text = new StringBuilder(Title(table)).Append('\n');
        if (table.Columns.Count > 0) text.Append(PlainTable.Render(head[..fits], body.Select(row => (IReadOnlyList<string>)row[..fits]), firstNumber: 0, leftColumns: words)).Append('\n');
        if (table.Rows > rows) text.Append(CultureInfo.InvariantCulture, $"… and {table.Rows - rows:N0} more rows\n");
        string[] left = [.. table.Columns.Skip(fits - 1).Take(MostNames).Select(c => PlainTable.Short(PlainTable.Clean(c.Name), CellWidth))];
        if (left.Length > 0) text.Append(PlainTable.Wrap($"without room here: {string.Join(", ", left)}{(table.Columns.Count - fits + 1 > left.Length ? ", …" : "")}", LineWidth)).Append('\n');
        return text.ToString();
    }

    private static string Html(FrameTable table)
    {
        int columns = Math.Min(table.Columns.Count, MostColumns);
        // Cells say their colours themselves, which takes its room: a wide table has fewer pages.
        int pages = Math.Clamp(MostCells / Math.Max(1, columns * Page), 5, Pages);
        long shown = Math.Min(table.Rows, (long)pages * Page);
        var html = new StringBuilder(Markup.Heading("DataFrame", Size(table)));
        if (columns > 0) html.Append(Rows(table, columns, 0, Math.Min(shown, Page)));
        for (long from = Page; from < shown; from += Page)
        {
            long to = Math.Min(shown, from + Page);
            html.Append(Markup.Details(string.Create(CultureInfo.InvariantCulture, $"rows {from:N0} to {to - 1:N0}"), Rows(table, columns, from, to)));
        }
        if (table.Rows > shown) html.Append(Markup.Note(string.Create(CultureInfo.InvariantCulture, $"… and {table.Rows - shown:N0} more rows")));
        if (table.Columns.Count > columns) html.Append(Markup.Details(string.Create(CultureInfo.InvariantCulture, $"{table.Columns.Count - columns:N0} more columns"), Names(table, columns)));
        return Markup.Card(html.ToString());
    }

    private static string Rows(FrameTable table, int columns, long from, long to)
    {
        IEnumerable<FrameColumn> shown = table.Columns.Take(columns);
        return Markup.Table(["", .. shown.Select(c => PlainTable.Short(c.Name, 60))], Enumerable.Range(0, (int)(to - from)).Select(i => (IReadOnlyList<string>)[$"<span style=\"{Markup.Muted}\">{Number(from + i)}</span>", .. shown.Select(c => Cell(c, from + i))]),
            firstNumber: 0, leftColumns: [.. Enumerable.Range(0, columns).Where(i => !table.Columns[i].IsNumber).Select(i => i + 1)], isTall: true);
    }

    private static string Cell(FrameColumn column, long row)
    {
        object? value = column.Cell(row);
        return value is null ? $"<span style=\"{Markup.Muted}\">{NumberText.None}</span>" : Markup.Escape(FrameCell.Text(value));
    }

    private static string Names(FrameTable table, int skip) => Markup.Table(["column", "type", "missing"],
        table.Columns.Skip(skip).Take(MostNames).Select(c => (IReadOnlyList<string>)[Markup.Escape(c.Name), Markup.Escape(c.TypeName), c.Missing == 0 ? "" : Number(c.Missing)]), firstNumber: 2)
        + (table.Columns.Count - skip > MostNames ? Markup.Note(string.Create(CultureInfo.InvariantCulture, $"… and {table.Columns.Count - skip - MostNames:N0} more columns")) : "");

    private static string Title(FrameTable table) => $"DataFrame, {Size(table)}";

    private static string Size(FrameTable table) => $"{NumberText.Count(table.Rows, "row", "rows")} × {NumberText.Count(table.Columns.Count, "column", "columns")}";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
