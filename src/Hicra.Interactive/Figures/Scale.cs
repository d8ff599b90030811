namespace Hicra.Interactive.Figures;

/// <summary>Maps values to pixels.</summary>
internal readonly record struct Scale(double Low, double High, double From, double To)
{
    public double At(double value) => From + (value - Low) / (High - Low) * (To - From);
}

/// <summary>The range and ticks of one axis of a panel.</summary>
internal sealed record AxisRange(Axis Axis, double Low, double High, Ticks Ticks)
{
    /// <summary>[ticks] positions and labels.</summary>
    public IEnumerable<(double At, string Label)> Marks() => Axis.IsNamed
        ? Axis.Categories.Select((name, i) => ((double)i, name))
        : Enumerable.Range(0, Ticks.Count).Select(i => Ticks[i]).Where(t => t >= Low - 1e-9 * Math.Abs(High - Low) && t <= High + 1e-9 * Math.Abs(High - Low)).Select(t => (t, Ticks.Label(t, Axis.Percent)));

    /// <summary>The horizontal axis of a panel: it ends where the data end.</summary>
    public static AxisRange Horizontal(Panel panel, double pixels)
    {
        if (panel.X.IsNamed) return Named(panel.X);
        bool values = panel.Y.IsNamed || panel.Series.Any(s => s.Kind is SeriesKind.Points or SeriesKind.Dumbbell);
        var numbers = panel.Series.SelectMany(s => panel.Y.IsNamed ? Spread(s, s.X) : s.X).Concat(panel.Phases.Where(p => p.From == p.To).Select(p => p.From));
        int target = (int)Math.Clamp(pixels / 62, 2, 10);
        return values ? Covering(panel.X, numbers, target) : Exact(panel.X, numbers, target);
    }

    /// <summary>A vertical axis: it ends on ticks.</summary>
    public static AxisRange Vertical(Panel panel, bool right, double pixels)
    {
        Axis axis = right ? panel.RightY! : panel.Y;
        if (axis.IsNamed) return Named(axis);
        bool zero = axis.FromZero || panel.Series.Any(s => s.Right == right && s.Kind == SeriesKind.Bar);
        var numbers = panel.Series.Where(s => s.Right == right || (right is false && panel.RightY is null)).SelectMany(s => Spread(s, s.Y));
        return Covering(zero ? axis with { FromZero = true } : axis, numbers, (int)Math.Clamp(pixels / 42, 2, 8));
    }

    private static IEnumerable<double> Spread(Series series, IEnumerable<double> values) =>
        series.Kind == SeriesKind.Dumbbell ? series.Low!.Concat(series.High!) : values.Concat(series.Low ?? []).Concat(series.High ?? []);

    private static AxisRange Named(Axis axis) => new(axis, -0.5, axis.Categories.Count - 0.5, default);

    private static AxisRange Covering(Axis axis, IEnumerable<double> numbers, int target)
    {
        (double low, double high) = Ends(axis, numbers);
        Ticks ticks = Ticks.Covering(low, high, target);
        return new(axis, axis.Low ?? ticks.First, Above(axis.High ?? ticks.Last, axis.Low ?? ticks.First), ticks);
    }

    private static AxisRange Exact(Axis axis, IEnumerable<double> numbers, int target)
    {
        double[] all = [.. numbers];
        (double low, double high) = Ends(axis, all);
        if (high <= low) (low, high) = (low - 0.5, low + 0.5);
        return new(axis, low, high, Ticks.Inside(low, high, target, whole: all.All(x => x == Math.Floor(x))));
    }

    private static (double Low, double High) Ends(Axis axis, IEnumerable<double> numbers)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double number in numbers) (low, high) = (Math.Min(low, number), Math.Max(high, number));
        if (low > high) (low, high) = (axis.Low ?? 0, axis.High ?? 1);
        if (axis.FromZero || axis.Percent) (low, high) = (Math.Min(0, low), Math.Max(0, high));
        low = axis.Low ?? low;
        high = Math.Max(low, axis.High ?? high);
        if (axis.LeastSpan is not double least || high - low >= least) return (low, high);
        double more = (least - (high - low)) / 2;
        return (axis.Low ?? low - more, axis.High ?? high + more);
    }

    private static double Above(double high, double low) => high > low ? high : low + 1;
}
