using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hicra.Training.Policies.Managed;

/// <summary>
/// Elementary functions on sixteen float lanes. Without 512-bit hardware the runtime carries a <see cref="Vector512{T}"/>
/// as two halves, and every function here is the same arithmetic per lane then, so the bits agree between machines.
/// </summary>
internal static class Lanes
{
    /// <summary>Lanes in a vector; rows of the engine's memory are padded to a multiple of it.</summary>
    public const int Width = 16;

    /// <summary>e^x with a relative error below 2e-7; 0 below -87, finite up to 88.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        Vector512<float> small = Vector512.LessThan(x, Vector512.Create(-87f));
        x = Vector512.MinNative(x, Vector512.Create(88f));
        // x = n ln2 + r with |r| <= ln2 / 2; adding and taking away 1.5 * 2^23 rounds to the nearest integer.
        Vector512<float> magic = Vector512.Create(12582912f);
        Vector512<float> shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(1.44269504f), magic);
        Vector512<float> n = shifted - magic;
        Vector512<float> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-0.693359375f), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(2.12194440e-4f), r);
        // The polynomial of Cephes' expf.
        Vector512<float> p = Vector512.Create(1.9875691500e-4f);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.3981999507e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(8.3334519073e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(4.1665795894e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.6666665459e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(5.0000001201e-1f));
        p = Vector512.FusedMultiplyAdd(p, r * r, r + Vector512<float>.One);
        Vector512<int> exponent = Vector512.ShiftLeft(shifted.AsInt32() + Vector512.Create(127 - 0x4B400000), 23);
        return Vector512.AndNot(p * exponent.AsSingle(), small);
    }

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x) => Vector512<float>.One / (Vector512<float>.One + Exp(-x));

    /// <summary>The sum of the lanes by halves: always the same tree, which the runtime's own sum does not promise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> x)
    {
        Vector256<float> half = x.GetLower() + x.GetUpper();
        Vector128<float> quarter = half.GetLower() + half.GetUpper();
        Vector128<float> pair = quarter + Vector128.Shuffle(quarter, Vector128.Create(2, 3, 0, 1));
        return pair.GetElement(0) + pair.GetElement(1);
    }

    /// <summary>The largest lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector512<float> x)
    {
        Vector256<float> half = Vector256.MaxNative(x.GetLower(), x.GetUpper());
        Vector128<float> quarter = Vector128.MaxNative(half.GetLower(), half.GetUpper());
        Vector128<float> pair = Vector128.MaxNative(quarter, Vector128.Shuffle(quarter, Vector128.Create(2, 3, 0, 1)));
        return Math.Max(pair.GetElement(0), pair.GetElement(1));
    }

    /// <summary>The smallest multiple of <see cref="Width"/> that is at least <paramref name="n"/>.</summary>
    public static int Pad(int n) => (n + Width - 1) / Width * Width;

    /// <summary>Lane indices 0 .. 15, for masks of a row's last vector.</summary>
    public static Vector512<int> Index => Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}
