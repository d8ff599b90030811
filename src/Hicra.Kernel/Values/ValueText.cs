using System.Text;
using Hicra.Interactive.Rendering;

namespace Hicra.Kernel.Values;

/// <summary>A value as plain text: on one line where that fits, otherwise a line for each part; a table where its items are rows.</summary>
internal static class ValueText
{
    private const int Width = 100, CellWidth = 40;

    /// <summary>The text of a value; strings as they are.</summary>
    /// <param name="node">The value.</param>
    /// <param name="asTable">Whether items without members become rows too.</param>
    public static string Draw(ValueNode node, bool asTable = false)
    {
        switch (node)
        {
            case Atom { Kind: AtomKind.Failure or AtomKind.Character }: return ValueLine.Of(node);
            case Atom atom: return atom.Text;
            case ViewNode view: return Lines([view.Bundle.PlainText.TrimEnd('\n'), view.Rest.ToString()]);
            case ObjectNode { Own: { } own }: return own;
            case ListNode { Own: { } own } when !asTable: return own;
            case MapNode { Own: { } own }: return own;
            case ListNode list when ValueTable.Of(list, asTable) is { } table: return Lines([list.Head, Table(table), list.Rest.ToString(), Columns(table.MoreColumns)]);
        }
        if (!ValueLine.HasView(node) && ValueLine.Of(node) is { } line && line.Length <= Width) return line;
        return node switch
        {
            ObjectNode o => Lines([o.Type.Length > 0 ? o.Type : "anonymous", .. Named(o.Members), o.More > 0 ? $"  {ValueLine.More(o.More)}" : ""]),
            ListNode list when ValueLine.HasView(node) => Lines([list.Head, .. list.Items.Select(i => "\n" + Draw(i)), list.Rest.ToString()]),
            ListNode list => Lines([list.Head, .. Filled(list.Items), list.Rest.IsCut ? $"  {list.Rest}" : ""]),
            MapNode map => Lines([map.Head, .. Named([.. map.Pairs.Select(p => (ValueLine.Cell(p.Key), p.Value))]), map.Rest.IsCut ? $"  {map.Rest}" : ""]),
            _ => "",
        };
    }

    private static IEnumerable<string> Named(IReadOnlyList<(string Name, ValueNode Value)> parts)
    {
        int widest = parts.Select(p => Math.Min(p.Name.Length, CellWidth)).DefaultIfEmpty().Max();
        foreach ((string name, ValueNode value) in parts)
        {
            string lead = $"  {PlainTable.Short(name, CellWidth).PadRight(widest)}  ";
            yield return ValueLine.HasView(value) ? $"{lead.TrimEnd()}\n{Indented(Draw(value))}" : lead + PlainTable.Short(ValueLine.Cell(value), Width);
        }
    }

    // As many items on a line as fit.
    private static IEnumerable<string> Filled(IReadOnlyList<ValueNode> items)
    {
        var line = new StringBuilder();
        for (int i = 0; i < items.Count; i++)
        {
            string item = PlainTable.Short(ValueLine.Of(items[i]), Width) + (i < items.Count - 1 ? "," : "");
            if (line.Length > 0 && line.Length + 1 + item.Length > Width)
            {
                yield return $"  {line}";
                line.Clear();
            }
            if (line.Length > 0) line.Append(' ');
            line.Append(item);
        }
        if (line.Length > 0) yield return $"  {line}";
    }

    private static string Table(ValueTable table)
    {
        IReadOnlyList<IReadOnlyList<string>> rows = [.. table.Rows.Select(row => (IReadOnlyList<string>)[.. row.Select(cell => PlainTable.Short(ValueLine.Cell(cell), CellWidth))])];
        string[] head = [.. table.Columns.Select(c => PlainTable.Short(PlainTable.Clean(c), CellWidth))];
        // Columns that no terminal has room for are named below.
        int fits = 0, width = 0;
        for (; fits < head.Length; fits++)
        {
            width += 2 + Math.Max(head[fits].Length, rows.Select(row => row[fits].Length).DefaultIfEmpty().Max());
            if (fits > 0 && width > Width + 2) break;
        }
        string text = PlainTable.Render(head[..fits], rows.Select(row => (IReadOnlyList<string>)[.. row.Take(fits)]), firstNumber: 0, leftColumns: [.. table.WordColumns]);
        return fits == head.Length ? text : $"{text}\n{PlainTable.Wrap($"without room here: {string.Join(", ", head[fits..])}", Width)}";
    }

    private static string Columns(int more) => more > 0 ? FormattableString.Invariant($"… and {more} more columns") : "";

    private static string Indented(string text) => "    " + text.Replace("\n", "\n    ", StringComparison.Ordinal);

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Where(l => l.Length > 0));
}
