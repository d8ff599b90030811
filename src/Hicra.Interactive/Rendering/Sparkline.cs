namespace Hicra.Interactive.Rendering;

/// <summary>A curve in one line of text.</summary>
public static class Sparkline
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>Draws values from left to right; where there are more than fit, each character is the mean of its share.</summary>
    /// <param name="values">[points] finite numbers.</param>
    /// <param name="width">The most characters.</param>
    public static string Draw(IReadOnlyList<double> values, int width = 24)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        double[] means = Means(values, width);
        return means.Length == 0 ? "" : Draw(means, means.Min(), means.Max());
    }

    /// <summary>Draws values between given levels, for example from 0 where a part is seen against its whole.</summary>
    /// <param name="values">[points] finite numbers.</param>
    /// <param name="width">The most characters.</param>
    /// <param name="low">The value of the lowest level.</param>
    /// <param name="high">The value of the highest.</param>
    public static string Draw(IReadOnlyList<double> values, int width, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        return Draw(Means(values, width), low, high);
    }

    private static double[] Means(IReadOnlyList<double> values, int width)
    {
        int count = Math.Min(width, values.Count);
        var means = new double[count];
        for (int i = 0; i < count; i++)
        {
            int from = (int)((long)i * values.Count / count), to = (int)((long)(i + 1) * values.Count / count);
            for (int k = from; k < to; k++) means[i] += values[k] / (to - from);
        }
        return means;
    }

    private static string Draw(double[] means, double low, double high) => string.Create(means.Length, means, (line, all) =>
    {
        for (int i = 0; i < line.Length; i++) line[i] = Levels[Level(all[i], low, high)];
    });

    /// <summary>Draws values from left to right, means of equal parts where there are more than fit; a blank where nothing is known.</summary>
    /// <param name="points">Positions in [0, 1) and values.</param>
    /// <param name="width">Characters.</param>
    /// <param name="low">The value of the lowest level.</param>
    /// <param name="high">The value of the highest.</param>
    public static string Draw(IEnumerable<(double At, double Value)> points, int width, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        var sums = new double[width];
        var counts = new int[width];
        foreach ((double at, double value) in points)
        {
            int column = Math.Clamp((int)(at * width), 0, width - 1);
            sums[column] += value;
            counts[column]++;
        }
        var line = new char[width];
        int last = -1;
        for (int i = 0; i < width; i++)
        {
            if (counts[i] > 0) last = Level(sums[i] / counts[i], low, high);
            // A metric that is not measured at every step keeps its last level.
            line[i] = last < 0 || !counts.AsSpan(i).ContainsAnyExcept(0) ? ' ' : Levels[last];
        }
        return new string(line);
    }

    // A flat curve is drawn in the middle: at the bottom it would look like zero.
    private static int Level(double value, double low, double high) =>
        high > low ? Math.Clamp((int)((value - low) / (high - low) * Levels.Length), 0, Levels.Length - 1) : 3;
}
