namespace Hicra.Rollouts;

/// <summary>A stream whose first bytes can be looked at before it is read; it cannot seek, as the standard input cannot.</summary>
internal sealed class PeekStream(Stream inner) : ForwardStream
{
    private byte[] _head = [];
    private int _taken;
    private Exception? _failure;

    /// <summary>The next bytes, which stay unread; fewer than asked for only where the stream ends or fails. A failure is left to <see cref="Read(Span{byte})"/>.</summary>
    public ReadOnlyMemory<byte> Peek(int count)
    {
        var head = new byte[Math.Max(count, _head.Length - _taken)];
        int held = _head.Length - _taken;
        _head.AsSpan(_taken).CopyTo(head);
        try
        {
            for (int read; held < count && (read = inner.Read(head, held, count - held)) > 0;) held += read;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            _failure = e;
        }
        (_head, _taken) = (head[..held], 0);
        return _head;
    }

    public override int Read(Span<byte> buffer)
    {
        if (_taken == _head.Length) return _failure is null ? inner.Read(buffer) : throw _failure;
        int count = Math.Min(buffer.Length, _head.Length - _taken);
        _head.AsSpan(_taken, count).CopyTo(buffer);
        _taken += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
