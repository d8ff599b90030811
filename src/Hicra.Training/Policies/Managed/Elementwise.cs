using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hicra.Training.Policies.Managed;

/// <summary>Copies and sums over whole vectors.</summary>
internal static unsafe class Elementwise
{
    public static void Copy(int count, float* source, float* target) => new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(target, count));

    public static void Clear(int count, float* target) => new Span<float>(target, count).Clear();

    /// <summary>target += source; count is a multiple of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(int count, float* source, float* target)
    {
        for (int i = 0; i < count; i += Lanes.Width) (Vector512.Load(target + i) + Vector512.Load(source + i)).Store(target + i);
    }
}
