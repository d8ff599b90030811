namespace Hicra.Data;

/// <summary>
/// One order of columns for rows that each lack some of them: such that every row's own order is kept, wherever they do not
/// contradict each other. So a row that comes back has its members in the places that it had.
/// </summary>
internal sealed class ColumnOrder
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly HashSet<(int Before, int After)> _pairs = [];

    /// <summary>Takes a row's names in, in the row's order.</summary>
    public void Add(IEnumerable<string> names)
    {
        int previous = -1;
        foreach (string name in names)
        {
            if (!_places.TryGetValue(name, out int place))
            {
                _places.Add(name, place = _names.Count);
                _names.Add(name);
            }
            if (previous >= 0) _pairs.Add((previous, place));
            previous = place;
        }
    }

    /// <summary>The names in one order; of those that no row orders, the one that was seen first comes first.</summary>
    public IReadOnlyList<string> Names()
    {
        ILookup<int, int> after = _pairs.ToLookup(p => p.Before, p => p.After);
        int[] waiting = new int[_names.Count];
        foreach ((_, int later) in _pairs) waiting[later]++;
        var left = new SortedSet<int>(Enumerable.Range(0, _names.Count));
        var ready = new SortedSet<int>(left.Where(n => waiting[n] == 0));
        var ordered = new List<string>(_names.Count);
        while (left.Count > 0)
        {
            // Rows that contradict each other: nobody's order can be kept, and the first seen goes first.
            int next = ready.Count > 0 ? ready.Min : left.Min;
            ready.Remove(next);
            left.Remove(next);
            ordered.Add(_names[next]);
            foreach (int later in after[next])
                if (--waiting[later] == 0 && left.Contains(later)) ready.Add(later);
        }
        return ordered;
    }
}
