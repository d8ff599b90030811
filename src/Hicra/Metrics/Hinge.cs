namespace Hicra.Metrics;

/// <summary>
/// Two straight lines that meet at a point, fitted by least squares: <c>y = level + before * min(i - at, 0) + after * max(i - at, 0)</c>.
/// </summary>
/// <param name="At">The point where the lines meet, as an index.</param>
/// <param name="Level">The height there.</param>
/// <param name="Before">The slope before it, per point.</param>
/// <param name="After">The slope after it, per point.</param>
/// <param name="Deviation">Standard deviation of the points about the lines.</param>
/// <param name="Gain">How much better two lines are than one: the F statistic of the second slope, with 1 and n - 3 degrees of freedom.</param>
internal readonly record struct Hinge(int At, double Level, double Before, double After, double Deviation, double Gain)
{
    /// <summary>The best of all hinges whose point leaves at least so many points on either side.</summary>
    /// <param name="values">[points] at least 2 * <paramref name="margin"/> + 1 finite numbers.</param>
    /// <param name="margin">Points on either side, at least 2.</param>
    public static Hinge Fit(ReadOnlySpan<double> values, int margin)
    {
        Hinge best = default;
        double least = double.PositiveInfinity;
        for (int at = margin; at < values.Length - margin; at++)
        {
            (double rest, double level, double before, double after) = Through(values, at);
            if (rest >= least) continue;
            (least, best) = (rest, new Hinge(at, level, before, after, 0, 0));
        }
        (_, _, double one) = Line(values);
        int free = values.Length - 3;
        // A fit without rest is a fit to rounding: what remains must not be divided by.
        double variance = Math.Max(least, 1e-24 * Scale(values)) / free;
        return best with { Deviation = Math.Sqrt(variance), Gain = Math.Max(0, one - least) / variance };
    }

    /// <summary>A straight line: its slope per point, the standard error of that, and the sum of squares about it.</summary>
    public static (double Slope, double Error, double Squares) Line(ReadOnlySpan<double> values)
    {
        double middle = (values.Length - 1) / 2.0, mean = 0, across = 0, together = 0, rest = 0;
        foreach (double value in values) mean += value / values.Length;
        for (int i = 0; i < values.Length; i++)
        {
            across += (i - middle) * (i - middle);
            together += (i - middle) * (values[i] - mean);
        }
        double slope = together / across;
        for (int i = 0; i < values.Length; i++)
        {
            double off = values[i] - mean - slope * (i - middle);
            rest += off * off;
        }
        return (slope, Math.Sqrt(Math.Max(rest, 1e-24 * Scale(values)) / (values.Length - 2) / across), rest);
    }

    // The two ramps do not overlap, so the normal equations have a corner of zeros and solve by hand.
    private static (double Squares, double Level, double Before, double After) Through(ReadOnlySpan<double> values, int at)
    {
        double n = values.Length, a = 0, aa = 0, b = 0, bb = 0, y = 0, ay = 0, by = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double left = Math.Min(i - at, 0), right = Math.Max(i - at, 0), value = values[i];
            (a, aa, b, bb) = (a + left, aa + left * left, b + right, bb + right * right);
            (y, ay, by) = (y + value, ay + left * value, by + right * value);
        }
        double level = (y - a * ay / aa - b * by / bb) / (n - a * a / aa - b * b / bb);
        double before = (ay - a * level) / aa, after = (by - b * level) / bb, rest = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double off = values[i] - level - before * Math.Min(i - at, 0) - after * Math.Max(i - at, 0);
            rest += off * off;
        }
        return (rest, level, before, after);
    }

    private static double Scale(ReadOnlySpan<double> values)
    {
        double squares = 0;
        foreach (double value in values) squares += value * value;
        return Math.Max(squares, double.Epsilon);
    }
}
