using System.Numerics;
using System.Runtime.Intrinsics;

namespace Hicra.Strategy.Mining;

/// <summary>
/// The largest singular values and vectors of a symmetric matrix, by random projection and power iterations (Halko,
/// Martinsson, Tropp 2011, algorithms 4.4 and 5.1).
/// </summary>
internal static class RandomizedSvd
{
    private const int Oversampling = 10, PowerIterations = 5;

    /// <summary>The left singular vectors, each times its singular value (scikit-learn's <c>TruncatedSVD.fit_transform</c>).</summary>
    /// <param name="matrix">[size, size]</param>
    /// <param name="rank">At most the size.</param>
    /// <param name="random">Of the projection.</param>
    /// <param name="settings">Threads.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>[size, rank], largest singular value first.</returns>
    public static float[] ScaledVectors(SparseSymmetric matrix, int rank, CounterRandom random, MiningSettings settings, CancellationToken cancellation)
    {
        int size = matrix.Size, width = Math.Min(size, rank + Oversampling);
        ParallelOptions options = settings.Options(cancellation);
        float[] q = new float[size * width];
        for (int i = 0; i < q.Length; i++) q[i] = (float)random.Normal(i).First;
        for (int iteration = 0; iteration <= PowerIterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            q = matrix.Multiply(q, width, options);
            Orthonormalise(q, size, width);
        }

        // The matrix is symmetric, so Q'AQ holds its largest eigenvalues; singular values are their absolute values.
        float[] image = matrix.Multiply(q, width, options);
        double[] small = Product(q, image, size, width);
        double[] vectors = SymmetricEigen.Decompose(small, width, out double[] eigenvalues);
        int[] order = [.. Enumerable.Range(0, width).OrderByDescending(k => Math.Abs(eigenvalues[k])).Take(rank)];
        float[] scaled = new float[size * rank];
        Parallel.For(0, size, options, row =>
        {
            for (int k = 0; k < rank; k++)
            {
                double sum = 0;
                for (int j = 0; j < width; j++) sum += q[row * width + j] * vectors[j * width + order[k]];
                scaled[row * rank + k] = (float)(sum * Math.Abs(eigenvalues[order[k]]));
            }
        });
        return scaled;
    }

    /// <summary>Gram-Schmidt on the columns, twice, which is as good as Householder's (Giraud, Langou, Rozloznik 2005). A column without anything new becomes 0.</summary>
    private static void Orthonormalise(float[] q, int size, int width)
    {
        double[] columns = new double[width * size]; // transposed, so that columns are contiguous
        for (int row = 0; row < size; row++)
        {
            for (int k = 0; k < width; k++) columns[k * size + row] = q[row * width + k];
        }
        for (int k = 0; k < width; k++)
        {
            Span<double> column = columns.AsSpan(k * size, size);
            double before = Math.Sqrt(Dot(column, column));
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < k; j++)
                {
                    ReadOnlySpan<double> other = columns.AsSpan(j * size, size);
                    Subtract(column, other, Dot(column, other));
                }
            }
            double length = Math.Sqrt(Dot(column, column));
            double scale = length > before * 1e-10 ? 1 / length : 0;
            for (int row = 0; row < size; row++) column[row] *= scale;
        }
        for (int row = 0; row < size; row++)
        {
            for (int k = 0; k < width; k++) q[row * width + k] = (float)columns[k * size + row];
        }
    }

    private static double[] Product(float[] left, float[] right, int size, int width)
    {
        double[] product = new double[width * width];
        for (int row = 0; row < size; row++)
        {
            for (int i = 0; i < width; i++)
            {
                double x = left[row * width + i];
                for (int j = 0; j < width; j++) product[i * width + j] += x * right[row * width + j];
            }
        }
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j < i; j++) product[i * width + j] = product[j * width + i] = (product[i * width + j] + product[j * width + i]) / 2;
        }
        return product;
    }

    private static void Subtract(Span<double> from, ReadOnlySpan<double> other, double times)
    {
        int i = 0;
        for (; i + Vector<double>.Count <= from.Length; i += Vector<double>.Count) (new Vector<double>(from[i..]) - new Vector<double>(other[i..]) * times).CopyTo(from[i..]);
        for (; i < from.Length; i++) from[i] -= other[i] * times;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        // Eight sums whatever the machine's vectors hold, so that every machine sums in one order.
        Vector512<double> sums = Vector512<double>.Zero;
        int i = 0;
        for (; i + 8 <= a.Length; i += 8) sums += Vector512.Create(a[i..(i + 8)]) * Vector512.Create(b[i..(i + 8)]);
        double sum = 0;
        for (; i < a.Length; i++) sum += a[i] * b[i];
        for (int lane = 0; lane < 8; lane++) sum += sums[lane];
        return sum;
    }
}
