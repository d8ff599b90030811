using System.Buffers;
using System.Numerics;

namespace Hicra.Metrics;

/// <summary>Over which tokens the threshold of "high entropy" is taken; the paper does not say.</summary>
public enum HighEntropyScope
{
    /// <summary>One threshold for all tokens, as the reference program of the puzzle world takes it.</summary>
    Global,

    /// <summary>One threshold per response, as TRL PR 4997 takes it.</summary>
    PerSequence,
}

/// <summary>How far planning tokens and high-entropy tokens are the same tokens (paper, Figure 10: "fork tokens").</summary>
/// <param name="Tokens">Number of tokens.</param>
/// <param name="Planning">Number of planning tokens.</param>
/// <param name="HighEntropy">Number of high-entropy tokens.</param>
/// <param name="Both">Number of tokens that are both.</param>
public readonly record struct HighEntropyOverlap(int Tokens, int Planning, int HighEntropy, int Both)
{
    /// <summary>The portion of planning tokens that have high entropy (Figure 10, left); null where there is none.</summary>
    public double? HighEntropyAmongPlanning => Planning > 0 ? (double)Both / Planning : null;

    /// <summary>The portion of high-entropy tokens that are planning tokens (Figure 10, right); null where there is none.</summary>
    public double? PlanningAmongHighEntropy => HighEntropy > 0 ? (double)Both / HighEntropy : null;

    /// <summary>Measures packed response tokens.</summary>
    /// <param name="entropies">[tokens] nats.</param>
    /// <param name="planning">[tokens] whether a token is a planning token.</param>
    /// <param name="offsets">[responses + 1] where each response begins; only <see cref="HighEntropyScope.PerSequence"/> reads it.</param>
    /// <param name="scope">Over which tokens the threshold is taken.</param>
    /// <param name="topFraction">
    /// The share of tokens that count as high, default 0.3 as in the paper: the threshold is the quantile at 1 minus this
    /// share, and a token at the threshold is in (so more than the share where many entropies are equal).
    /// </param>
    /// <exception cref="ArgumentException">The spans do not fit together, or the share is outside [0, 1].</exception>
    public static HighEntropyOverlap Measure<T>(
        ReadOnlySpan<T> entropies, ReadOnlySpan<bool> planning, ReadOnlySpan<int> offsets = default,
        HighEntropyScope scope = HighEntropyScope.Global, double topFraction = 0.3)
        where T : unmanaged, IFloatingPoint<T>
    {
        if (planning.Length != entropies.Length) throw new ArgumentException("There must be one entropy per token.", nameof(planning));
        if (!(topFraction is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(topFraction), topFraction, "A share lies in [0, 1].");
        if (scope == HighEntropyScope.Global) return MeasureOne(entropies, planning, topFraction);

        if (offsets.IsEmpty || offsets[0] != 0 || offsets[^1] != entropies.Length) throw new ArgumentException("Offsets must begin with 0 and end with the number of tokens.", nameof(offsets));
        HighEntropyOverlap sum = default;
        for (int i = 0; i + 1 < offsets.Length; i++)
        {
            Range response = offsets[i]..offsets[i + 1];
            HighEntropyOverlap one = MeasureOne(entropies[response], planning[response], topFraction);
            sum = new(sum.Tokens + one.Tokens, sum.Planning + one.Planning, sum.HighEntropy + one.HighEntropy, sum.Both + one.Both);
        }
        return sum;
    }

    private static HighEntropyOverlap MeasureOne<T>(ReadOnlySpan<T> entropies, ReadOnlySpan<bool> planning, double topFraction)
        where T : unmanaged, IFloatingPoint<T>
    {
        if (entropies.IsEmpty) return default;
        T[] rented = ArrayPool<T>.Shared.Rent(entropies.Length);
        Span<T> ascending = rented.AsSpan(0, entropies.Length);
        entropies.CopyTo(ascending);
        ascending.Sort();
        double threshold = Quantiles.OfSorted<T>(ascending, 1 - topFraction);
        ArrayPool<T>.Shared.Return(rented);

        int high = 0, both = 0;
        for (int i = 0; i < entropies.Length; i++)
        {
            if (double.CreateTruncating(entropies[i]) < threshold) continue;
            high++;
            if (planning[i]) both++;
        }
        return new(entropies.Length, planning.Count(true), high, both);
    }
}
