using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Hicra.Kernel.Jupyter;

namespace Hicra.Kernel.Zmtp;

/// <summary>One connected peer: handshake, messages in, messages out.</summary>
internal sealed class ZmtpConnection : IKernelPeer, IDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _network;
    private readonly Stream _input;
    private readonly ZmtpLimits _limits;
    private readonly BlockingCollection<(byte[] Bytes, TaskCompletionSource Sent)> _queue = [];
    private readonly CancellationTokenSource _ended = new();
    private long _queued;

    /// <param name="socket">The accepted connection.</param>
    /// <param name="limits">What the peer may send.</param>
    /// <param name="isBlocking">Whether reading holds the calling thread, instead of waiting for one of the pool's.</param>
    public ZmtpConnection(Socket socket, ZmtpLimits limits, bool isBlocking = false)
    {
        (_socket, _limits) = (socket, limits);
        socket.NoDelay = true;
        // What waits in the system cannot be held back any more: a flood of output ends soon after its cell.
        socket.SendBufferSize = 64 << 10;
        _network = new(socket, ownsSocket: true);
        _input = new BufferedStream(isBlocking ? new BlockingStream(_network) : _network, 64 << 10);
        // A blocking read hears no token: during the handshake the system bounds it.
        if (isBlocking) socket.ReceiveTimeout = (int)limits.HandshakeTime.TotalMilliseconds;
    }

    /// <summary>The identity that the peer gave itself; empty where it gave none. Jupyter's clients use one for all their sockets.</summary>
    public byte[] Identity { get; private set; } = [];

    /// <summary>The peer's socket type, as <c>DEALER</c>.</summary>
    public string PeerType { get; private set; } = "";

    /// <summary>Bytes that wait to be sent.</summary>
    public long Backlog => Interlocked.Read(ref _queued);

    /// <summary>Exchanges greetings and READY.</summary>
    /// <exception cref="ZmtpException">The peer does not speak the protocol, or takes too long.</exception>
    public async Task HandshakeAsync(string socketType, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _ended.Token);
        limit.CancelAfter(_limits.HandshakeTime);
        await _network.WriteAsync(ZmtpWire.Greeting(), limit.Token).ConfigureAwait(false);
        await ZmtpWire.ReadGreetingAsync(_input, limit.Token).ConfigureAwait(false);
        using var ready = new MemoryStream();
        ZmtpWire.WriteFrame(ready, ZmtpWire.Ready(socketType), more: false, isCommand: true);
        await _network.WriteAsync(ready.ToArray(), limit.Token).ConfigureAwait(false);
        ZmtpFrame answer = await ZmtpWire.ReadFrameAsync(_input, 4096, limit.Token).ConfigureAwait(false);
        if (!answer.IsCommand) throw new ZmtpException("the peer sent a message before READY");
        Dictionary<string, byte[]> properties = ZmtpWire.ParseReady(answer.Body);
        PeerType = Encoding.ASCII.GetString(properties.GetValueOrDefault("socket-type", []));
        Identity = properties.GetValueOrDefault("identity", []);
        if (Identity.Length > 255) throw new ZmtpException("the peer's identity is too long");
        _socket.ReceiveTimeout = 0;
        // A thread of its own: a cell whose tasks wait for their output to be sent may have taken all of the pool's.
        new Thread(Write) { IsBackground = true, Name = "sender" }.Start();
    }

    /// <summary>The next message, its frames.</summary>
    /// <exception cref="IOException">The peer has gone, or broke the protocol.</exception>
    public async Task<List<byte[]>> ReadAsync(CancellationToken cancellation)
    {
        var frames = new List<byte[]>();
        int left = _limits.MessageBytes;
        while (true)
        {
            ZmtpFrame frame = await ZmtpWire.ReadFrameAsync(_input, left, cancellation).ConfigureAwait(false);
            if (frame.IsCommand)
            {
                Answer(frame.Body);
                continue;
            }
            left -= frame.Body.Length;
            frames.Add(frame.Body);
            if (frames.Count > _limits.Frames) throw new ZmtpException("a message has too many frames");
            if (!frame.More) return frames;
        }
    }

    /// <summary>Queues a message; the task ends when it is with the system, or the peer has gone.</summary>
    public Task SendAsync(IReadOnlyList<byte[]> frames)
    {
        using var bytes = new MemoryStream(frames.Sum(f => f.Length + 9));
        for (int i = 0; i < frames.Count; i++) ZmtpWire.WriteFrame(bytes, frames[i], more: i < frames.Count - 1);
        return Queue(bytes.ToArray());
    }

    public void Dispose()
    {
        if (!_ended.IsCancellationRequested) _ended.Cancel();
        _queue.CompleteAdding();
        _network.Dispose();
    }

    private Task Queue(byte[] bytes)
    {
        // A peer that does not read must not fill the memory: it is let go.
        if (Interlocked.Add(ref _queued, bytes.Length) > _limits.QueuedBytes)
        {
            Dispose();
            return Task.CompletedTask;
        }
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try { _queue.Add((bytes, sent)); }
        catch (InvalidOperationException) { sent.SetResult(); }
        return sent.Task;
    }

    private void Write()
    {
        try
        {
            foreach ((byte[] bytes, TaskCompletionSource sent) in _queue.GetConsumingEnumerable(_ended.Token))
            {
                try { _network.Write(bytes); }
                finally { sent.TrySetResult(); }
                Interlocked.Add(ref _queued, -bytes.Length);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or SocketException) { }
        finally
        {
            _queue.CompleteAdding();
            while (_queue.TryTake(out (byte[] Bytes, TaskCompletionSource Sent) rest)) rest.Sent.TrySetResult();
        }
    }

    // The only command that a connected peer may send and that wants an answer is PING, from peers of version 3.1.
    private void Answer(ReadOnlySpan<byte> command)
    {
        if (!command.StartsWith("\x04PING"u8) || command.Length < 7 || command.Length > 7 + 16) return;
        using var bytes = new MemoryStream();
        ZmtpWire.WriteFrame(bytes, [.. "\x04PONG"u8, .. command[7..]], more: false, isCommand: true);
        _ = Queue(bytes.ToArray());
    }
}
