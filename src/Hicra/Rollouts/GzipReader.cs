using System.Buffers.Binary;
using System.IO.Compression;

namespace Hicra.Rollouts;

/// <summary>
/// Unpacks gzip and notices where it was cut off, which <see cref="GZipStream"/> takes for the end: the last four bytes
/// of a whole file are the length of what its last member unpacks to (RFC 1952, ISIZE).
/// </summary>
/// <remarks>
/// A file of several members has a total beyond that length. It is known by a further member's first three bytes; a cut
/// file that holds these by chance passes only if its last four bytes are no more than the total, too.
/// </remarks>
internal sealed class GzipReader : ForwardStream
{
    private readonly PackedBytes _packed;
    private readonly GZipStream _unpacked;
    private long _total;

    /// <summary>Unpacks a stream, which is disposed with this one.</summary>
    public GzipReader(Stream packed)
    {
        _packed = new PackedBytes(packed);
        _unpacked = new GZipStream(_packed, CompressionMode.Decompress);
    }

    /// <exception cref="InvalidDataException">The data is damaged or cut off.</exception>
    public override int Read(Span<byte> buffer)
    {
        int read = _unpacked.Read(buffer);
        _total += read;
        if (read == 0 && buffer.Length > 0 && !IsWhole()) throw new InvalidDataException("The gzip data ends too early.");
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _unpacked.Dispose();
        base.Dispose(disposing);
    }

    private bool IsWhole() => _packed.Last == (uint)_total || (_packed.HasFurtherMember && _packed.Last < _total);

    /// <summary>The packed bytes on their way: the last four, and whether a member begins somewhere behind the first.</summary>
    private sealed class PackedBytes(Stream inner) : ForwardStream
    {
        private readonly byte[] _tail = new byte[4];
        private bool _started;

        public uint Last => BinaryPrimitives.ReadUInt32LittleEndian(_tail);

        public bool HasFurtherMember { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            int read = inner.Read(buffer);
            ReadOnlySpan<byte> bytes = buffer[..read];
            Span<byte> seam = [.. _tail, .. bytes[..Math.Min(2, read)]]; // a member's first bytes may lie across two reads
            HasFurtherMember |= (_started ? bytes : bytes[Math.Min(1, read)..]).IndexOf(Magic) >= 0 || (_started && seam.IndexOf(Magic) >= 0);
            if (read >= 4) bytes[^4..].CopyTo(_tail);
            else if (read > 0)
            {
                _tail.AsSpan(read).CopyTo(_tail);
                bytes.CopyTo(_tail.AsSpan(4 - read));
            }
            _started |= read > 0;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }

        private static ReadOnlySpan<byte> Magic => [0x1F, 0x8B, 8];
    }
}
