namespace Hicra.Training.Health;

/// <summary>A number over steps.</summary>
/// <param name="Points">Steps and values, in order.</param>
public sealed record StepSeries(IReadOnlyList<(int Step, double Value)> Points)
{
    /// <summary>How many steps have it.</summary>
    public int Count => Points.Count;

    /// <summary>The first and the last stretch that are compared: a tenth of the points, ten at most. A single step is noise.</summary>
    public int Stretch => Math.Clamp(Count / 10, 1, 10);

    /// <summary>The mean over all points; 0 where there are none.</summary>
    public double Mean => Points.Count == 0 ? 0 : Points.Average(p => p.Value);

    /// <summary>The mean over the first stretch.</summary>
    public double First => Points.Take(Stretch).Average(p => p.Value);

    /// <summary>The mean over the last stretch.</summary>
    public double Last => Points.Skip(Count - Stretch).Average(p => p.Value);

    /// <summary>The window of steps with the greatest mean: a quarter of the points, so that a bad phase counts wherever it lies.</summary>
    /// <param name="least">Points that a window has at least.</param>
    /// <returns>Its first and last step and its mean; null for fewer points than that.</returns>
    public (int From, int To, double Mean)? Worst(int least = 4)
    {
        int width = Math.Max(least, Count / 4);
        if (Count < width) return null;
        double sum = Points.Take(width).Sum(p => p.Value), best = sum;
        int at = 0;
        for (int i = 1; i + width <= Count; i++)
        {
            sum += Points[i + width - 1].Value - Points[i - 1].Value;
            if (sum > best) (best, at) = (sum, i);
        }
        return (Points[at].Step, Points[at + width - 1].Step, best / width);
    }

    /// <summary>The step of the first point from which on every stretch's mean fulfils a condition; that of the last point where none does.</summary>
    public int Since(Func<double, bool> condition)
    {
        int at = Count - Stretch;
        while (at > 0 && condition(Points.Skip(at - 1).Take(Stretch).Average(p => p.Value))) at--;
        return Points[at].Step;
    }
}
