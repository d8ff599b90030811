namespace Hicra.Interactive.Rendering;

/// <summary>A table given as rows of plain text, the first of which holds the headings: for terminals, and as HTML with inline styles alone.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="LeftColumns">How many columns, from the left, hold words.</param>
/// <param name="Drop">Columns that can go where a terminal is narrow, the least important first.</param>
internal sealed record RowTable(IReadOnlyList<string[]> Rows, int LeftColumns = 1, IReadOnlyList<int>? Drop = null)
{
    /// <summary>[rows] What a table's row is, in a sentence, for tooltips; null for none.</summary>
    public IReadOnlyList<string?>? Sentences { get; init; }

    /// <summary>The table for a terminal; ends with a line end.</summary>
    public string Text() => PlainTable.Render(Rows[0], Rows.Skip(1), LeftColumns, drop: Drop) + "\n";

    /// <summary>The table as HTML; everything is escaped. Where it is too wide for the page it scrolls.</summary>
    public string Html() => Rendering.Html.Table(Rows[0], Rows.Skip(1).Select((row, r) => (IReadOnlyList<string>)[.. row.Select((cell, i) => i == 0 && Sentences?[r] is { } sentence ? Rendering.Html.Explained(cell, sentence) : Rendering.Html.Escape(cell))]), LeftColumns);
}
