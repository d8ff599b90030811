namespace Hicra.Interactive.Figures;

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
        if (values.Count == 0) return "";
        int count = Math.Min(width, values.Count);
        var means = new double[count];
        for (int i = 0; i < count; i++)
        {
            int from = (int)((long)i * values.Count / count), to = (int)((long)(i + 1) * values.Count / count);
            for (int k = from; k < to; k++) means[i] += values[k] / (to - from);
        }
        double low = means.Min(), high = means.Max();
        // A flat curve is drawn in the middle: at the bottom it would look like zero.
        return string.Create(count, means, (line, all) =>
        {
            for (int i = 0; i < line.Length; i++) line[i] = Levels[high > low ? Math.Clamp((int)((all[i] - low) / (high - low) * Levels.Length), 0, Levels.Length - 1) : 3];
        });
    }
}
