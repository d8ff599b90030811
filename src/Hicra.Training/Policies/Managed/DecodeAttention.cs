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

    /// <summary>output[heads, head] = softmax(query . keys) . values, for all query heads of one token.</summary>
    /// <remarks>
    /// A sum over positions is one chain of fused products, each of which waits for the one before it. Four heads are gone through
    /// at a time, so that four chains are under way; each runs in the order that it would have alone.
    /// </remarks>
    /// <param name="keyHeads">Key-value heads.</param>
    /// <param name="repeat">Query heads that share a key-value head.</param>
    /// <param name="head">Padded width of a head.</param>
    /// <param name="count">Positions in the cache, the new one included.</param>
    /// <param name="query">[keyHeads * repeat, head], scaled.</param>
    /// <param name="keys">Of each key-value head: blocks of 16 positions, each [head, 16].</param>
    /// <param name="values">Of each key-value head: [positions, head].</param>
    /// <param name="stride">Floats from one key-value head's keys (and values) to the next one's.</param>
    /// <param name="scores">Scratch: [keyHeads * repeat, count to 16].</param>
    /// <param name="output">[keyHeads * repeat, head].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Attend(int keyHeads, int repeat, int head, int count, float* query, float* keys, float* values, nint stride, float* scores, float* output)
    {
        int columns = Lanes.Pad(count), heads = keyHeads * repeat;
        for (int h = 0; h < heads; h += 4)
        {
            // Where fewer than four heads are left, the last one is gone through again.
            int h1 = Math.Min(h + 1, heads - 1), h2 = Math.Min(h + 2, heads - 1), h3 = Math.Min(h + 3, heads - 1);
            Scores(head, columns, query + (nint)h * head, query + (nint)h1 * head, query + (nint)h2 * head, query + (nint)h3 * head,
                keys + h / repeat * stride, keys + h1 / repeat * stride, keys + h2 / repeat * stride, keys + h3 / repeat * stride,
                scores + (nint)h * columns, scores + (nint)h1 * columns, scores + (nint)h2 * columns, scores + (nint)h3 * columns);
        }
        for (int h = 0; h < heads; h++) Softmax.Probabilities(scores + (nint)h * columns, count);
        for (int c = 0; c < head; c += Lanes.Width)
            for (int h = 0; h < heads; h += 4)
            {
                int h1 = Math.Min(h + 1, heads - 1), h2 = Math.Min(h + 2, heads - 1), h3 = Math.Min(h + 3, heads - 1);
                Values(head, count, scores + (nint)h * columns, scores + (nint)h1 * columns, scores + (nint)h2 * columns, scores + (nint)h3 * columns,
                    values + h / repeat * stride + c, values + h1 / repeat * stride + c, values + h2 / repeat * stride + c, values + h3 / repeat * stride + c,
                    output + (nint)h * head + c, output + (nint)h1 * head + c, output + (nint)h2 * head + c, output + (nint)h3 * head + c);
            }
    }

    /// <summary>Scores of four heads: each query [head] with its keys.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scores(int head, int columns, float* q0, float* q1, float* q2, float* q3, float* k0, float* k1, float* k2, float* k3, float* s0, float* s1, float* s2, float* s3)
    {
        for (int column = 0; column < columns; column += Lanes.Width)
        {
            Vector512<float> a = Vector512<float>.Zero, b = a, c = a, d = a;
            for (int i = 0; i < head; i++)
            {
                a = Vector512.FusedMultiplyAdd(Vector512.Create(q0[i]), Vector512.Load(k0), a);
                b = Vector512.FusedMultiplyAdd(Vector512.Create(q1[i]), Vector512.Load(k1), b);
                c = Vector512.FusedMultiplyAdd(Vector512.Create(q2[i]), Vector512.Load(k2), c);
                d = Vector512.FusedMultiplyAdd(Vector512.Create(q3[i]), Vector512.Load(k3), d);
                k0 += Lanes.Width;
                k1 += Lanes.Width;
                k2 += Lanes.Width;
                k3 += Lanes.Width;
            }
            a.Store(s0 + column);
            b.Store(s1 + column);
            c.Store(s2 + column);
            d.Store(s3 + column);
        }
    }

    /// <summary>Sixteen columns of the outputs of four heads: each one's probabilities [count] with its values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Values(int head, int count, float* p0, float* p1, float* p2, float* p3, float* v0, float* v1, float* v2, float* v3, float* o0, float* o1, float* o2, float* o3)
    {
        Vector512<float> a = Vector512<float>.Zero, b = a, c = a, d = a;
        for (int j = 0; j < count; j++)
        {
            a = Vector512.FusedMultiplyAdd(Vector512.Create(p0[j]), Vector512.Load(v0), a);
            b = Vector512.FusedMultiplyAdd(Vector512.Create(p1[j]), Vector512.Load(v1), b);
            c = Vector512.FusedMultiplyAdd(Vector512.Create(p2[j]), Vector512.Load(v2), c);
            d = Vector512.FusedMultiplyAdd(Vector512.Create(p3[j]), Vector512.Load(v3), d);
            v0 += head;
            v1 += head;
            v2 += head;
            v3 += head;
        }
        a.Store(o0);
        b.Store(o1);
        c.Store(o2);
        d.Store(o3);
    }
}
