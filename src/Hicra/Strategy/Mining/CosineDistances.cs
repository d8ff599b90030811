using System.Numerics;

namespace Hicra.Strategy.Mining;

/// <summary>Cosine distances of vectors of length 1, row by row: 1 minus the inner product, at least 0.</summary>
internal sealed class CosineDistances
{
    private readonly PhraseVectors _vectors;
    private readonly int[] _members;
    private readonly float[] _transposed; // [dimensions, members], so that a row's distances are sums over contiguous values

    /// <param name="vectors">All vectors.</param>
    /// <param name="members">Which of them to compare.</param>
    public CosineDistances(PhraseVectors vectors, int[] members)
    {
        (_vectors, _members) = (vectors, members);
        _transposed = new float[vectors.Dimensions * members.Length];
        for (int i = 0; i < members.Length; i++)
        {
            ReadOnlySpan<float> vector = vectors[members[i]];
            for (int k = 0; k < vector.Length; k++) _transposed[k * members.Length + i] = vector[k];
        }
    }

    public int Count => _members.Length;

    /// <summary>The distances of a member to all members. Each is summed over the dimensions in order: threads and vector widths do not change it.</summary>
    /// <param name="member">Index among the members.</param>
    /// <param name="distances">[members], overwritten.</param>
    public void Row(int member, Span<float> distances)
    {
        ReadOnlySpan<float> vector = _vectors[_members[member]];
        int j = 0, lanes = Vector<float>.Count;
        ref float first = ref _transposed[0];
        for (; j + 4 * lanes <= Count; j += 4 * lanes)
        {
            Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
            for (int k = 0; k < vector.Length; k++)
            {
                var x = new Vector<float>(vector[k]);
                nuint at = (nuint)(k * Count + j);
                s0 += x * Vector.LoadUnsafe(ref first, at);
                s1 += x * Vector.LoadUnsafe(ref first, at + (nuint)lanes);
                s2 += x * Vector.LoadUnsafe(ref first, at + (nuint)(2 * lanes));
                s3 += x * Vector.LoadUnsafe(ref first, at + (nuint)(3 * lanes));
            }
            Write(s0, distances[j..]);
            Write(s1, distances[(j + lanes)..]);
            Write(s2, distances[(j + 2 * lanes)..]);
            Write(s3, distances[(j + 3 * lanes)..]);
        }
        for (; j < Count; j++)
        {
            float sum = 0;
            for (int k = 0; k < vector.Length; k++) sum += vector[k] * _transposed[k * Count + j];
            distances[j] = Math.Max(0, 1 - sum);
        }
        distances[member] = 0;
    }

    private static void Write(Vector<float> products, Span<float> distances) => Vector.Max(Vector<float>.Zero, Vector<float>.One - products).CopyTo(distances);
}
