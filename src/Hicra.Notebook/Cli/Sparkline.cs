namespace Hicra.Notebook.Cli;

/// <summary>A curve in one line of text.</summary>
internal static class Sparkline
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>Draws values from left to right, means of equal parts where there are more than fit; a blank where nothing is known.</summary>
    /// <param name="points">Positions in [0, 1) and values.</param>
    /// <param name="width">Characters.</param>
    /// <param name="low">The value of the lowest level.</param>
    /// <param name="high">The value of the highest.</param>
    public static string Draw(IEnumerable<(double At, double Value)> points, int width, double low, double high)
    {
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
            if (counts[i] > 0) last = Level(sums[i] / counts[i]);
            // A metric that is not measured at every step keeps its last level.
            line[i] = last < 0 || !counts.AsSpan(i).ContainsAnyExcept(0) ? ' ' : Levels[last];
        }
        return new string(line);

        int Level(double value) => high > low ? Math.Clamp((int)((value - low) / (high - low) * Levels.Length), 0, Levels.Length - 1) : 0;
    }
}
