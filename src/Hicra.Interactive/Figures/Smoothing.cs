namespace Hicra.Interactive.Figures;

/// <summary>Moving averages.</summary>
public static class Smoothing
{
    /// <summary>The mean of each value and its neighbours. Near the ends the window shrinks evenly on both sides, so that the first and last values stay as they are and a trend is not bent.</summary>
    /// <param name="values">[points]</param>
    /// <param name="window">Points in a full window; an even number counts as the next odd one.</param>
    /// <returns>[points]</returns>
    public static double[] MovingAverage(IReadOnlyList<double> values, int window)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        var sums = new double[values.Count + 1];
        for (int i = 0; i < values.Count; i++) sums[i + 1] = sums[i] + values[i];
        var smooth = new double[values.Count];
        for (int i = 0; i < smooth.Length; i++)
        {
            int reach = Math.Min(window / 2, Math.Min(i, smooth.Length - 1 - i));
            smooth[i] = reach == 0 ? values[i] : (sums[i + reach + 1] - sums[i - reach]) / (2 * reach + 1);
        }
        return smooth;
    }

    /// <summary>A window that calms a curve of this many points and keeps its shape: an eighth of them, at least 3.</summary>
    public static int WindowFor(int points) => Math.Max(3, points / 8);
}
