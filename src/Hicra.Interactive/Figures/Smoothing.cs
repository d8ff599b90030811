namespace Hicra.Interactive.Figures;

/// <summary>Calm lines through noisy points.</summary>
public static class Smoothing
{
    /// <summary>
    /// A straight line through each point's nearest neighbours, those that are near counting most (Cleveland 1979, without the
    /// robust rounds): a trend is not bent, and at the ends, where a mean of ever fewer points would follow the last ones, the
    /// line rests on as many points as everywhere. It never leaves the range of its points.
    /// </summary>
    /// <param name="values">[points] at even distances.</param>
    /// <param name="window">Points that a line rests on, at least 1; all where there are fewer.</param>
    /// <returns>[points]</returns>
    public static double[] LocalLines(IReadOnlyList<double> values, int window)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        int count = Math.Min(window, values.Count);
        // A line through two points is no calmer than they are.
        if (count < 3) return [.. values];
        var smooth = new double[values.Count];
        for (int i = 0; i < smooth.Length; i++) smooth[i] = At(values, i, Math.Clamp(i - count / 2, 0, values.Count - count), count);
        return smooth;
    }

    /// <summary>A window that calms a curve of this many points and keeps its shape: a sixth of them, at least 5.</summary>
    public static int WindowFor(int points) => Math.Max(5, points / 6);

    /// <summary>Whether a series keeps its value most of the time, such as a schedule's: it moves in steps, which smoothing would turn into slopes.</summary>
    public static bool IsStepped(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        int same = Enumerable.Range(1, Math.Max(0, values.Count - 1)).Count(i => values[i] == values[i - 1]);
        return values.Count > 2 && 2 * same >= values.Count - 1;
    }

    private static double At(IReadOnlyList<double> values, int i, int first, int count)
    {
        double reach = Math.Max(i - first, first + count - 1 - i) + 1, weights = 0, x = 0, y = 0, low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int k = first; k < first + count; k++)
        {
            double weight = Weight((k - i) / reach);
            (weights, x, y) = (weights + weight, x + weight * (k - i), y + weight * values[k]);
            (low, high) = (Math.Min(low, values[k]), Math.Max(high, values[k]));
        }
        (x, y) = (x / weights, y / weights);
        double across = 0, together = 0;
        for (int k = first; k < first + count; k++)
        {
            double weight = Weight((k - i) / reach), off = k - i - x;
            (across, together) = (across + weight * off * off, together + weight * off * (values[k] - y));
        }
        return Math.Clamp(y - together / across * x, low, high);
    }

    // Cleveland's tricube.
    private static double Weight(double distance)
    {
        double near = 1 - Math.Pow(Math.Abs(distance), 3);
        return near * near * near;
    }
}
