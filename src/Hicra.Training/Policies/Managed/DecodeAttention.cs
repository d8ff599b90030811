using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hicra.Training.Policies.Managed;

/// <summary>
/// Attention of one new token over its key-value cache. Sums run in the order of <see cref="Attention"/>'s products, so
/// that the log-probs of sampling and of training are the same bits.
/// </summary>
internal static unsafe class DecodeAttention
{
    /// <summary>Writes the key of one head to the cache: blocks of 16 positions, each [head, 16].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void StoreKey(float* key, int head, int position, float* keys)
    {
        float* lane = keys + (nint)(position / Lanes.Width) * head * Lanes.Width + position % Lanes.Width;
        for (int d = 0; d < head; d++) lane[(nint)d * Lanes.Width] = key[d];
    }

    /// <summary>output[repeat, head] = softmax(query . keys) . values for the query heads of one key-value head.</summary>
    /// <param name="repeat">Query heads that share this key-value head.</param>
    /// <param name="head">Padded width of a head.</param>
    /// <param name="count">Positions in the cache, the new one included.</param>
    /// <param name="query">[repeat, head], scaled.</param>
    /// <param name="keys">Blocks of 16 positions, each [head, 16].</param>
    /// <param name="values">[positions, head].</param>
    /// <param name="scores">Scratch: [repeat, count to 16].</param>
    /// <param name="output">[repeat, head].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Attend(int repeat, int head, int count, float* query, float* keys, float* values, float* scores, float* output)
    {
        int columns = Lanes.Pad(count);
        int h = 0;
        for (; h + 2 <= repeat; h += 2)
        {
            float* first = query + (nint)h * head, second = first + head;
            float* block = keys;
            for (int column = 0; column < columns; column += Lanes.Width)
            {
                Vector512<float> s = Vector512<float>.Zero, t = Vector512<float>.Zero;
                for (int d = 0; d < head; d++, block += Lanes.Width)
                {
                    Vector512<float> k = Vector512.Load(block);
                    s = Vector512.FusedMultiplyAdd(Vector512.Create(first[d]), k, s);
                    t = Vector512.FusedMultiplyAdd(Vector512.Create(second[d]), k, t);
                }
                s.Store(scores + (nint)h * columns + column);
                t.Store(scores + (nint)(h + 1) * columns + column);
            }
        }
        for (; h < repeat; h++)
        {
            float* only = query + (nint)h * head;
            float* block = keys;
            for (int column = 0; column < columns; column += Lanes.Width)
            {
                Vector512<float> s = Vector512<float>.Zero;
                for (int d = 0; d < head; d++, block += Lanes.Width) s = Vector512.FusedMultiplyAdd(Vector512.Create(only[d]), Vector512.Load(block), s);
                s.Store(scores + (nint)h * columns + column);
            }
        }
        for (h = 0; h < repeat; h++) Softmax.Probabilities(scores + (nint)h * columns, count);
        for (int c = 0; c < head; c += Lanes.Width)
        {
            h = 0;
            for (; h + 2 <= repeat; h += 2)
            {
                float* p = scores + (nint)h * columns, q = p + columns, v = values + c;
                Vector512<float> s = Vector512<float>.Zero, t = Vector512<float>.Zero;
                for (int j = 0; j < count; j++, v += head)
                {
                    Vector512<float> value = Vector512.Load(v);
                    s = Vector512.FusedMultiplyAdd(Vector512.Create(p[j]), value, s);
                    t = Vector512.FusedMultiplyAdd(Vector512.Create(q[j]), value, t);
                }
                s.Store(output + (nint)h * head + c);
                t.Store(output + (nint)(h + 1) * head + c);
            }
            for (; h < repeat; h++)
            {
                float* p = scores + (nint)h * columns, v = values + c;
                Vector512<float> s = Vector512<float>.Zero;
                for (int j = 0; j < count; j++, v += head) s = Vector512.FusedMultiplyAdd(Vector512.Create(p[j]), Vector512.Load(v), s);
                s.Store(output + (nint)h * head + c);
            }
        }
    }
}
