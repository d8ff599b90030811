using System.Net;
using Hicra.Kernel.Jupyter;

namespace Hicra.Kernel.Zmtp;

/// <summary>A kernel's five sockets on ZMTP 3.0.</summary>
internal sealed class ZmtpTransport : IKernelTransport
{
    private readonly RouterSocket _shell, _control, _stdin;
    private readonly PublishSocket _iopub;
    private readonly EchoSocket _heartbeat;
    private Action<KernelChannel, IKernelPeer, List<byte[]>>? _received;

    /// <summary>Listens, and takes nobody in yet.</summary>
    /// <param name="connection">Address and ports; 0 takes a free one.</param>
    /// <param name="limits">What a peer may send; null for the usual limits.</param>
    public ZmtpTransport(ConnectionFile connection, ZmtpLimits? limits = null)
    {
        _shell = new(At(connection.Shell), (peer, frames) => _received?.Invoke(KernelChannel.Shell, peer, frames), limits);
        _control = new(At(connection.Control), (peer, frames) => _received?.Invoke(KernelChannel.Control, peer, frames), limits, ownThreads: true);
        _stdin = new(At(connection.Stdin), (peer, frames) => _received?.Invoke(KernelChannel.Stdin, peer, frames), limits);
        _iopub = new(At(connection.IoPub), limits);
        _heartbeat = new(At(connection.Heartbeat), limits);

        IPEndPoint At(int port) => new(connection.Address, port);
    }

    /// <summary>The ports it listens on: shell, control, stdin, iopub, heartbeat.</summary>
    public IReadOnlyList<int> Ports => [_shell.Endpoint.Port, _control.Endpoint.Port, _stdin.Endpoint.Port, _iopub.Endpoint.Port, _heartbeat.Endpoint.Port];

    public long Backlog => _iopub.Backlog;

    public void Start(Action<KernelChannel, IKernelPeer, List<byte[]>> received)
    {
        _received = received;
        foreach (ZmtpSocket socket in (ZmtpSocket[])[_iopub, _heartbeat, _stdin, _control, _shell]) socket.Start();
    }

    public Task PublishAsync(IReadOnlyList<byte[]> frames) => _iopub.SendAsync(frames);

    public IKernelPeer? Peer(KernelChannel channel, ReadOnlySpan<byte> identity) => channel switch
    {
        KernelChannel.Shell => _shell.Peer(identity),
        KernelChannel.Control => _control.Peer(identity),
        KernelChannel.Stdin => _stdin.Peer(identity),
        _ => null,
    };

    public void Dispose()
    {
        foreach (ZmtpSocket socket in (ZmtpSocket[])[_shell, _control, _stdin, _iopub, _heartbeat]) socket.Dispose();
    }
}
