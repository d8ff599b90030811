using System.Runtime.Intrinsics;

namespace Hicra.Training.Policies.Managed;

/// <summary>
/// Single-precision matrix products on row-major memory. The number of columns is a multiple of 16, the number of rows is
/// rounded up to a multiple of 8: memory of <c>a</c> and <c>c</c> must reach that far.
/// Every element is one chain of fused multiply-adds in the order of k; nothing else decides its bits.
/// </summary>
internal static unsafe class Gemm
{
    /// <summary>Rows per register tile; row counts are rounded up to it.</summary>
    public const int RowTile = 8;

    private const int ColumnTile = 32;

    // A slice of k whose part of b (one tile wide) stays in the first-level cache.
    private const int KBlock = 192;

    /// <summary>c[m, n] = (or +=) a[m, k] . b[k, n].</summary>
    public static void Multiply(int m, int n, int k, float* a, int lda, float* b, int ldb, float* c, int ldc, bool accumulate) =>
        Strided(m, n, k, a, lda, 1, b, ldb, c, ldc, accumulate);

    /// <summary>c[m, n] = (or +=) a[k, m]^T . b[k, n].</summary>
    public static void MultiplyTransposed(int m, int n, int k, float* a, int lda, float* b, int ldb, float* c, int ldc, bool accumulate) =>
        Strided(m, n, k, a, 1, lda, b, ldb, c, ldc, accumulate);

    /// <summary>c[m, n] = (or +=) a[m, k] . w^T, with w packed by <see cref="Pack"/>.</summary>
    public static void MultiplyPacked(int m, int n, int k, float* a, int lda, float* packed, float* c, int ldc, bool accumulate)
    {
        for (int column = 0; column < n; column += ColumnTile)
        {
            int width = Math.Min(ColumnTile, n - column);
            float* panel = packed + (nint)column * k;
            for (int row = 0; row < m; row += RowTile)
                Tile(width, k, a + (nint)row * lda, lda, 1, panel, width, c + (nint)row * ldc + column, ldc, accumulate);
        }
    }

    /// <summary>Packs w[n, k] for <see cref="MultiplyPacked"/>: panels of 32 (at the end 16) outputs, each panel [k, 32].</summary>
    public static void Pack(int n, int k, float* w, int ldw, float* packed)
    {
        for (int column = 0; column < n; column += ColumnTile)
        {
            int width = Math.Min(ColumnTile, n - column);
            float* panel = packed + (nint)column * k;
            for (int j = 0; j < width; j++)
            {
                float* source = w + (nint)(column + j) * ldw;
                for (int i = 0; i < k; i++) panel[(nint)i * width + j] = source[i];
            }
        }
    }

    private static void Strided(int m, int n, int k, float* a, nint rowStride, nint kStride, float* b, int ldb, float* c, int ldc, bool accumulate)
    {
        for (int column = 0; column < n; column += ColumnTile)
            for (int k0 = 0; k0 < k; k0 += KBlock)
                for (int row = 0; row < m; row += RowTile)
                    Tile(Math.Min(ColumnTile, n - column), Math.Min(KBlock, k - k0), a + row * rowStride + k0 * kStride, rowStride, kStride,
                        b + (nint)k0 * ldb + column, ldb, c + (nint)row * ldc + column, ldc, accumulate || k0 > 0);
    }

    /// <summary>One tile of 8 rows and 16 or 32 columns.</summary>
    private static void Tile(int width, int k, float* a, nint rowStride, nint kStride, float* b, nint ldb, float* c, nint ldc, bool accumulate)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            if (width == ColumnTile) Tiles512.Tile8x32(k, a, rowStride, kStride, b, ldb, c, ldc, accumulate);
            else Tiles512.Tile8x16(k, a, rowStride, kStride, b, ldb, c, ldc, accumulate);
            return;
        }
        if (Vector256.IsHardwareAccelerated)
        {
            for (int column = 0; column < width; column += 16)
                for (int row = 0; row < RowTile; row += 4)
                    Tiles256.Tile4x16(k, a + row * rowStride, rowStride, kStride, b + column, ldb, c + row * ldc + column, ldc, accumulate);
            return;
        }
        for (int column = 0; column < width; column += 8) Tiles128.Tile8x8(k, a, rowStride, kStride, b + column, ldb, c + column, ldc, accumulate);
    }
}
