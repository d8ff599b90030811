using System.Data;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hicra.Interactive.Hosting;

namespace Hicra.Kernel.Values;

/// <summary>Reads a value, once, into what its text and its HTML are drawn from. One reader reads one value.</summary>
/// <remarks>
/// <para>Reading runs the reader's own code: properties, <c>ToString</c>, sequences that are made while they are read. What a member
/// throws stands in the member's place, because many objects have members that cannot be read; what the value itself throws is
/// thrown on, and so is everything once the cell has been told to stop.</para>
/// <para>What is read is bounded (<see cref="ValueLimits"/>), and an object within itself is named and not read again.</para>
/// </remarks>
/// <param name="kit">Values that have a view of their own.</param>
/// <param name="isStopping">Whether the cell has been told to stop.</param>
/// <param name="cancellation">Given to asynchronous sequences.</param>
/// <param name="runsCode">Whether code of the reader's may run; without it, what would have to run is named by its type.</param>
internal sealed class ValueReader(IMimeFormatter kit, Func<bool> isStopping, CancellationToken cancellation, bool runsCode = true)
{
    private readonly List<object> _path = [];
    private int _nodes;

    /// <summary>Reads a value.</summary>
    public ValueNode Read(object? value) => Read(value, 0, ValueLimits.Items, asRow: false);

    /// <summary>Reads a sequence as a table, whatever its items say of themselves.</summary>
    /// <param name="items">The sequence.</param>
    /// <param name="rows">The most rows.</param>
    public ValueNode ReadTable(object items, int rows) => Read(items, 0, rows, asRow: true);

    private ValueNode Read(object? value, int depth, int most, bool asRow)
    {
        if (runsCode && !asRow && depth <= 1 && value is not null && View(value) is { } view) return new ViewNode(TypeText.Short(value.GetType()), view);
        int text = depth == 0 ? ValueLimits.Text : ValueLimits.InnerText;
        if (asRow && value is JsonElement { ValueKind: JsonValueKind.Object } element) value = JsonObject.Create(element);
        if (!(asRow && (value is JsonObject or JsonArray)) && Atoms.Of(value, text) is { } atom) return atom;
        object some = value!;
        Type type = some.GetType();
        string name = TypeText.Short(type);
        if (_path.Exists(outer => ReferenceEquals(outer, some))) return new Atom($"{name} (shown above)", AtomKind.Cut);
        bool isOurs = Framework.Has(type);
        Sequence? sequence = some is DataTable || (!runsCode && !Sequence.IsHeld(some)) ? null : Sequence.Of(some, isStopping, cancellation);
        // What .NET's own sequences say is not more than their type.
        string? own = asRow || some is DataTable || (isOurs ? sequence is not null : !runsCode) ? null : OwnText.Of(some, isWhole: depth == 0);
        if (own is not null) own = ValueLimits.Cut(own, text);
        if (own is not null && (depth > 1 || (isOurs && some is not Exception))) return new Atom(own, AtomKind.Block);
        if (depth == ValueLimits.Depth || _nodes++ >= ValueLimits.Nodes) return new Atom($"{name} …", AtomKind.Cut);
        _path.Add(some);
        try
        {
            return some switch
            {
                DataTable table => ReadTable(table, most),
                Array { Rank: 2 } matrix => ReadMatrix(matrix, depth, most),
                _ when sequence is not null => ReadSequence(some, sequence, name, own, depth, most, asRow && depth == 0),
                _ => ReadObject(some, name, own, depth),
            };
        }
        finally { _path.RemoveAt(_path.Count - 1); }
    }

    private ObjectNode ReadObject(object value, string name, string? own, int depth)
    {
        IReadOnlyList<Member> members;
        try { members = Members.Of(value, runsCode); }
        // A type of a package that misses another package cannot be looked at.
        catch (Exception error) when (!isStopping()) { return new(name, own, [("members", Atoms.Failure(error))]); }
        int most = ValueLimits.MembersAt(depth);
        return new(TypeText.IsAnonymous(value.GetType()) ? "" : name, own, [.. members.Take(most).Select(m => (m.Name, ReadMember(m, depth + 1)))], Math.Max(0, members.Count - most), value is ITuple);
    }

    private ValueNode ReadMember(Member member, int depth)
    {
        try { return Read(member.Get(), depth, ValueLimits.ItemsAt(depth), asRow: false); }
        catch (Exception error) when (!isStopping()) { return Atoms.Failure(error); }
    }

    private ValueNode ReadSequence(object value, Sequence sequence, string name, string? own, int depth, int most, bool asRows)
    {
        var raw = new List<object?>();
        var items = new List<ValueNode>();
        var pairs = new List<(ValueNode Key, ValueNode Value)>();
        bool isCut = false;
        foreach (object? item in sequence.Items)
        {
            if (isCut = raw.Count == most) break;
            raw.Add(item);
            // A sequence may hand out one object again and again: each item is read as it comes.
            if (pairs.Count == raw.Count - 1 && Pairs.TryRead(item, out object? key, out object? held)) pairs.Add((Inner(key), Inner(held)));
            else items.Add(Read(item, depth + 1, ValueLimits.ItemsAt(depth + 1), asRows));
        }
        var rest = new Rest(isCut, sequence.Count > raw.Count ? sequence.Count - raw.Count : null);
        string head = Head(value, name, sequence.Count);
        if (pairs.Count == raw.Count && (pairs.Count > 0 || Pairs.AreOf(sequence.ItemType))) return new MapNode(head, own, pairs, rest);
        // A query of what the kit shows as a list is such a list, as far as it was read.
        if (runsCode && !asRows && depth == 0 && items.Count > 0 && raw.TrueForAll(item => item is not null && sequence.ItemType.IsInstanceOfType(item)) && View(Typed(raw, sequence.ItemType)) is { } view) return new ViewNode(name, view, rest);
        return new ListNode(head, own, [.. pairs.Select(p => (ValueNode)new ObjectNode("KeyValuePair", null, [("Key", p.Key), ("Value", p.Value)])), .. items], rest);

        ValueNode Inner(object? part) => Read(part, depth + 1, ValueLimits.ItemsAt(depth + 1), asRow: false);
    }

    private ListNode ReadTable(DataTable table, int most)
    {
        List<DataRow> rows = [.. table.Rows.Cast<DataRow>().Where(row => row.RowState != DataRowState.Deleted)];
        var nodes = rows.Take(most).Select(row => (ValueNode)ReadObject(row, "", null, 1)).ToList();
        string head = table.TableName.Length > 0 ? table.TableName : nameof(DataTable);
        string[] columns = [.. table.Columns.Cast<DataColumn>().Select(c => c.ColumnName)];
        return new($"{head}[{Number(rows.Count)}]", null, nodes, new(rows.Count > most, rows.Count - nodes.Count), [.. columns.Take(ValueLimits.Members)], Math.Max(0, columns.Length - ValueLimits.Members));
    }

    private ListNode ReadMatrix(Array matrix, int depth, int most)
    {
        int columns = Math.Min(matrix.GetLength(1), ValueLimits.MembersAt(depth)), rows = Math.Min(matrix.GetLength(0), most);
        int more = matrix.GetLength(1) - columns;
        var read = new List<ValueNode>();
        for (int i = 0; i < rows; i++)
        {
            int row = matrix.GetLowerBound(0) + i, first = matrix.GetLowerBound(1);
            read.Add(new ListNode("", null, [.. Enumerable.Range(first, columns).Select(j => Read(matrix.GetValue(row, j), depth + 2, 1, asRow: false))], new(more > 0, more)));
        }
        return new(Head(matrix, "", null), null, read, new(rows < matrix.GetLength(0), matrix.GetLength(0) - rows), [.. Enumerable.Range(0, columns).Select(j => Number(j))], more);
    }

    private MimeBundle? View(object value) => value as MimeBundle ?? kit.Format(value) ?? LibraryViews.Show(value);

    private static Array Typed(List<object?> items, Type type)
    {
        var typed = Array.CreateInstance(type, items.Count);
        for (int i = 0; i < items.Count; i++) typed.SetValue(items[i], i);
        return typed;
    }

    private static string Head(object value, string name, long? count)
    {
        if (value is not Array array) return count is { } known ? $"{name}({Number(known)})" : name;
        // Of an array of arrays the first brackets are those of the outer one.
        string full = TypeText.Short(value.GetType());
        Type inner = value.GetType();
        while (inner.IsArray) inner = inner.GetElementType()!;
        int open = TypeText.Short(inner).Length;
        return $"{full[..open]}[{string.Join(", ", Enumerable.Range(0, array.Rank).Select(d => Number(array.GetLength(d))))}]{full[(full.IndexOf(']', open) + 1)..]}";
    }

    private static string Number(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
