namespace Hicra.Interactive.Figures;

/// <summary>One plot: axes, series, and marks of phases.</summary>
public sealed record Panel
{
    /// <summary>What the panel shows.</summary>
    public required string Title { get; init; }

    /// <summary>The horizontal axis.</summary>
    public Axis X { get; init; } = new();

    /// <summary>The vertical axis on the left.</summary>
    public Axis Y { get; init; } = new();

    /// <summary>The vertical axis on the right, for series with <see cref="Series.Right"/>; null for none.</summary>
    public Axis? RightY { get; init; }

    /// <summary>The series, drawn in order.</summary>
    public required IReadOnlyList<Series> Series { get; init; }

    /// <summary>Marked stretches of the horizontal axis.</summary>
    public IReadOnlyList<PhaseMark> Phases { get; init; } = [];
}

/// <summary>A stretch of the horizontal axis with a name, for example one of the two phases of training; a line where it has no length.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Label">Its name.</param>
public sealed record PhaseMark(double From, double To, string Label);
