namespace Hicra.Interactive.Figures;

/// <summary>How a series is drawn.</summary>
public enum SeriesKind
{
    /// <summary>A line through the points.</summary>
    Line,

    /// <summary>Bars from 0, beside those of other series.</summary>
    Bar,

    /// <summary>Two dots, from <see cref="Series.Low"/> (open) to <see cref="Series.High"/> (filled), in a row each.</summary>
    Dumbbell,

    /// <summary>A filled band between <see cref="Series.Low"/> and <see cref="Series.High"/> around a line.</summary>
    Band,

    /// <summary>Dots, with whiskers where <see cref="Series.Low"/> and <see cref="Series.High"/> are given.</summary>
    Points,
}

/// <summary>Values in a panel. All numbers are finite; a point that is not known is left out.</summary>
public sealed record Series
{
    /// <summary>What the legend calls it; empty for a series without an entry.</summary>
    public required string Name { get; init; }

    /// <summary>[points] horizontal positions; indices of categories where the axis has them.</summary>
    public required IReadOnlyList<double> X { get; init; }

    /// <summary>[points] vertical positions; indices of categories where the axis has them.</summary>
    public required IReadOnlyList<double> Y { get; init; }

    /// <summary>How it is drawn.</summary>
    public SeriesKind Kind { get; init; }

    /// <summary>[points] the lower ends of intervals, on the axis that has no categories; null for none.</summary>
    public double[]? Low { get; init; }

    /// <summary>[points] the upper ends of intervals; null for none.</summary>
    public double[]? High { get; init; }

    /// <summary>Whether the series belongs to the axis on the right.</summary>
    public bool Right { get; init; }

    /// <summary>Points in the window of a smoothed line, drawn dark above the pale raw line; null to draw the raw line alone.</summary>
    public int? Smooth { get; init; }

    /// <summary>Indices of points at which a line begins anew (a gap before them); empty for one unbroken line.</summary>
    public IReadOnlyList<int> Breaks { get; init; } = [];

    /// <summary>Whether a line keeps its value until the next point, as a schedule does.</summary>
    public bool Stepped { get; init; }

    /// <summary>A colour as <c>#rrggbb</c>; null to take the next of <see cref="Rendering.Palette.Cycle"/>.</summary>
    public string? Color { get; init; }

    /// <summary>Whether a line is dashed.</summary>
    public bool Dashed { get; init; }

    /// <summary>Whether a smoothed line is drawn above the raw one.</summary>
    internal bool IsSmoothed => Smooth is not null && X.Count > 2 && !Stepped;

    /// <summary>[points] the smoothed line. Each unbroken stretch is smoothed by itself: what a gap parts stays apart.</summary>
    internal double[] Smoothed()
    {
        int[] starts = [0, .. Breaks.Where(b => b > 0 && b < Y.Count).Distinct().Order(), Y.Count];
        return [.. Enumerable.Range(0, starts.Length - 1).SelectMany(i => Smoothing.LocalLines([.. Y.Skip(starts[i]).Take(starts[i + 1] - starts[i])], Smooth ?? 1))];
    }

    /// <summary>Checks lengths and numbers.</summary>
    /// <exception cref="ArgumentException">The lists differ in length, or a number is not finite.</exception>
    internal void Check()
    {
        int n = X.Count;
        if (Y.Count != n || (Low is not null && Low.Length != n) || (High is not null && High.Length != n)) throw new ArgumentException($"The lists of the series '{Name}' differ in length.");
        if ((Low is null) != (High is null)) throw new ArgumentException($"The series '{Name}' has one end of its intervals without the other.");
        if (Low is null && n > 0 && (Kind is SeriesKind.Band or SeriesKind.Dumbbell)) throw new ArgumentException($"The series '{Name}' needs both ends of its intervals.");
        if (!X.Concat(Y).Concat(Low ?? []).Concat(High ?? []).All(double.IsFinite)) throw new ArgumentException($"The series '{Name}' has a number that is not finite; leave such points out.");
    }
}
