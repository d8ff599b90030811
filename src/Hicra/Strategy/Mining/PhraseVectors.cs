namespace Hicra.Strategy.Mining;

/// <summary>Vectors of length 1, one a phrase; a phrase of which nothing is known has the vector 0. Immutable.</summary>
public sealed class PhraseVectors
{
    private readonly float[] _values; // [phrases, dimensions]

    /// <summary>Takes vectors of any length and scales them to length 1. The array is changed and kept.</summary>
    /// <param name="values">[phrases * dimensions], phrase by phrase.</param>
    /// <param name="dimensions">At least 1.</param>
    /// <exception cref="HicraException">There is no whole number of vectors, or a value is not finite.</exception>
    public PhraseVectors(float[] values, int dimensions)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimensions);
        if (values.Length % dimensions != 0) throw new HicraException($"{values.Length} values are no whole number of vectors of {dimensions} dimensions; give every phrase a vector of equal length");
        (_values, Dimensions, Count) = (values, dimensions, values.Length / dimensions);
        for (int i = 0; i < Count; i++) Normalise(values.AsSpan(i * dimensions, dimensions), i);
    }

    /// <summary>Number of phrases.</summary>
    public int Count { get; }

    /// <summary>Dimensions of each vector.</summary>
    public int Dimensions { get; }

    /// <summary>[dimensions] the vector of a phrase.</summary>
    public ReadOnlySpan<float> this[int phrase] => _values.AsSpan(phrase * Dimensions, Dimensions);

    private static void Normalise(Span<float> vector, int index)
    {
        // In double and in order: the same on every machine, whatever its vectors' width.
        double sum = 0;
        foreach (float x in vector) sum += (double)x * x;
        if (!double.IsFinite(sum)) throw new HicraException($"the vector of phrase {index + 1} is not finite; mend the embedding");
        if (sum == 0) return;
        double scale = 1 / Math.Sqrt(sum);
        foreach (ref float x in vector) x = (float)(x * scale);
    }
}
