using System.Numerics;

namespace Hicra.Strategy.Mining;

/// <summary>A symmetric sparse matrix, row by row.</summary>
/// <param name="starts">[rows + 1] where each row starts.</param>
/// <param name="columns">[entries]</param>
/// <param name="values">[entries]</param>
internal sealed class SparseSymmetric(int[] starts, int[] columns, float[] values)
{
    public int Size => starts.Length - 1;

    /// <summary>The product with a dense matrix. Each row is summed in its own order, so threads and vector widths do not change it.</summary>
    /// <param name="right">[size, width]</param>
    /// <param name="width">Columns of <paramref name="right"/>.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <returns>[size, width]</returns>
    public float[] Multiply(float[] right, int width, ParallelOptions options)
    {
        float[] product = new float[Size * width];
        Parallel.For(0, Size, options, row =>
        {
            Span<float> sum = product.AsSpan(row * width, width);
            for (int e = starts[row]; e < starts[row + 1]; e++) AddScaled(sum, right.AsSpan(columns[e] * width, width), values[e]);
        });
        return product;
    }

    private static void AddScaled(Span<float> sum, ReadOnlySpan<float> row, float scale)
    {
        int k = 0;
        for (; k + Vector<float>.Count <= sum.Length; k += Vector<float>.Count)
        {
            Vector<float> added = new Vector<float>(sum[k..]) + new Vector<float>(row[k..]) * scale;
            added.CopyTo(sum[k..]);
        }
        for (; k < sum.Length; k++) sum[k] += row[k] * scale;
    }
}
