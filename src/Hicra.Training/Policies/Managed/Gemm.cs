using System.Runtime.Intrinsics;

namespace Hicra.Training.Policies.Managed;

/// <summary>
/// Single-precision matrix products on row-major memory. The number of columns is a multiple of 16, the number of rows is
/// rounded up to a multiple of 8: memory of <c>a</c> (not transposed) and <c>c</c> must have those rows.
/// Every element is one chain of fused multiply-adds in the order of k; nothing else decides its bits.
/// </summary>
internal static unsafe class Gemm
{
    /// <summary>Rows per register tile; row counts are rounded up to it.</summary>
    public const int RowTile = 8;

    // A slice of k whose part of b (2 vectors wide) stays in the first-level cache.
    private const int KBlock = 192;

    /// <summary>c[m, n] = (or +=) a[m, k] . b[k, n].</summary>
    public static void Multiply(int m, int n, int k, float* a, int lda, float* b, int ldb, float* c, int ldc, bool accumulate)
    {
        int column = 0;
        for (; column + 32 <= n; column += 32)
            for (int k0 = 0; k0 < k; k0 += KBlock)
                for (int row = 0; row < m; row += RowTile)
                    Tile(Math.Min(KBlock, k - k0), a + (nint)row * lda + k0, lda, b + (nint)k0 * ldb + column, ldb, c + (nint)row * ldc + column, ldc, accumulate || k0 > 0);
        if (column < n)
            for (int row = 0; row < m; row += RowTile)
                HalfTile(k, a + (nint)row * lda, lda, b + column, ldb, c + (nint)row * ldc + column, ldc, accumulate);
    }

    /// <summary>c[m, n] = (or +=) a[k, m]^T . b[k, n]; a has m rounded up to 8 columns.</summary>
    public static void MultiplyTransposed(int m, int n, int k, float* a, int lda, float* b, int ldb, float* c, int ldc, bool accumulate)
    {
        int column = 0;
        for (; column + 32 <= n; column += 32)
            for (int k0 = 0; k0 < k; k0 += KBlock)
                for (int row = 0; row < m; row += RowTile)
                    TileTransposed(Math.Min(KBlock, k - k0), a + (nint)k0 * lda + row, lda, b + (nint)k0 * ldb + column, ldb, c + (nint)row * ldc + column, ldc, accumulate || k0 > 0);
        if (column < n)
            for (int row = 0; row < m; row += RowTile)
                HalfTileTransposed(k, a + row, lda, b + column, ldb, c + (nint)row * ldc + column, ldc, accumulate);
    }

    /// <summary>c[m, n] = (or +=) a[m, k] . w^T, with w packed by <see cref="Pack"/>.</summary>
    public static void MultiplyPacked(int m, int n, int k, float* a, int lda, float* packed, float* c, int ldc, bool accumulate)
    {
        int column = 0;
        for (; column + 32 <= n; column += 32)
        {
            float* panel = packed + (nint)column * k;
            for (int row = 0; row < m; row += RowTile)
                Tile(k, a + (nint)row * lda, lda, panel, 32, c + (nint)row * ldc + column, ldc, accumulate);
        }
        if (column < n)
            for (int row = 0; row < m; row += RowTile)
                HalfTile(k, a + (nint)row * lda, lda, packed + (nint)column * k, 16, c + (nint)row * ldc + column, ldc, accumulate);
    }

    /// <summary>Packs w[n, k] for <see cref="MultiplyPacked"/>: panels of 32 (at the end 16) outputs, each panel [k, 32].</summary>
    public static void Pack(int n, int k, float* w, int ldw, float* packed)
    {
        for (int column = 0; column < n; column += 32)
        {
            int width = Math.Min(32, n - column);
            float* panel = packed + (nint)column * k;
            for (int j = 0; j < width; j++)
            {
                float* source = w + (nint)(column + j) * ldw;
                for (int i = 0; i < k; i++) panel[(nint)i * width + j] = source[i];
            }
        }
    }

    private static void Tile(int k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc, bool accumulate)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Tiles512.Rows8x32(k, a, lda, b, ldb, c, ldc, accumulate);
            return;
        }
        HalfTile(k, a, lda, b, ldb, c, ldc, accumulate);
        HalfTile(k, a, lda, b + 16, ldb, c + 16, ldc, accumulate);
    }

    private static void HalfTile(int k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc, bool accumulate)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Tiles512.Rows8x16(k, a, lda, b, ldb, c, ldc, accumulate);
            return;
        }
        Tiles256.Rows4x16(k, a, lda, b, ldb, c, ldc, accumulate);
        Tiles256.Rows4x16(k, a + 4 * lda, lda, b, ldb, c + 4 * ldc, ldc, accumulate);
    }

    private static void TileTransposed(int k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc, bool accumulate)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Tiles512.Transposed8x32(k, a, lda, b, ldb, c, ldc, accumulate);
            return;
        }
        HalfTileTransposed(k, a, lda, b, ldb, c, ldc, accumulate);
        HalfTileTransposed(k, a, lda, b + 16, ldb, c + 16, ldc, accumulate);
    }

    private static void HalfTileTransposed(int k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc, bool accumulate)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Tiles512.Transposed8x16(k, a, lda, b, ldb, c, ldc, accumulate);
            return;
        }
        Tiles256.Transposed4x16(k, a, lda, b, ldb, c, ldc, accumulate);
        Tiles256.Transposed4x16(k, a + 4, lda, b, ldb, c + 4 * ldc, ldc, accumulate);
    }
}
