namespace Hicra.Strategy.Mining;

/// <summary>Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations.</summary>
internal static class SymmetricEigen
{
    private const int MostSweeps = 60;

    /// <summary>Decomposes a matrix; it is overwritten.</summary>
    /// <param name="a">[size, size]</param>
    /// <param name="size">Rows.</param>
    /// <param name="eigenvalues">[size] in no order.</param>
    /// <returns>[size, size] whose columns are the eigenvectors, of length 1.</returns>
    public static double[] Decompose(double[] a, int size, out double[] eigenvalues)
    {
        double[] v = new double[size * size];
        for (int i = 0; i < size; i++) v[i * size + i] = 1;
        for (int sweep = 0; sweep < MostSweeps && OffDiagonal(a, size) > 1e-22; sweep++)
        {
            for (int p = 0; p < size - 1; p++)
            {
                for (int q = p + 1; q < size; q++) Rotate(a, v, size, p, q);
            }
        }
        eigenvalues = [.. Enumerable.Range(0, size).Select(i => a[i * size + i])];
        return v;
    }

    private static void Rotate(double[] a, double[] v, int size, int p, int q)
    {
        double pq = a[p * size + q];
        if (pq == 0) return;
        double theta = (a[q * size + q] - a[p * size + p]) / (2 * pq);
        double t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        double c = 1 / Math.Sqrt(t * t + 1), s = t * c;
        for (int k = 0; k < size; k++)
        {
            (double kp, double kq) = (a[k * size + p], a[k * size + q]);
            (a[k * size + p], a[k * size + q]) = (c * kp - s * kq, s * kp + c * kq);
        }
        for (int k = 0; k < size; k++)
        {
            (double pk, double qk) = (a[p * size + k], a[q * size + k]);
            (a[p * size + k], a[q * size + k]) = (c * pk - s * qk, s * pk + c * qk);
            (double vp, double vq) = (v[k * size + p], v[k * size + q]);
            (v[k * size + p], v[k * size + q]) = (c * vp - s * vq, s * vp + c * vq);
        }
    }

    /// <summary>The squares outside the diagonal, relative to all squares.</summary>
    private static double OffDiagonal(double[] a, int size)
    {
        double off = 0, all = 0;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                double square = a[i * size + j] * a[i * size + j];
                all += square;
                if (i != j) off += square;
            }
        }
        return all == 0 ? 0 : off / all;
    }
}
