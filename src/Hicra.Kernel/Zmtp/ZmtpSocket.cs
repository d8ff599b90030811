using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Hicra.Kernel.Zmtp;

/// <summary>A listening socket of the kernel: takes peers in, and gives their messages to the subclass.</summary>
internal abstract class ZmtpSocket : IDisposable
{
    private const int MostPeers = 256;

    private readonly TcpListener _listener;
    private readonly ZmtpLimits _limits;
    private readonly bool _ownThreads;
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<ZmtpConnection, bool> _all = new();
    private readonly ConcurrentDictionary<ZmtpConnection, bool> _ready = new();

    /// <param name="endpoint">Where to listen; port 0 takes a free one.</param>
    /// <param name="limits">What a peer may send.</param>
    /// <param name="ownThreads">Whether each peer is read by a thread of its own, so that it is heard when all of the pool's are busy.</param>
    protected ZmtpSocket(IPEndPoint endpoint, ZmtpLimits limits, bool ownThreads = false)
    {
        (_limits, _ownThreads) = (limits, ownThreads);
        _listener = new(endpoint);
        _listener.Start();
        Endpoint = (IPEndPoint)_listener.LocalEndpoint;
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Endpoint { get; }

    protected abstract string SocketType { get; }

    protected IEnumerable<ZmtpConnection> Peers => _ready.Keys;

    /// <summary>Begins to take peers in.</summary>
    public void Start() => _ = Task.Run(AcceptAsync);

    public void Dispose()
    {
        if (_ended.IsCancellationRequested) return;
        _ended.Cancel();
        _listener.Dispose();
        foreach (ZmtpConnection peer in _all.Keys) peer.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract void Receive(ZmtpConnection peer, List<byte[]> frames);

    protected virtual void Left(ZmtpConnection peer) { }

    private async Task AcceptAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            Socket socket;
            try { socket = await _listener.AcceptSocketAsync(_ended.Token).ConfigureAwait(false); }
            catch (SocketException) { continue; }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException) { return; }
            if (_all.Count >= MostPeers) socket.Dispose();
            else if (_ownThreads) new Thread(() => ServeAsync(socket).GetAwaiter().GetResult()) { IsBackground = true, Name = "control" }.Start();
            else _ = ServeAsync(socket);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        ZmtpConnection? peer = null;
        try
        {
            peer = new ZmtpConnection(socket, _limits, _ownThreads);
            _all[peer] = true;
            await peer.HandshakeAsync(SocketType, _ended.Token).ConfigureAwait(false);
            _ready[peer] = true;
            while (true) Receive(peer, await peer.ReadAsync(_ended.Token).ConfigureAwait(false));
        }
        // Whatever a peer does, it only loses its own connection.
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException) { }
        finally
        {
            if (peer is not null)
            {
                _ready.TryRemove(peer, out _);
                _all.TryRemove(peer, out _);
                Left(peer);
                peer.Dispose();
            }
            else socket.Dispose();
        }
    }
}

/// <summary>Takes messages of many peers and answers each: shell, control and stdin.</summary>
internal sealed class RouterSocket(IPEndPoint endpoint, Action<ZmtpConnection, List<byte[]>> received, ZmtpLimits? limits = null, bool ownThreads = false) : ZmtpSocket(endpoint, limits ?? ZmtpLimits.Default, ownThreads)
{
    protected override string SocketType => "ROUTER";

    /// <summary>The peer that gave itself this identity; null where there is none.</summary>
    public ZmtpConnection? Peer(ReadOnlySpan<byte> identity)
    {
        foreach (ZmtpConnection peer in Peers)
            if (identity.Length > 0 && identity.SequenceEqual(peer.Identity)) return peer;
        return null;
    }

    protected override void Receive(ZmtpConnection peer, List<byte[]> frames) => received(peer, frames);
}

/// <summary>Sends each message to the peers that subscribed to the beginning of its first frame.</summary>
internal sealed class PublishSocket(IPEndPoint endpoint, ZmtpLimits? limits = null) : ZmtpSocket(endpoint, limits ?? ZmtpLimits.Default)
{
    private const int MostTopics = 1024;
    private readonly ConcurrentDictionary<ZmtpConnection, List<byte[]>> _topics = new();

    protected override string SocketType => "PUB";

    /// <summary>Bytes that wait for the slowest peer.</summary>
    public long Backlog => Peers.Select(p => p.Backlog).DefaultIfEmpty().Max();

    public Task SendAsync(IReadOnlyList<byte[]> frames)
    {
        List<Task> sent = [];
        foreach ((ZmtpConnection peer, List<byte[]> topics) in _topics)
        {
            bool wants;
            lock (topics) wants = topics.Exists(topic => frames[0].AsSpan().StartsWith(topic));
            if (wants) sent.Add(peer.SendAsync(frames));
        }
        return Task.WhenAll(sent);
    }

    // In ZMTP 3.0 a subscription is a message of one frame: 1 (or 0, to cancel) and the topic.
    protected override void Receive(ZmtpConnection peer, List<byte[]> frames)
    {
        if (frames is not [[var verb, .. var topic]]) return;
        List<byte[]> topics = _topics.GetOrAdd(peer, static _ => []);
        lock (topics)
        {
            if (verb == 1 && topics.Count < MostTopics) topics.Add(topic);
            else if (verb == 0 && topics.FindIndex(t => t.AsSpan().SequenceEqual(topic)) is >= 0 and var at) topics.RemoveAt(at);
        }
    }

    protected override void Left(ZmtpConnection peer) => _topics.TryRemove(peer, out _);
}

/// <summary>Sends every message back: the heartbeat.</summary>
internal sealed class EchoSocket(IPEndPoint endpoint, ZmtpLimits? limits = null) : ZmtpSocket(endpoint, limits ?? ZmtpLimits.Default)
{
    protected override string SocketType => "REP";

    protected override void Receive(ZmtpConnection peer, List<byte[]> frames) => _ = peer.SendAsync(frames);
}
