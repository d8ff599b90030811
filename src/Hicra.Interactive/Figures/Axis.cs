namespace Hicra.Interactive.Figures;

/// <summary>One axis of a panel.</summary>
public sealed record Axis
{
    /// <summary>What is measured.</summary>
    public string Label { get; init; } = "";

    /// <summary>Its unit, for example <c>nats</c>; null for a number without one.</summary>
    public string? Unit { get; init; }

    /// <summary>The lowest value shown; null to take it from the data.</summary>
    public double? Low { get; init; }

    /// <summary>The highest value shown; null to take it from the data.</summary>
    public double? High { get; init; }

    /// <summary>Whether 0 is always shown.</summary>
    public bool FromZero { get; init; }

    /// <summary>The least that the axis covers, so that small changes look small; null for no such bound.</summary>
    public double? LeastSpan { get; init; }

    /// <summary>Whether values are fractions that are shown as percentages. Their axis begins at 0 unless <see cref="Low"/> says otherwise: a part is seen against its whole.</summary>
    public bool Percent { get; init; }

    /// <summary>Names of the positions 0, 1, 2 …; empty for an axis of numbers. On the vertical axis the first is at the top.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    internal bool IsNamed => Categories.Count > 0;

    internal string Text => Unit is null ? Label : Label.Length == 0 ? Unit : $"{Label} ({Unit})";
}
