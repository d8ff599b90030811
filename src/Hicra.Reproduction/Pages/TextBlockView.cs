using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Items;

namespace Hicra.Reproduction.Pages;

/// <summary>A heading and paragraphs.</summary>
internal sealed class TextBlockView : View<TextBlock>
{
    public override string RenderText(TextBlock value) => string.Join('\n', value.Lines.Select(l => PlainTable.Wrap(PlainTable.Clean(l))).Prepend(PlainTable.Wrap(PlainTable.Clean(value.Title))));

    public override string RenderHtml(TextBlock value) => Html.Card(Html.Heading(value.Title) + string.Concat(value.Lines.Select(l => $"<div style=\"margin-top:4px;overflow-wrap:anywhere;white-space:pre-wrap\">{Html.Escape(l)}</div>")));
}

/// <summary>A table of words and numbers.</summary>
internal sealed class GridTableView : View<GridTable>
{
    public override string RenderText(GridTable value) => $"{PlainTable.Wrap(PlainTable.Clean(value.Title))}\n{new RowTable(value.Rows, value.LeftColumns).Text()}{(value.Note is null ? "" : PlainTable.Wrap(PlainTable.Clean(value.Note)))}".TrimEnd('\n');

    public override string RenderHtml(GridTable value) => Html.Card(Html.Heading(value.Title) + new RowTable(value.Rows, value.LeftColumns).Html() + Html.Note(value.Note ?? ""));
}
