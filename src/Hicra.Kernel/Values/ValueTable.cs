namespace Hicra.Kernel.Values;

/// <summary>A sequence of things with members, as columns and rows.</summary>
/// <param name="Columns">The columns' names, in the order in which rows bring them.</param>
/// <param name="Rows">A cell for each column; null where a row has none of it.</param>
/// <param name="MoreColumns">How many columns were left out.</param>
internal sealed record ValueTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<ValueNode?>> Rows, int MoreColumns)
{
    /// <summary>The columns whose cells are words; those of numbers are aligned to the right.</summary>
    public IReadOnlyList<int> WordColumns => [.. Enumerable.Range(0, Columns.Count).Where(c => !Rows.Any(row => row[c] is Atom { Kind: AtomKind.Number }) || Rows.Any(row => row[c] is not (null or Atom { Kind: AtomKind.Number or AtomKind.None })))];

    /// <summary>The table of a list; null where its items are no rows.</summary>
    /// <param name="list">The list.</param>
    /// <param name="forced">Whether items without members become rows of one cell.</param>
    public static ValueTable? Of(ListNode list, bool forced = false)
    {
        List<IReadOnlyList<(string Name, ValueNode Value)>?> rows = [.. list.Items.Select(item => Row(item, forced))];
        bool isTable = list.Columns is not null || (rows.Exists(row => row is not null) && rows.Zip(list.Items).All(r => r.First is not null || r.Second is Atom { Kind: AtomKind.None }));
        if (!isTable) return null;
        List<string> all = list.Columns is { } named ? [.. named] : [.. rows.SelectMany(row => row ?? []).Select(cell => cell.Name).Distinct(StringComparer.Ordinal)];
        List<string> columns = [.. all.Take(ValueLimits.Members)];
        int more = Math.Max(all.Count - columns.Count, 0) + Math.Max(list.MoreColumns, list.Items.OfType<ObjectNode>().Select(o => o.More).DefaultIfEmpty().Max());
        return new(columns, [.. rows.Zip(list.Items).Select(r => Cells(r.First, r.Second, columns))], more);
    }

    private static IReadOnlyList<(string, ValueNode)>? Row(ValueNode item, bool forced) => item switch
    {
        ObjectNode { Members.Count: > 0 } node => node.Members,
        MapNode { Pairs.Count: > 0 } map when map.Pairs.All(p => p.Key is Atom { Kind: AtomKind.Text }) => [.. map.Pairs.Select(p => (((Atom)p.Key).Text, p.Value))],
        ListNode { Head: "" } row => [.. row.Items.Select((cell, i) => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), cell))],
        not Atom { Kind: AtomKind.None } when forced => [("value", item)],
        _ => null,
    };

    private static ValueNode?[] Cells(IReadOnlyList<(string Name, ValueNode Value)>? row, ValueNode item, List<string> columns)
    {
        var cells = new ValueNode?[columns.Count];
        foreach ((string name, ValueNode value) in row ?? [])
            if (columns.IndexOf(name) is >= 0 and int at) cells[at] = value;
        if (row is null && cells.Length > 0) cells[0] = item;
        return cells;
    }
}
