using Hicra.Interactive.Rendering;

namespace Hicra.Kernel.Values;

/// <summary>A value as HTML that needs no script: a card with a table of its members or items, whose own parts unfold.</summary>
internal static class ValueHtml
{
    private const int Preview = 80;
    private const string Mono = $"font-family:{Html.Mono};font-size:12px";
    private const string Wrapping = "white-space:pre-wrap;overflow-wrap:anywhere";

    /// <summary>The HTML of a value; null where its text says as much.</summary>
    /// <param name="node">The value.</param>
    /// <param name="asTable">Whether items without members become rows too.</param>
    public static string? Draw(ValueNode node, bool asTable = false) => node switch
    {
        ViewNode view => view.Bundle.Html is { } html ? html + Note(view.Rest.ToString()) : null,
        ListNode list when ValueTable.Of(list, asTable) is null && ValueLine.HasView(list) => string.Concat(list.Items.Select(Stacked)) + Note(list.Rest.ToString()),
        ListNode list when ValueTable.Of(list, asTable) is null && (list.Own is null || list.Items.Count == 0) && list.Items.All(i => i is Atom { Kind: not AtomKind.Block } or ObjectNode { Members.Count: 0 }) => null,
        ObjectNode { Members.Count: 0 } => null,
        ObjectNode { IsTuple: true } tuple when tuple.Members.All(m => m.Value is Atom) => null,
        ObjectNode o => Html.Card(Head(o.Type, o.Own) + Body(o)),
        ListNode list => Html.Card(Head(list.Head, list.Own) + Body(list, asTable)),
        MapNode map => Html.Card(Head(map.Head, map.Own) + Body(map)),
        _ => null,
    };

    private static string Head(string text, string? own) => (text.Length > 0 ? Html.Heading(text) : "") + (own is null ? "" : $"<div style=\"{Mono};{Wrapping};margin-top:4px\">{Html.Escape(own)}</div>");

    private static string Body(ValueNode node, bool asTable = false) => node switch
    {
        ObjectNode o => Html.Table([], o.Members.Select(m => (IReadOnlyList<string>)[Name(m.Name), Value(m.Value)]), firstNumber: 2, isTall: true) + Html.Note(o.More > 0 ? ValueLine.More(o.More) + " members" : ""),
        ListNode list when ValueTable.Of(list, asTable) is { } table => Html.Table(table.Columns, table.Rows.Select(row => (IReadOnlyList<string>)[.. row.Select(Value)]), firstNumber: 0, leftColumns: [.. table.WordColumns], isTall: true)
            + Html.Note(list.Rest.ToString()) + Html.Note(table.MoreColumns > 0 ? ValueLine.More(table.MoreColumns) + " columns" : ""),
        ListNode list => Html.Table([], list.Items.Select((item, i) => (IReadOnlyList<string>)[Name(i.ToString(System.Globalization.CultureInfo.InvariantCulture)), Value(item)]), firstNumber: 2, isTall: true) + Html.Note(list.Rest.ToString()),
        MapNode map => Html.Table(["key", "value"], map.Pairs.Select(p => (IReadOnlyList<string>)[Value(p.Key), Value(p.Value)]), firstNumber: 0, leftColumns: WordColumns(map), isTall: true) + Html.Note(map.Rest.ToString()),
        _ => Value(node),
    };

    private static IReadOnlyCollection<int> WordColumns(MapNode map) => new ValueTable(["key", "value"], [.. map.Pairs.Select(p => (IReadOnlyList<ValueNode?>)[p.Key, p.Value])], 0).WordColumns;

    private static string Value(ValueNode? node)
    {
        switch (node)
        {
            case null: return "";
            case Atom { Kind: AtomKind.None or AtomKind.Cut } atom: return $"<span style=\"{Html.Muted};font-style:italic\">{Html.Escape(atom.Text)}</span>";
            case Atom { Kind: AtomKind.Failure } failure: return $"{Html.Badge("threw", "#ffeedd")} {Html.Escape(failure.Text)}";
            case Atom { Kind: AtomKind.Block } block when block.Text.Contains('\n', StringComparison.Ordinal): return $"<div style=\"{Mono};{Wrapping}\">{Html.Escape(block.Text)}</div>";
            case Atom { Kind: AtomKind.Text, Text.Length: > 0 } text: return $"<span style=\"{Wrapping}\">{Html.Escape(text.Text)}</span>";
            case Atom: return Html.Escape(ValueLine.Cell(node));
            case ViewNode view: return Stacked(view);
        }
        string line = ValueLine.Cell(node);
        if (line.Length <= Preview && !ValueLine.HasView(node)) return Html.Escape(line);
        string body = Body(node);
        return body.Length == 0 ? Html.Escape(line)
            : $"<details><summary style=\"display:list-item;cursor:pointer;color:{Palette.Ink}\">{Html.Escape(PlainTable.Short(line, Preview))}</summary>{body}</details>";
    }

    private static string Stacked(ValueNode node) => node is ViewNode view ? view.Bundle.Html ?? Text(view.Bundle.PlainText) : Draw(node) ?? Text(ValueText.Draw(node));

    private static string Text(string text) => $"<pre style=\"{Mono};{Wrapping};margin:4px 0\">{Html.Escape(text)}</pre>";

    private static string Name(string name) => $"<span style=\"{Html.Muted}\">{Html.Escape(name)}</span>";

    // Outside of a card the page's own colour is the right one.
    private static string Note(string text) => text.Length == 0 ? "" : $"<div style=\"font-size:12px;margin:4px 0\">{Html.Escape(text)}</div>";
}
