using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hicra.Training.Policies.Managed;

/// <summary>
/// Causal grouped-query attention over one sequence of a packed batch. Queries arrive scaled by 1 / sqrt(head size).
/// Rows of <c>qkv</c> are [queries, keys, values]; probabilities are [heads, rows to 8, columns to 16].
/// </summary>
/// <remarks>
/// Probabilities grow with the square of the length. Those of a sequence of more than <see cref="LongestKept"/> tokens are not
/// kept: the backward pass makes them again, a block of rows at a time, by the same operations in the same order, so that both
/// ways give the same bits.
/// </remarks>
internal sealed unsafe class Attention(ParameterLayout layout, int longestKept = Attention.LongestKept) : IDisposable
{
    private readonly int head = layout.Head;
    private readonly int repeat = layout.Config.Heads / layout.Config.KeyValueHeads;
    private readonly int keyHeads = layout.Config.KeyValueHeads;
    private readonly int rowLength = layout.QueryKeyValue;
    private readonly int queryLength = layout.Query;
    private AlignedBuffer? transposed, transposed2, gradient, block;

    /// <summary>Tokens up to which a sequence's probabilities are kept by default: as many as a worker takes at a time.</summary>
    public const int LongestKept = 192;

    // Rows whose probabilities are made again at a time: with their gradients they stay in a core's own cache.
    private const int RowBlock = 64;

    /// <summary>Floats of one sequence's probabilities; 0 where they are not kept.</summary>
    public long ProbabilityLength(int tokens) => tokens > longestKept ? 0 : (long)layout.Config.Heads * RowsOf(tokens) * Lanes.Pad(tokens);

    /// <summary>output[tokens, queries] = softmax(q k^T) v, causal; keeps the probabilities of sequences that are not too long.</summary>
    public void Forward(int tokens, float* qkv, float* probabilities, float* output)
    {
        int columns = Lanes.Pad(tokens), rows = RowsOf(tokens);
        bool kept = tokens <= longestKept;
        float* keys = Ensure(ref transposed, (long)head * columns), tile = kept ? null : Ensure(ref block, (long)Gemm.RowTile * columns);
        for (int g = 0; g < keyHeads; g++)
        {
            Transpose(tokens, columns, qkv + queryLength + g * head, keys);
            float* values = qkv + queryLength + keyHeads * head + g * head;
            for (int h = g * repeat; h < (g + 1) * repeat; h++)
            {
                for (int i = 0; i < tokens; i += Gemm.RowTile)
                {
                    int last = Math.Min(i + Gemm.RowTile, tokens);
                    float* p = kept ? probabilities + ((nint)h * rows + i) * columns : tile;
                    Probabilities(i, last, columns, qkv + (nint)i * rowLength + h * head, keys, p);
                    Gemm.Multiply(Gemm.RowTile, head, last, p, columns, values, rowLength, output + (nint)i * queryLength + h * head, queryLength, accumulate: false);
                }
            }
        }
    }

    /// <summary>Writes dQkv[tokens, queries + keys + values] from dOutput[tokens, queries].</summary>
    public void Backward(int tokens, float* qkv, float* probabilities, float* dOutput, float* dQkv)
    {
        if (tokens > longestKept)
        {
            BackwardByBlocks(tokens, qkv, dOutput, dQkv);
            return;
        }
        int columns = Lanes.Pad(tokens), rows = RowsOf(tokens);
        float* transposedValues = Ensure(ref transposed, (long)head * columns);
        float* dScores = Ensure(ref gradient, (long)rows * columns);
        int keyAt = queryLength, valueAt = queryLength + keyHeads * head;
        for (int g = 0; g < keyHeads; g++)
        {
            float* keys = qkv + keyAt + g * head;
            Transpose(tokens, columns, qkv + valueAt + g * head, transposedValues);
            for (int h = g * repeat; h < (g + 1) * repeat; h++)
            {
                float* p = probabilities + (nint)h * rows * columns;
                bool accumulate = h > g * repeat;
                for (int i = 0; i < tokens; i += Gemm.RowTile)
                {
                    int last = Math.Min(i + Gemm.RowTile, tokens), seen = Lanes.Pad(last);
                    Gemm.Multiply(Gemm.RowTile, seen, head, dOutput + (nint)i * queryLength + h * head, queryLength, transposedValues, columns, dScores + (nint)i * columns, columns, accumulate: false);
                    SoftmaxGradient(last - i, seen, columns, p + (nint)i * columns, dScores + (nint)i * columns);
                    Gemm.Multiply(Gemm.RowTile, head, last, dScores + (nint)i * columns, columns, keys, rowLength, dQkv + (nint)i * rowLength + h * head, rowLength, accumulate: false);
                }
                for (int j = 0; j < tokens; j += Gemm.RowTile)
                {
                    // Rows before j do not see the keys from j on.
                    nint corner = (nint)j * columns + j;
                    Gemm.MultiplyTransposed(Gemm.RowTile, head, tokens - j, dScores + corner, columns, qkv + (nint)j * rowLength + h * head, rowLength, dQkv + (nint)j * rowLength + keyAt + g * head, rowLength, accumulate);
                    Gemm.MultiplyTransposed(Gemm.RowTile, head, tokens - j, p + corner, columns, dOutput + (nint)j * queryLength + h * head, queryLength, dQkv + (nint)j * rowLength + valueAt + g * head, rowLength, accumulate);
                }
            }
        }
    }

    /// <summary><see cref="Backward"/> of a sequence whose probabilities were not kept: sums run over the same rows in the same order.</summary>
    private void BackwardByBlocks(int tokens, float* qkv, float* dOutput, float* dQkv)
    {
        int columns = Lanes.Pad(tokens), keyAt = queryLength, valueAt = queryLength + keyHeads * head;
        float* transposedKeys = Ensure(ref transposed2, (long)head * columns), transposedValues = Ensure(ref transposed, (long)head * columns);
        float* probabilities = Ensure(ref block, (long)RowBlock * columns), dScores = Ensure(ref gradient, (long)RowBlock * columns);
        for (int g = 0; g < keyHeads; g++)
        {
            float* keys = qkv + keyAt + g * head;
            Transpose(tokens, columns, keys, transposedKeys);
            Transpose(tokens, columns, qkv + valueAt + g * head, transposedValues);
            for (int h = g * repeat; h < (g + 1) * repeat; h++)
            {
                for (int first = 0; first < tokens; first += RowBlock)
                {
                    int end = Math.Min(first + RowBlock, tokens);
                    for (int i = first; i < end; i += Gemm.RowTile)
                    {
                        int last = Math.Min(i + Gemm.RowTile, tokens), seen = Lanes.Pad(last);
                        float* p = probabilities + (nint)(i - first) * columns, d = dScores + (nint)(i - first) * columns;
                        Probabilities(i, last, columns, qkv + (nint)i * rowLength + h * head, transposedKeys, p);
                        Gemm.Multiply(Gemm.RowTile, seen, head, dOutput + (nint)i * queryLength + h * head, queryLength, transposedValues, columns, d, columns, accumulate: false);
                        SoftmaxGradient(last - i, seen, columns, p, d);
                        Gemm.Multiply(Gemm.RowTile, head, last, d, columns, keys, rowLength, dQkv + (nint)i * rowLength + h * head, rowLength, accumulate: false);
                    }
                    for (int j = 0; j < end; j += Gemm.RowTile)
                    {
                        int from = Math.Max(first, j);
                        nint corner = (nint)(from - first) * columns + j;
                        bool accumulate = h > g * repeat || j < first;
                        Gemm.MultiplyTransposed(Gemm.RowTile, head, end - from, dScores + corner, columns, qkv + (nint)from * rowLength + h * head, rowLength, dQkv + (nint)j * rowLength + keyAt + g * head, rowLength, accumulate);
                        Gemm.MultiplyTransposed(Gemm.RowTile, head, end - from, probabilities + corner, columns, dOutput + (nint)from * queryLength + h * head, queryLength, dQkv + (nint)j * rowLength + valueAt + g * head, rowLength, accumulate);
                    }
                }
            }
        }
    }

    /// <summary>Rows <paramref name="first"/> to <paramref name="last"/> of the probabilities, into a tile of eight rows.</summary>
    private void Probabilities(int first, int last, int columns, float* queries, float* keys, float* tile)
    {
        int seen = Lanes.Pad(last);
        Gemm.Multiply(Gemm.RowTile, seen, head, queries, rowLength, keys, columns, tile, columns, accumulate: false);
        CausalSoftmax(first, last, seen, columns, tile);
    }

    public void Dispose()
    {
        foreach (AlignedBuffer? buffer in new[] { transposed, transposed2, gradient, block }) buffer?.Dispose();
    }

    private static int RowsOf(int tokens) => (tokens + Gemm.RowTile - 1) / Gemm.RowTile * Gemm.RowTile;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CausalSoftmax(int first, int last, int seen, int columns, float* tile)
    {
        float* row = tile;
        for (int i = first; i < last; i++, row += columns)
        {
            Softmax.Probabilities(row, i + 1);
            for (int j = Lanes.Pad(i + 1); j < seen; j += Lanes.Width) Vector512<float>.Zero.Store(row + j);
        }
    }

    /// <summary>dScores = p * (dP - sum(dP * p)) in place of dP.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SoftmaxGradient(int rows, int seen, int columns, float* probabilities, float* dScores)
    {
        for (int i = 0; i < rows; i++)
        {
            float* p = probabilities + (nint)i * columns;
            float* d = dScores + (nint)i * columns;
            Vector512<float> dot = Vector512<float>.Zero;
            for (int j = 0; j < seen; j += Lanes.Width) dot = Vector512.FusedMultiplyAdd(Vector512.Load(p + j), Vector512.Load(d + j), dot);
            Vector512<float> mean = Vector512.Create(Lanes.Sum(dot));
            for (int j = 0; j < seen; j += Lanes.Width) (Vector512.Load(p + j) * (Vector512.Load(d + j) - mean)).Store(d + j);
        }
    }

    /// <summary>target[head, columns] = source[tokens, head]^T, zero beyond the tokens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Transpose(int tokens, int columns, float* source, float* target)
    {
        for (int d = 0; d < head; d++)
        {
            float* row = target + (nint)d * columns;
            for (int j = 0; j < tokens; j++) row[j] = source[(nint)j * rowLength + d];
            for (int j = tokens; j < columns; j++) row[j] = 0f;
        }
    }

    private static float* Ensure(ref AlignedBuffer? buffer, long length)
    {
        if (buffer is null || buffer.Length < length)
        {
            buffer?.Dispose();
            buffer = new AlignedBuffer(length);
        }
        return buffer.Pointer;
    }
}
