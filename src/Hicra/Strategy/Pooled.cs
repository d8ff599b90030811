using System.Buffers;

namespace Hicra.Strategy;

/// <summary>A rented scratch buffer that goes back to the pool at the end of its scope; its content is undefined at first.</summary>
internal readonly ref struct Pooled<T> : IDisposable
{
    private readonly T[] _rented;

    public Pooled(int length)
    {
        _rented = ArrayPool<T>.Shared.Rent(length);
        Span = _rented.AsSpan(0, length);
    }

    public Span<T> Span { get; }

    public void Dispose() => ArrayPool<T>.Shared.Return(_rented);
}
