using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;
using Microsoft.CodeAnalysis.CSharp;

namespace Hicra.Kernel.Values;

/// <summary>A value on one line, much as C# would write it: <c>Machine { Name = "press", Hours = 12 }</c>.</summary>
internal static class ValueLine
{
    /// <summary>A value on one line of at most so many characters; nothing of the reader's code runs for it.</summary>
    public static string Quiet(object? value, int limit)
    {
        try { return PlainTable.Short(Of(new ValueReader(NoViews.Instance, () => false, CancellationToken.None, runsCode: false).Read(value)), limit); }
        // A collection may be written to while it is looked at.
        catch (Exception) when (value is not null) { return TypeText.Short(value.GetType()); }
    }

    /// <summary>A value on one line; strings in quotes.</summary>
    public static string Of(ValueNode node) => node switch
    {
        Atom { Kind: AtomKind.Text } text => SymbolDisplay.FormatLiteral(text.Text, quote: true),
        Atom { Kind: AtomKind.Character } character => SymbolDisplay.FormatLiteral(character.Text[0], quote: true),
        Atom { Kind: AtomKind.Failure } failure => $"threw {PlainTable.Clean(failure.Text)}",
        Atom atom => Joined(atom.Text),
        ViewNode view => view.Type,
        ObjectNode { Own: { } own } => Joined(own),
        ObjectNode { IsTuple: true } tuple => $"({Items(tuple.Members.Select(m => Of(m.Value)), More(tuple.More))})",
        ObjectNode { Members.Count: 0 } empty => empty.Type.Length > 0 ? empty.Type : "{ }",
        ObjectNode some => $"{Lead(some.Type)}{{ {Items(some.Members.Select(m => $"{m.Name} = {Of(m.Value)}"), More(some.More))} }}",
        ListNode { Own: { } own } => Joined(own),
        ListNode list => $"{Lead(list.Head)}{Within("[", Items(list.Items.Select(Of), list.Rest.ToString()), "]")}",
        MapNode { Own: { } own } => Joined(own),
        MapNode map => $"{Lead(map.Head)}{Within("{", Items(map.Pairs.Select(p => $"{Of(p.Key)}: {Of(p.Value)}"), map.Rest.ToString()), "}")}",
        _ => "",
    };

    /// <summary>A value in a cell of a table: as <see cref="Of"/>, but a string is its own text.</summary>
    public static string Cell(ValueNode? node) => node switch
    {
        null => "",
        Atom { Kind: AtomKind.Text, Text: "" } => "\"\"",
        Atom { Kind: AtomKind.Text or AtomKind.Character } text => PlainTable.Clean(text.Text),
        // Its type and count would fill the column.
        ListNode { Own: null } list when list.Items.All(i => i is Atom) => Within("[", Items(list.Items.Select(Of), list.Rest.ToString()), "]"),
        _ => Of(node),
    };

    /// <summary>Whether the value has a view somewhere, which a line cannot show.</summary>
    public static bool HasView(ValueNode node) => node switch
    {
        ViewNode => true,
        ObjectNode o => o.Members.Any(m => HasView(m.Value)),
        ListNode l => l.Items.Any(HasView),
        MapNode m => m.Pairs.Any(p => HasView(p.Value)),
        _ => false,
    };

    /// <summary>How many members were left out, in words; empty for none.</summary>
    public static string More(int members) => members > 0 ? FormattableString.Invariant($"… and {members} more") : "";

    private static string Lead(string head) => head.Length > 0 ? $"{head} " : "";

    private static string Within(string open, string items, string close) => items.Length > 0 ? $"{open} {items} {close}" : $"{open} {close}";

    private static string Items(IEnumerable<string> items, string rest) => string.Join(", ", rest.Length > 0 ? items.Append(rest) : items);

    private static string Joined(string text) => PlainTable.Clean(text.Contains('\n', StringComparison.Ordinal) ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : text);

    private sealed class NoViews : IMimeFormatter
    {
        public static NoViews Instance { get; } = new();

        public MimeBundle? Format(object value) => null;
    }
}
