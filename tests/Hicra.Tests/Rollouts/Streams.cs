namespace Hicra.Tests.Rollouts;

/// <summary>A head, then the letter x for as long as is wanted, then a tail, without being held anywhere.</summary>
internal sealed class EndlessStream(byte[] head, long filling, byte[] tail) : ReadOnlyStream
{
    private long _at;

    public override long Position { get => _at; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        Span<byte> into = buffer.AsSpan(offset, count);
        long end = head.Length + filling;
        int read = 0;
        if (_at < head.Length) read = Copy(head.AsSpan((int)_at), into);
        else if (_at < end) into[..(read = (int)Math.Min(count, end - _at))].Fill((byte)'x');
        else if (_at < end + tail.Length) read = Copy(tail.AsSpan((int)(_at - end)), into);
        _at += read;
        return read;
    }

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> into)
    {
        int count = Math.Min(from.Length, into.Length);
        from[..count].CopyTo(into);
        return count;
    }
}

/// <summary>A stream whose device is gone.</summary>
internal sealed class FailingStream : ReadOnlyStream
{
    public override int Read(byte[] buffer, int offset, int count) => throw new IOException("the device is gone");
}

internal abstract class ReadOnlyStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
