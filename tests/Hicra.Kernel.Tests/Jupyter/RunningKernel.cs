using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Hicra.Interactive;
using Hicra.Kernel.Jupyter;
using Hicra.Kernel.Session;
using Hicra.Kernel.Zmtp;
using Hicra.Testing;

namespace Hicra.Kernel.Tests.Jupyter;

/// <summary>A kernel in this process, with a client on its shell and iopub sockets.</summary>
internal sealed class RunningKernel : IDisposable
{
    public static readonly byte[] Key = "key"u8.ToArray();
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly CSharpSession _session;
    private readonly ZmtpTransport _transport;
    private readonly JupyterKernel _kernel;
    private readonly CancellationTokenSource _stop = new();
    private readonly JupyterWire _wire = new(Key);
    private readonly Peer _shell, _iopub;

    public RunningKernel(string? folder = null)
    {
        var formatter = new HicraFormatter();
        _session = new(Kit.Standard.CreateCommands(formatter), formatter, folder ?? AppContext.BaseDirectory);
        _transport = new(new ConnectionFile(IPAddress.Loopback, 0, 0, 0, 0, 0, Key), new ZmtpLimits(Handshake: TimeSpan.FromSeconds(5)));
        _kernel = new(_transport, Key, _session);
        _ = _kernel.RunAsync(_stop.Token);
        Ports = _transport.Ports;
        _iopub = Peer.Connect(Ports[3], "SUB");
        _iopub.Send([[1]]);
        _shell = Peer.Connect(Ports[0], "DEALER");
        // A subscription takes effect when it arrives: until then what the kernel publishes is not for us.
        Bounded.Until(() =>
        {
            _shell.Send(_wire.Frames([], "kernel_info_request", null, []));
            return _iopub.Received.WaitToReadAsync().AsTask().Wait(TimeSpan.FromMilliseconds(100));
        }, "the kernel's first message");
    }

    /// <summary>The ports of shell, control, stdin, iopub and heartbeat.</summary>
    public IReadOnlyList<int> Ports { get; }

    /// <summary>Runs a cell: its reply, and what arrived under it until idle.</summary>
    public async Task<(JsonObject Reply, List<JupyterMessage> Output)> ExecuteAsync(string code)
    {
        List<byte[]> frames = _wire.Frames([], "execute_request", null, new() { ["code"] = code });
        string id = (string)JsonNode.Parse(frames[2])!["msg_id"]!;
        _shell.Send(frames);
        JsonObject reply = (await NextAsync(_shell, id)).Content;
        var output = new List<JupyterMessage>();
        while (true)
        {
            JupyterMessage message = await NextAsync(_iopub, id);
            if (message.Type == "status" && (string?)message.Content["execution_state"] == "idle") return (reply, output);
            if (message.Type is not ("status" or "execute_input")) output.Add(message);
        }
    }

    public void Dispose()
    {
        _shell.Dispose();
        _iopub.Dispose();
        _stop.Cancel();
        _transport.Dispose();
        _session.Dispose();
        _stop.Dispose();
    }

    private async Task<JupyterMessage> NextAsync(Peer peer, string parent)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            List<byte[]> frames = await peer.Received.ReadAsync(limit.Token);
            if (_wire.Parse(frames) is { } message && JupyterMessage.Text(message.Parent, "msg_id") == parent) return message;
        }
    }
}

/// <summary>A client's end of one ZMTP connection, which reads all the time.</summary>
internal sealed class Peer : IDisposable
{
    private readonly TcpClient _client;
    private readonly Stream _stream;
    private readonly Channel<List<byte[]>> _received = Channel.CreateUnbounded<List<byte[]>>();
    private volatile bool _isClosed;

    private Peer(int port)
    {
        _client = new TcpClient();
        _client.Connect(IPAddress.Loopback, port);
        _stream = _client.GetStream();
    }

    public ChannelReader<List<byte[]>> Received => _received.Reader;

    /// <summary>Whether the other side has let go.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Connects and shakes hands.</summary>
    public static Peer Connect(int port, string type, string identity = "")
    {
        Peer peer = Raw(port);
        peer.SendBytes(ZmtpWire.Greeting());
        using var ready = new MemoryStream();
        ZmtpWire.WriteFrame(ready, ZmtpWire.Ready(type, Encoding.ASCII.GetBytes(identity)), more: false, isCommand: true);
        peer.SendBytes(ready.ToArray());
        return peer;
    }

    /// <summary>Connects and says nothing.</summary>
    public static Peer Raw(int port)
    {
        var peer = new Peer(port);
        _ = peer.ReadAsync();
        return peer;
    }

    public void Send(IReadOnlyList<byte[]> frames)
    {
        using var bytes = new MemoryStream();
        for (int i = 0; i < frames.Count; i++) ZmtpWire.WriteFrame(bytes, frames[i], more: i < frames.Count - 1);
        SendBytes(bytes.ToArray());
    }

    /// <summary>Sends bytes as they are; nothing where the other side has let go.</summary>
    public void SendBytes(byte[] bytes)
    {
        try { _stream.Write(bytes); }
        catch (IOException) { _isClosed = true; }
    }

    public void Dispose() => _client.Dispose();

    private async Task ReadAsync()
    {
        try
        {
            await ZmtpWire.ReadGreetingAsync(_stream, default);
            while (true)
            {
                var frames = new List<byte[]>();
                ZmtpFrame frame;
                do frames.Add((frame = await ZmtpWire.ReadFrameAsync(_stream, 64 << 20, default)).Body);
                while (frame.More);
                if (!frame.IsCommand) await _received.Writer.WriteAsync(frames);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException) { }
        _isClosed = true;
        _received.Writer.TryComplete();
    }
}
