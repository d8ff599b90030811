namespace Hicra.Reproduction.Items;

/// <summary>How far an item is reproduced.</summary>
public enum ItemState
{
    /// <summary>All of it was measured.</summary>
    Measured,

    /// <summary>A part of it was measured; the rest is named with its reason.</summary>
    InPart,

    /// <summary>Its runs are not made.</summary>
    NotRun,

    /// <summary>It cannot be reproduced yet, for a reason of <see cref="LackReason"/>.</summary>
    NotYet,
}

/// <summary>Something that is shown: a figure, a table, a rollout, or any other value of which the kit has a view.</summary>
/// <param name="Value">The value.</param>
/// <param name="Note">How to read it; null for nothing.</param>
public sealed record Exhibit(object Value, string? Note = null);

/// <summary>An item as drawn: what the paper reports beside what was measured.</summary>
public sealed record Drawing
{
    /// <summary>How far it is reproduced.</summary>
    public required ItemState State { get; init; }

    /// <summary>What the paper reports.</summary>
    public IReadOnlyList<Exhibit> Reported { get; init; } = [];

    /// <summary>What was measured here.</summary>
    public IReadOnlyList<Exhibit> Measured { get; init; } = [];

    /// <summary>The difference in words, a sentence each.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>The difference in numbers; null where nothing can be compared.</summary>
    public Exhibit? Numbers { get; init; }

    /// <summary>Runs that were missing, by name.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
}
