namespace Hicra.Kernel.Zmtp;

/// <summary>What a peer may send before it is disconnected. A peer is any process of this machine, signed or not.</summary>
/// <param name="MessageBytes">Bytes of a message, all frames together.</param>
/// <param name="Frames">Frames of a message.</param>
/// <param name="QueuedBytes">Bytes that wait for a peer that does not read.</param>
/// <param name="Handshake">How long greeting and READY may take.</param>
internal sealed record ZmtpLimits(int MessageBytes = 64 << 20, int Frames = 1024, long QueuedBytes = 256L << 20, TimeSpan? Handshake = null)
{
    public TimeSpan HandshakeTime => Handshake ?? TimeSpan.FromSeconds(10);

    public static ZmtpLimits Default { get; } = new();
}

/// <summary>A peer that does not speak the protocol, or exceeds a limit.</summary>
internal sealed class ZmtpException(string message) : IOException(message);
