using System.Numerics;

namespace Hicra.Metrics;

/// <summary>Quantiles with linear interpolation between order statistics (the default of NumPy and of <c>torch.quantile</c>).</summary>
public static class Quantiles
{
    /// <summary>The quantile of values in ascending order.</summary>
    /// <param name="ascending">[values] at least one.</param>
    /// <param name="probability">In [0, 1].</param>
    /// <exception cref="ArgumentException">There is no value, or the probability is outside [0, 1].</exception>
    public static double OfSorted<T>(ReadOnlySpan<T> ascending, double probability)
        where T : unmanaged, IFloatingPoint<T>
    {
        if (ascending.IsEmpty) throw new ArgumentException("A quantile needs at least one value.", nameof(ascending));
        if (!(probability is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies in [0, 1].");
        double position = probability * (ascending.Length - 1);
        int below = (int)position;
        double low = double.CreateTruncating(ascending[below]);
        double high = double.CreateTruncating(ascending[Math.Min(below + 1, ascending.Length - 1)]);
        double weight = position - below;
        // torch.lerp's two forms: each is exact at its own end, so a threshold that is one of the values keeps that value.
        return weight < 0.5 ? low + weight * (high - low) : high - (high - low) * (1 - weight);
    }
}
