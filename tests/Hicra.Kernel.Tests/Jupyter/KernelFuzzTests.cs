using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hicra.Kernel.Jupyter;
using Hicra.Testing;

namespace Hicra.Kernel.Tests.Jupyter;

/// <summary>Random and mutated messages to a kernel that runs: HICRA_FUZZ says how many (20,000).</summary>
public sealed class KernelFuzzTests(ITestOutputHelper log)
{
    private static readonly string[] Types =
    [
        "execute_request", "complete_request", "inspect_request", "is_complete_request", "history_request", "comm_info_request", "comm_open", "comm_msg", "comm_close",
        "kernel_info_request", "interrupt_request", "connect_request", "input_reply", "nonsense_request", "execute_reply", "",
    ];

    private static readonly string[] Codes =
        ["1 + 1", "Console.Wri", "#!hicra-train --st", "#r \"nope.dll\"", "#!html\n<b>", "var s = \"\ud83d\ude00\";", "for (;;", "\0\ud800", "#!what-if --run nowhere", "new string('x', 3)", "{\"", "#load \"x\"", "\u202e//*"];

    private readonly Random _random = new(11);
    private readonly JupyterWire _right = new(RunningKernel.Key), _wrong = new("other"u8.ToArray());
    private readonly bool[] _isBroken = new bool[5];
    private int _unsigned, _answeredUnsigned, _answeredSigned, _connections;

    [SlowFact]
    public async Task Whatever_is_sent_the_kernel_goes_on_and_answers_only_what_is_signed()
    {
        int rounds = int.TryParse(Environment.GetEnvironmentVariable("HICRA_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out int asked) ? asked : 20_000;
        using var kernel = new RunningKernel();
        Assert.Equal("ok", (string?)(await kernel.ExecuteAsync("int kept = 42;")).Reply["status"]);
        long before = GC.GetTotalMemory(forceFullCollection: true), most = 0;
        var clock = Stopwatch.StartNew();
        // Two clients a socket: what one breaks must not reach the other.
        var trusted = new Peer?[5];
        var stranger = new Peer?[5];
        for (int round = 0; round < rounds; round++)
        {
            int socket = _random.Next(5);
            if (_random.Next(3) > 0) Stranger(kernel, ref stranger[socket], socket);
            else Signed(kernel, ref trusted[socket], socket);
            if (round % 1000 == 0) most = Math.Max(most, Process.GetCurrentProcess().WorkingSet64);
        }
        JsonObject reply;
        List<JupyterMessage> output;
        // What waits behind a failing cell is not run: our question may be among it.
        do (reply, output) = await kernel.ExecuteAsync("kept");
        while ((string?)reply["status"] == "aborted");
        Assert.Equal("ok", (string?)reply["status"]);
        Assert.Equal("42", (string?)Assert.Single(output).Content["data"]!["text/plain"]);
        _answeredUnsigned += stranger.Take(4).Sum(Replies);
        _answeredSigned += trusted.Sum(Replies);
        log.WriteLine(FormattableString.Invariant($"{rounds} messages, {_unsigned} of strangers on {_connections} connections, {_answeredSigned} answered, in {clock.Elapsed.TotalSeconds:F0} s"));
        foreach (Peer? peer in trusted.Concat(stranger)) peer?.Dispose();
        Assert.Equal(0, _answeredUnsigned);
        // What proves that the messages arrived: signed ones are answered, and broken ones cost their connection.
        Assert.True(_unsigned > rounds / 2 && _answeredSigned > rounds / 20 && _connections > rounds / 20);
        log.WriteLine(FormattableString.Invariant($"{before >> 20} MB before, {GC.GetTotalMemory(forceFullCollection: true) >> 20} MB after, {most >> 20} MB of working set at most"));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 400L << 20);
        Assert.InRange(most, 1, 2L << 30);
    }

    // Without the key: raw bytes, broken handshakes, frames with bits turned, wrong and old signatures.
    private void Stranger(RunningKernel kernel, ref Peer? peer, int socket)
    {
        _unsigned++;
        // Where bytes broke the frames nothing arrives any more: the next message takes another connection.
        if (peer is null || peer.IsClosed || _isBroken[socket] || _random.Next(16) == 0)
        {
            if (socket != 4) _answeredUnsigned += Replies(peer);
            peer?.Dispose();
            _connections++;
            _isBroken[socket] = false;
            peer = _random.Next(4) == 0 ? Peer.Raw(kernel.Ports[socket]) : Peer.Connect(kernel.Ports[socket], socket == 3 ? "SUB" : "DEALER", _random.Next(2) == 0 ? "" : Text(_random.Next(300)));
        }
        List<byte[]> frames = Frames(_random.Next(2) == 0 ? _wrong : _right);
        // The content no longer fits the signature: right key or not, it is a stranger's.
        byte[] content = frames[^1];
        content[_random.Next(content.Length)] ^= (byte)(1 << _random.Next(8));
        switch (_random.Next(8))
        {
            case 0:
                peer.SendBytes(Bytes(_random.Next(1, 300)));
                _isBroken[socket] = true;
                break;
            case 1: frames.RemoveAt(_random.Next(frames.Count)); goto default;
            case 2: frames.Insert(_random.Next(frames.Count), Bytes(_random.Next(20))); goto default;
            case 3: frames = [Bytes(_random.Next(1, 40))]; goto default;
            default: peer.Send(frames); break;
        }
    }

    // With the key: types, content and values that no client sends.
    private void Signed(RunningKernel kernel, ref Peer? peer, int socket)
    {
        if (peer is null || peer.IsClosed)
        {
            peer?.Dispose();
            peer = Peer.Connect(kernel.Ports[socket], socket == 3 ? "SUB" : "DEALER", "trusted");
        }
        peer.Send(Frames(_right));
        _answeredSigned += Replies(peer);
    }

    // Heartbeats come back whatever they say; on other sockets nobody without the key gets an answer.
    private static int Replies(Peer? peer)
    {
        int replies = 0;
        while (peer is not null && peer.Received.TryRead(out List<byte[]>? frames))
            if (frames.Exists(f => f.AsSpan().IndexOf("_reply\""u8) >= 0)) replies++;
        return replies;
    }

    private List<byte[]> Frames(JupyterWire wire)
    {
        string type = Types[_random.Next(Types.Length)];
        // The slow ones now and then, so that there is time for many.
        if (type is "execute_request" or "complete_request" or "inspect_request" && _random.Next(8) > 0) type = "is_complete_request";
        string[] names = ["code", "cursor_pos", "silent", "store_history", "user_expressions", "stop_on_error", "allow_stdin", "comm_id", "target_name", "data", "hist_access_type", "n", "start", "stop", "session", "pattern", "unique", "output", "value"];
        var content = new JsonObject();
        foreach (string name in names.Where(_ => _random.Next(3) > 0)) content[name] = name == "code" && _random.Next(4) > 0 ? Code() : Value(4);
        if (content["hist_access_type"] is not null && _random.Next(2) == 0) content["hist_access_type"] = new[] { "tail", "range", "search" }[_random.Next(3)];
        JsonObject? parent = _random.Next(4) == 0 ? Value(3) as JsonObject : null;
        return wire.Frames([], type, parent, content, _random.Next(4) == 0 ? Value(3) as JsonObject : null);
    }

    private string Code()
    {
        var code = new StringBuilder(Codes[_random.Next(Codes.Length)]);
        for (int change = _random.Next(3); change > 0; change--) code[_random.Next(code.Length)] = (char)_random.Next(32, 127);
        return code.ToString();
    }

    private JsonNode? Value(int depth) => _random.Next(depth > 0 ? 9 : 6) switch
    {
        0 => null,
        1 => _random.Next(2) == 0,
        2 => _random.Next(-5, 100),
        3 => new[] { double.MaxValue, -1e300, long.MaxValue, int.MinValue, 0.5 }[_random.Next(5)],
        4 => Text(_random.Next(30)),
        5 => Codes[_random.Next(Codes.Length)],
        6 => new JsonArray([.. Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth - 1))]),
        7 => new JsonObject(Enumerable.Range(0, _random.Next(4)).Select(i => KeyValuePair.Create($"k{i}", Value(depth - 1)))),
        // Deeper than what is read, now and then.
        _ => Enumerable.Range(0, _random.Next(20) == 0 ? 200 : 20).Aggregate((JsonNode?)1, (inner, _) => new JsonArray(inner)),
    };

    private string Text(int length) => new([.. Enumerable.Range(0, length).Select(_ => (char)_random.Next(1, 127))]);

    private byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }
}
