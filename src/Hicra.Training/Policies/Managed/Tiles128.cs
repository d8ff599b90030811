using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hicra.Training.Policies.Managed;

/// <summary>The register tile of the matrix product for 128-bit vectors (Arm); see <see cref="Tiles512"/> for why the bits agree.</summary>
internal static unsafe class Tiles128
{
    /// <summary>c[8, 8] = (or +=) a . b[k, 8], with a[i, p] at a[i * rowStride + p * kStride].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile8x8(int k, float* a, nint rowStride, nint kStride, float* b, nint ldb, float* c, nint ldc, bool accumulate)
    {
        Vector128<float> c00, c01;
        Vector128<float> c10, c11;
        Vector128<float> c20, c21;
        Vector128<float> c30, c31;
        Vector128<float> c40, c41;
        Vector128<float> c50, c51;
        Vector128<float> c60, c61;
        Vector128<float> c70, c71;
        if (accumulate)
        {
            c00 = Vector128.Load(c); c01 = Vector128.Load(c + 4);
            c10 = Vector128.Load(c + ldc); c11 = Vector128.Load(c + ldc + 4);
            c20 = Vector128.Load(c + 2 * ldc); c21 = Vector128.Load(c + 2 * ldc + 4);
            c30 = Vector128.Load(c + 3 * ldc); c31 = Vector128.Load(c + 3 * ldc + 4);
            c40 = Vector128.Load(c + 4 * ldc); c41 = Vector128.Load(c + 4 * ldc + 4);
            c50 = Vector128.Load(c + 5 * ldc); c51 = Vector128.Load(c + 5 * ldc + 4);
            c60 = Vector128.Load(c + 6 * ldc); c61 = Vector128.Load(c + 6 * ldc + 4);
            c70 = Vector128.Load(c + 7 * ldc); c71 = Vector128.Load(c + 7 * ldc + 4);
        }
        else
        {
            c00 = c01 = Vector128<float>.Zero;
            c10 = c11 = Vector128<float>.Zero;
            c20 = c21 = Vector128<float>.Zero;
            c30 = c31 = Vector128<float>.Zero;
            c40 = c41 = Vector128<float>.Zero;
            c50 = c51 = Vector128<float>.Zero;
            c60 = c61 = Vector128<float>.Zero;
            c70 = c71 = Vector128<float>.Zero;
        }
        nint stride3 = 3 * rowStride;
        float* a4 = a + 4 * rowStride;
        for (; k > 0; k--)
        {
            Vector128<float> b0 = Vector128.Load(b), b1 = Vector128.Load(b + 4);
            Vector128<float> x = Vector128.Create(a[0]);
            c00 = Vector128.FusedMultiplyAdd(x, b0, c00);
            c01 = Vector128.FusedMultiplyAdd(x, b1, c01);
            x = Vector128.Create(a[rowStride]);
            c10 = Vector128.FusedMultiplyAdd(x, b0, c10);
            c11 = Vector128.FusedMultiplyAdd(x, b1, c11);
            x = Vector128.Create(a[2 * rowStride]);
            c20 = Vector128.FusedMultiplyAdd(x, b0, c20);
            c21 = Vector128.FusedMultiplyAdd(x, b1, c21);
            x = Vector128.Create(a[stride3]);
            c30 = Vector128.FusedMultiplyAdd(x, b0, c30);
            c31 = Vector128.FusedMultiplyAdd(x, b1, c31);
            x = Vector128.Create(a4[0]);
            c40 = Vector128.FusedMultiplyAdd(x, b0, c40);
            c41 = Vector128.FusedMultiplyAdd(x, b1, c41);
            x = Vector128.Create(a4[rowStride]);
            c50 = Vector128.FusedMultiplyAdd(x, b0, c50);
            c51 = Vector128.FusedMultiplyAdd(x, b1, c51);
            x = Vector128.Create(a4[2 * rowStride]);
            c60 = Vector128.FusedMultiplyAdd(x, b0, c60);
            c61 = Vector128.FusedMultiplyAdd(x, b1, c61);
            x = Vector128.Create(a4[stride3]);
            c70 = Vector128.FusedMultiplyAdd(x, b0, c70);
            c71 = Vector128.FusedMultiplyAdd(x, b1, c71);
            a += kStride;
            a4 += kStride;
            b += ldb;
        }
        c00.Store(c); c01.Store(c + 4);
        c10.Store(c + ldc); c11.Store(c + ldc + 4);
        c20.Store(c + 2 * ldc); c21.Store(c + 2 * ldc + 4);
        c30.Store(c + 3 * ldc); c31.Store(c + 3 * ldc + 4);
        c40.Store(c + 4 * ldc); c41.Store(c + 4 * ldc + 4);
        c50.Store(c + 5 * ldc); c51.Store(c + 5 * ldc + 4);
        c60.Store(c + 6 * ldc); c61.Store(c + 6 * ldc + 4);
        c70.Store(c + 7 * ldc); c71.Store(c + 7 * ldc + 4);
    }
}
