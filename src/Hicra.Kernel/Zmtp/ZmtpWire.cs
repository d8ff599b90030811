using System.Buffers.Binary;
using System.Text;

namespace Hicra.Kernel.Zmtp;

/// <summary>A frame as it travels.</summary>
/// <param name="IsCommand">Whether it is a command of the protocol, not part of a message.</param>
/// <param name="More">Whether further frames of the same message follow.</param>
/// <param name="Body">Its bytes.</param>
internal readonly record struct ZmtpFrame(bool IsCommand, bool More, byte[] Body);

/// <summary>ZMTP 3.0 (rfc.zeromq.org/spec/23) with the NULL mechanism: the bytes of greeting, frames and commands.</summary>
internal static class ZmtpWire
{
    public const int GreetingLength = 64;

    private const byte MoreFlag = 1, LongFlag = 2, CommandFlag = 4;
    private const int Chunk = 64 << 10;

    /// <summary>Signature, version 3.0, mechanism NULL, not a server, filler.</summary>
    public static byte[] Greeting()
    {
        var bytes = new byte[GreetingLength];
        bytes[0] = 0xff;
        bytes[9] = 0x7f;
        bytes[10] = 3;
        "NULL"u8.CopyTo(bytes.AsSpan(12));
        return bytes;
    }

    /// <summary>Reads and checks a peer's greeting.</summary>
    public static async Task ReadGreetingAsync(Stream stream, CancellationToken cancellation)
    {
        var bytes = new byte[GreetingLength];
        await stream.ReadExactlyAsync(bytes, cancellation).ConfigureAwait(false);
        if (bytes[0] != 0xff || (bytes[9] & 1) == 0) throw new ZmtpException("the peer does not speak ZMTP");
        if (bytes[10] < 3) throw new ZmtpException($"the peer speaks ZMTP {bytes[10]}, which is too old");
        if (!bytes.AsSpan(12, 20).TrimEnd((byte)0).SequenceEqual("NULL"u8)) throw new ZmtpException("the peer wants a security mechanism other than NULL");
    }

    public static byte[] Ready(string socketType, ReadOnlySpan<byte> identity = default)
    {
        var body = new List<byte> { 5 };
        body.AddRange("READY"u8);
        Property("Socket-Type", Encoding.ASCII.GetBytes(socketType));
        if (identity.Length > 0) Property("Identity", identity.ToArray());
        return [.. body];

        void Property(string name, byte[] value)
        {
            body.Add((byte)name.Length);
            body.AddRange(Encoding.ASCII.GetBytes(name));
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
            body.AddRange(length);
            body.AddRange(value);
        }
    }

    /// <summary>The properties of a READY command by lower-case name.</summary>
    public static Dictionary<string, byte[]> ParseReady(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith("\x05READY"u8)) throw new ZmtpException("the peer's first command is not READY");
        var properties = new Dictionary<string, byte[]>();
        for (ReadOnlySpan<byte> rest = body[6..]; rest.Length > 0;)
        {
            int nameLength = rest[0];
            if (nameLength == 0 || rest.Length < 1 + nameLength + 4) throw new ZmtpException("the peer's READY is cut short");
            string name = Encoding.ASCII.GetString(rest.Slice(1, nameLength)).ToLowerInvariant();
            int length = BinaryPrimitives.ReadInt32BigEndian(rest[(1 + nameLength)..]);
            rest = rest[(5 + nameLength)..];
            if (length < 0 || length > rest.Length) throw new ZmtpException("the peer's READY is cut short");
            properties[name] = rest[..length].ToArray();
            rest = rest[length..];
        }
        return properties;
    }

    /// <summary>Reads a frame of at most <paramref name="limit"/> bytes.</summary>
    /// <exception cref="ZmtpException">The frame is longer, or its flags are none of the protocol's.</exception>
    public static async Task<ZmtpFrame> ReadFrameAsync(Stream stream, int limit, CancellationToken cancellation)
    {
        var head = new byte[9];
        await stream.ReadExactlyAsync(head.AsMemory(0, 2), cancellation).ConfigureAwait(false);
        byte flags = head[0];
        if ((flags & ~(MoreFlag | LongFlag | CommandFlag)) != 0 || (flags & (MoreFlag | CommandFlag)) == (MoreFlag | CommandFlag)) throw new ZmtpException("a frame has unknown flags");
        ulong length = head[1];
        if ((flags & LongFlag) != 0)
        {
            await stream.ReadExactlyAsync(head.AsMemory(2, 7), cancellation).ConfigureAwait(false);
            length = BinaryPrimitives.ReadUInt64BigEndian(head.AsSpan(1));
        }
        if (length > (ulong)limit) throw new ZmtpException(FormattableString.Invariant($"a frame has {length} bytes; {limit} are allowed"));
        return new((flags & CommandFlag) != 0, (flags & MoreFlag) != 0, await ReadBodyAsync(stream, (int)length, cancellation).ConfigureAwait(false));
    }

    public static void WriteFrame(Stream stream, ReadOnlySpan<byte> body, bool more, bool isCommand = false)
    {
        Span<byte> head = stackalloc byte[9];
        byte flags = (byte)((more ? MoreFlag : 0) | (isCommand ? CommandFlag : 0));
        if (body.Length <= byte.MaxValue)
        {
            head[0] = flags;
            head[1] = (byte)body.Length;
            stream.Write(head[..2]);
        }
        else
        {
            head[0] = (byte)(flags | LongFlag);
            BinaryPrimitives.WriteUInt64BigEndian(head[1..], (ulong)body.Length);
            stream.Write(head);
        }
        stream.Write(body);
    }

    // Memory follows what has arrived, not what a peer says will: a header alone allocates nothing.
    private static async Task<byte[]> ReadBodyAsync(Stream stream, int length, CancellationToken cancellation)
    {
        var body = new byte[Math.Min(length, Chunk)];
        int read = 0;
        while (true)
        {
            await stream.ReadExactlyAsync(body.AsMemory(read), cancellation).ConfigureAwait(false);
            read = body.Length;
            if (read == length) return body;
            Array.Resize(ref body, (int)Math.Min(length, 2L * read));
        }
    }
}
