using Hicra.Interactive.Hosting;

namespace Hicra.Kernel.Values;

/// <summary>A value as it was read, once and within bounds (<see cref="ValueReader"/>): its text and its HTML are drawn from this alone.</summary>
internal abstract record ValueNode;

/// <summary>What an <see cref="Atom"/> is; drawings align and mark it by this.</summary>
internal enum AtomKind
{
    /// <summary>A string, without quotes.</summary>
    Text,

    /// <summary>A character, without quotes.</summary>
    Character,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Whatever says itself in a word or a line: a time, a type, an enum's member.</summary>
    Word,

    /// <summary>Text whose lines matter: JSON, XML, what a type says of itself.</summary>
    Block,

    /// <summary>Nothing is there: null and its like.</summary>
    None,

    /// <summary>What reading threw.</summary>
    Failure,

    /// <summary>Something that is not read any further: too deep, or shown above.</summary>
    Cut,
}

/// <summary>A value without parts.</summary>
internal sealed record Atom(string Text, AtomKind Kind) : ValueNode;

/// <summary>A value that has a view of its own, as the kit's do.</summary>
/// <param name="Type">Its type, for places too small for the view.</param>
/// <param name="Bundle">What the view shows.</param>
/// <param name="Rest">What was left out of a sequence.</param>
internal sealed record ViewNode(string Type, MimeBundle Bundle, Rest Rest = default) : ValueNode;

/// <summary>Something with named members.</summary>
/// <param name="Type">Its type; empty where the reader gave it no name.</param>
/// <param name="Own">What it says of itself; null for nothing.</param>
/// <param name="Members">The members in order of declaration.</param>
/// <param name="More">How many were left out.</param>
/// <param name="IsTuple">Whether the members are places of a tuple.</param>
internal sealed record ObjectNode(string Type, string? Own, IReadOnlyList<(string Name, ValueNode Value)> Members, int More = 0, bool IsTuple = false) : ValueNode;

/// <summary>A sequence.</summary>
/// <param name="Head">Its type and count; empty for a row of a matrix.</param>
/// <param name="Own">What it says of itself; null for nothing.</param>
/// <param name="Items">The first items.</param>
/// <param name="Rest">What was left out.</param>
/// <param name="Columns">The names of its columns where it has them even without a row; otherwise null.</param>
/// <param name="MoreColumns">How many columns were left out.</param>
internal sealed record ListNode(string Head, string? Own, IReadOnlyList<ValueNode> Items, Rest Rest, IReadOnlyList<string>? Columns = null, int MoreColumns = 0) : ValueNode;

/// <summary>Keys and their values.</summary>
/// <param name="Head">Its type and count.</param>
/// <param name="Own">What it says of itself; null for nothing.</param>
/// <param name="Pairs">The first pairs.</param>
/// <param name="Rest">What was left out.</param>
internal sealed record MapNode(string Head, string? Own, IReadOnlyList<(ValueNode Key, ValueNode Value)> Pairs, Rest Rest) : ValueNode;

/// <summary>What was left out of a sequence.</summary>
/// <param name="IsCut">Whether anything was.</param>
/// <param name="Count">How much; null where only running the sequence to its end would tell.</param>
internal readonly record struct Rest(bool IsCut, long? Count)
{
    /// <summary>In words; empty where nothing was left out.</summary>
    public override string ToString() => !IsCut ? "" : Count is { } count ? FormattableString.Invariant($"… and {count:N0} more") : "… and more (not counted)";
}
