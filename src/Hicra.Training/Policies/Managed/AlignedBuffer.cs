using System.Runtime.InteropServices;

namespace Hicra.Training.Policies.Managed;

/// <summary>Float32 memory outside the garbage collector's heap, aligned to a cache line, zeroed, and freed on disposal.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    private const nuint Alignment = 64;

    public AlignedBuffer(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        // One vector of slack: a kernel that reads whole vectors may look past the last element, never write there.
        Pointer = (float*)NativeMemory.AlignedAlloc((nuint)(length + 16) * sizeof(float), Alignment);
        NativeMemory.Clear(Pointer, (nuint)(length + 16) * sizeof(float));
    }

    ~AlignedBuffer() => Free();

    /// <summary>Replaces a buffer that is too short by one of zeros.</summary>
    public static void Grow(ref AlignedBuffer? buffer, long length)
    {
        if (buffer is not null && buffer.Length >= length) return;
        buffer?.Dispose();
        buffer = new AlignedBuffer(length);
    }

    public float* Pointer { get; private set; }

    public long Length { get; }

    public Span<float> Span => new(Pointer, checked((int)Length));

    public void Clear() => NativeMemory.Clear(Pointer, (nuint)Length * sizeof(float));

    public void CopyTo(AlignedBuffer target) => Buffer.MemoryCopy(Pointer, target.Pointer, target.Length * sizeof(float), Length * sizeof(float));

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
    }
}
