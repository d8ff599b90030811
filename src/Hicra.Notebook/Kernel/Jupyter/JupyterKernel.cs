using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Hicra.Notebook.CSharp;
using Hicra.Notebook.Kernel.Zmtp;
using static Hicra.Notebook.Kernel.Jupyter.JupyterMessage;

namespace Hicra.Notebook.Kernel.Jupyter;

/// <summary>The Jupyter kernel: the five sockets, and what each request does.</summary>
/// <remarks>Shell requests run one after the other; control requests (interrupt, shutdown) at once, also while a cell runs.</remarks>
internal sealed class JupyterKernel : IDisposable
{
    public const string ProtocolVersion = "5.4";

    private readonly CSharpSession _session;
    private readonly JupyterWire _wire;
    private readonly RouterSocket _shell, _control, _stdin;
    private readonly PublishSocket _iopub;
    private readonly EchoSocket _heartbeat;
    private readonly Channel<Request> _requests = Channel.CreateBounded<Request>(new BoundedChannelOptions(10_000) { SingleReader = true });
    private readonly TaskCompletionSource _shutdown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _publishing = new(), _interrupting = new();
    private readonly History _history = new();
    private readonly Dictionary<string, Comm> _comms = [];
    private CancellationTokenSource? _running;
    private TaskCompletionSource<string>? _asked;
    private int _count;
    private long _received, _abortUntil = -1;

    private static readonly AsyncLocal<JsonObject?> Answering = new();

    private sealed record Request(RouterSocket Socket, ZmtpConnection Peer, IReadOnlyList<byte[]> Identities, JupyterMessage Message, long Number);

    public JupyterKernel(ConnectionFile connection, CSharpSession session, ZmtpLimits? limits = null)
    {
        _session = session;
        _wire = new(connection.Key);
        _shell = new(At(connection.Shell), (peer, frames) => Receive(_shell!, peer, frames), limits);
        _control = new(At(connection.Control), (peer, frames) => Receive(_control!, peer, frames), limits, ownThreads: true);
        _stdin = new(At(connection.Stdin), (peer, frames) => Answered(frames), limits);
        _iopub = new(At(connection.IoPub), limits);
        _heartbeat = new(At(connection.Heartbeat), limits);

        IPEndPoint At(int port) => new(connection.Address, port);
    }

    /// <summary>The ports it listens on: shell, control, stdin, iopub, heartbeat.</summary>
    public (int Shell, int Control, int Stdin, int IoPub, int Heartbeat) Ports => (_shell.Endpoint.Port, _control.Endpoint.Port, _stdin.Endpoint.Port, _iopub.Endpoint.Port, _heartbeat.Endpoint.Port);

    /// <summary>Answers until a client asks it to stop, or the token fires.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using CancellationTokenRegistration stop = cancellation.Register(() => _shutdown.TrySetResult());
        Start();
        Task shell = ShellAsync();
        await _shutdown.Task.ConfigureAwait(false);
        Interrupt();
        _requests.Writer.TryComplete();
        await Task.WhenAny(shell, Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None)).ConfigureAwait(false);
    }

    /// <summary>Stops the cell that runs; without one it does nothing.</summary>
    public void Interrupt()
    {
        lock (_interrupting)
        {
            if (_running is not { } running) return;
            _ = running.CancelAsync();
            _session.Interrupt();
        }
    }

    /// <summary>Bytes that wait for the slowest client.</summary>
    public long Backlog => _iopub.Backlog;

    /// <summary>Sends a message to all clients, under a request of one of them. The task ends when it is with the system.</summary>
    public Task Publish(string type, JsonObject? parent, JsonObject content)
    {
        lock (_publishing) return _iopub.SendAsync(_wire.Frames([Encoding.UTF8.GetBytes($"kernel.{type}")], type, parent, content));
    }

    public void Dispose()
    {
        foreach (ZmtpSocket socket in (ZmtpSocket[])[_shell, _control, _stdin, _iopub, _heartbeat]) socket.Dispose();
    }

    private void Start()
    {
        foreach (ZmtpSocket socket in (ZmtpSocket[])[_iopub, _heartbeat, _stdin, _control, _shell]) socket.Start();
        _ = Publish("status", null, new() { ["execution_state"] = "starting" });
    }

    private void Receive(RouterSocket socket, ZmtpConnection peer, List<byte[]> frames)
    {
        // Unsigned, forged, repeated and broken messages get no answer.
        if (_wire.Parse(frames) is not { } message || message.Type.Length == 0) return;
        IReadOnlyList<byte[]> identities = [.. frames.TakeWhile(f => !f.AsSpan().SequenceEqual("<IDS|MSG>"u8))];
        var request = new Request(socket, peer, identities, message, Interlocked.Increment(ref _received));
        // At once and on this thread: neither a flood of output nor a cell that takes all of the pool's threads holds up its own interrupt.
        if (message.Type is "interrupt_request" or "shutdown_request") Interrupt();
        if (socket == _control) _ = Task.Run(() => HandleAsync(request));
        // The peer waits while the queue is full.
        else if (!_requests.Writer.TryWrite(request)) _requests.Writer.WriteAsync(request).AsTask().Wait();
    }

    private async Task ShellAsync()
    {
        await foreach (Request request in _requests.Reader.ReadAllAsync().ConfigureAwait(false)) await HandleAsync(request).ConfigureAwait(false);
    }

    private async Task HandleAsync(Request request)
    {
        JsonObject parent = request.Message.Header;
        _ = Publish("status", parent, new() { ["execution_state"] = "busy" });
        try
        {
            JsonObject? reply = await AnswerAsync(request).ConfigureAwait(false);
            if (reply is not null) await Reply(request, reply).ConfigureAwait(false);
        }
        // A request that we cannot serve must not end the loop that serves the others.
        catch (Exception error)
        {
            await Reply(request, new() { ["status"] = "error", ["ename"] = error.GetType().Name, ["evalue"] = error.Message, ["traceback"] = new JsonArray() }).ConfigureAwait(false);
        }
        finally
        {
            Task idle = Publish("status", parent, new() { ["execution_state"] = "idle" });
            // The process ends with it: then it has to be out.
            if (request.Message.Type == "shutdown_request") await Task.WhenAny(idle, Task.Delay(TimeSpan.FromSeconds(1))).ConfigureAwait(false);
        }
        if (request.Message.Type == "shutdown_request") _shutdown.TrySetResult();
    }

    private Task Reply(Request request, JsonObject content)
    {
        string type = request.Message.Type;
        string replyType = type.EndsWith("_request", StringComparison.Ordinal) ? $"{type[..^"_request".Length]}_reply" : $"{type}_reply";
        return request.Peer.SendAsync(_wire.Frames(request.Identities, replyType, request.Message.Header, content));
    }

    private async Task<JsonObject?> AnswerAsync(Request request)
    {
        JsonObject content = request.Message.Content;
        switch (request.Message.Type)
        {
            case "kernel_info_request": return KernelInfo.Content();
            case "execute_request" when request.Socket == _shell: return await ExecuteAsync(request).ConfigureAwait(false);
            case "complete_request": return Complete(content);
            case "inspect_request": return Inspect(content);
            case "is_complete_request": return IsComplete(content);
            case "history_request": return _history.Answer(content);
            case "comm_info_request": return CommInfo(content);
            case "comm_open" or "comm_msg" or "comm_close":
                Comm(request);
                return null;
            case "interrupt_request":
                return new() { ["status"] = "ok" };
            case "shutdown_request":
                var reply = new JsonObject { ["status"] = "ok", ["restart"] = Flag(content, "restart", false) };
                _ = Publish("shutdown_reply", request.Message.Header, (JsonObject)reply.DeepClone());
                return reply;
            case var unknown when unknown.EndsWith("_request", StringComparison.Ordinal):
                return new() { ["status"] = "error", ["ename"] = "NotSupported", ["evalue"] = $"the kernel has no {unknown}", ["traceback"] = new JsonArray() };
            default: return null;
        }
    }

    private async Task<JsonObject> ExecuteAsync(Request request)
    {
        JsonObject content = request.Message.Content, parent = request.Message.Header;
        // What was sent before a failing cell's reply arrived is not run: the client relied on that cell.
        if (request.Number <= _abortUntil) return new() { ["status"] = "aborted", ["execution_count"] = _count };
        string code = Text(content, "code");
        bool isSilent = Flag(content, "silent", false), store = !isSilent && Flag(content, "store_history", true);
        int count = store ? ++_count : _count;
        if (!isSilent) _ = Publish("execute_input", parent, new() { ["code"] = code, ["execution_count"] = count });

        var output = new JupyterCellOutput(this, parent, isSilent, count, Flag(content, "allow_stdin", false) ? (prompt, password, stop) => AskAsync(request, prompt, password, stop) : null);
        using var stop = new CancellationTokenSource();
        lock (_interrupting) _running = stop;
        CellResult result;
        JsonObject? expressions;
        try
        {
            result = await _session.ExecuteAsync(code, output, stop.Token).ConfigureAwait(false);
            output.Flush();
            expressions = result.Ok ? await EvaluateAsync(content["user_expressions"] as JsonObject, stop.Token).ConfigureAwait(false) : [];
        }
        finally
        {
            lock (_interrupting) _running = null;
        }
        if (store) _history.Add(count, code, result.Ok && result.HasValue ? _session.Format(result.Value).PlainText : null);
        if (result.Ok) return new() { ["status"] = "ok", ["execution_count"] = count, ["user_expressions"] = expressions, ["payload"] = new JsonArray() };

        JsonObject error = Error(result);
        if (!isSilent) _ = Publish("error", parent, (JsonObject)error.DeepClone());
        if (Flag(content, "stop_on_error", true)) _abortUntil = Interlocked.Read(ref _received);
        error["status"] = "error";
        error["execution_count"] = count;
        error["user_expressions"] = new JsonObject();
        error["payload"] = new JsonArray();
        return error;
    }

    private async Task<JsonObject> EvaluateAsync(JsonObject? asked, CancellationToken cancellation)
    {
        var answers = new JsonObject();
        foreach ((string name, JsonNode? expression) in asked ?? [])
        {
            CellResult result = await _session.EvaluateAsync(expression?.GetValue<string>() ?? "", NoOutput.Instance, cancellation).ConfigureAwait(false);
            JsonObject answer = result.Ok ? new() { ["status"] = "ok", ["data"] = JupyterCellOutput.Data(_session.Format(result.Value)), ["metadata"] = new JsonObject() } : Error(result);
            if (!result.Ok) answer["status"] = "error";
            answers[name] = answer;
        }
        return answers;
    }

    private static JsonObject Error(CellResult result) => new() { ["ename"] = result.ErrorName, ["evalue"] = result.ErrorMessage, ["traceback"] = new JsonArray([.. result.Traceback.Select(l => (JsonNode?)l)]) };

    private async Task<string> AskAsync(Request request, string prompt, bool password, CancellationToken cancellation)
    {
        // The client's sockets share an identity; one without is asked on the only stdin socket there is.
        ZmtpConnection peer = _stdin.Peer(request.Peer.Identity) ?? throw new HicraException("the client has no stdin channel, there is nobody to ask");
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_interrupting) _asked = answer;
        using CancellationTokenRegistration stop = cancellation.Register(() => answer.TrySetCanceled(cancellation));
        await peer.SendAsync(_wire.Frames([], "input_request", request.Message.Header, new() { ["prompt"] = prompt, ["password"] = password })).ConfigureAwait(false);
        return await answer.Task.ConfigureAwait(false);
    }

    private void Answered(List<byte[]> frames)
    {
        if (_wire.Parse(frames) is not { Type: "input_reply" } message) return;
        lock (_interrupting) _asked?.TrySetResult(Text(message.Content, "value"));
    }

    private JsonObject Complete(JsonObject content)
    {
        string code = Text(content, "code");
        int position = CodePoints.ToUtf16(code, Number(content, "cursor_pos", code.Length));
        CellCompletions found = _session.Complete(code, position);
        int start = CodePoints.FromUtf16(code, found.Start), end = CodePoints.FromUtf16(code, found.End);
        JsonNode?[] types = [.. found.Items.Select(i => new JsonObject { ["text"] = i.Text, ["type"] = i.Kind, ["signature"] = i.Signature, ["start"] = start, ["end"] = end })];
        return new()
        {
            ["status"] = "ok", ["matches"] = new JsonArray([.. found.Items.Select(i => (JsonNode?)i.Text)]), ["cursor_start"] = start, ["cursor_end"] = end,
            ["metadata"] = new JsonObject { ["_jupyter_types_experimental"] = new JsonArray(types) },
        };
    }

    private JsonObject Inspect(JsonObject content)
    {
        string code = Text(content, "code");
        var found = _session.Inspect(code, CodePoints.ToUtf16(code, Number(content, "cursor_pos", code.Length)));
        return new() { ["status"] = "ok", ["found"] = found is not null, ["data"] = found is null ? new JsonObject() : JupyterCellOutput.Data(found), ["metadata"] = new JsonObject() };
    }

    private static JsonObject IsComplete(JsonObject content)
    {
        (string status, string indent) = CSharpSession.IsComplete(Text(content, "code"));
        var answer = new JsonObject { ["status"] = status };
        if (status == "incomplete") answer["indent"] = indent;
        return answer;
    }

    private JsonObject CommInfo(JsonObject content)
    {
        string target = Text(content, "target_name");
        var comms = new JsonObject();
        lock (_comms)
            foreach (Comm comm in _comms.Values.Where(c => target.Length == 0 || c.Target == target)) comms[comm.Id] = new JsonObject { ["target_name"] = comm.Target };
        return new() { ["status"] = "ok", ["comms"] = comms };
    }

    private void Comm(Request request)
    {
        JsonObject content = request.Message.Content, data = content["data"] as JsonObject ?? [], parent = request.Message.Header;
        Answering.Value = parent;
        // What a handler writes belongs to the message that it handles.
        CellContext.Current = new(_session, new JupyterCellOutput(this, parent, isSilent: false, _count, ask: null), CancellationToken.None);
        string id = Text(content, "comm_id");
        if (request.Message.Type == "comm_open")
        {
            string target = Text(content, "target_name");
            if (id.Length == 0 || Comms.Find(target) is not { } opened)
            {
                _ = Publish("comm_close", parent, new() { ["comm_id"] = id, ["data"] = new JsonObject() });
                return;
            }
            var comm = new Comm(id, target, (type, body) => Publish(type, Answering.Value ?? parent, body));
            lock (_comms) _comms[id] = comm;
            opened(comm, data);
            return;
        }
        Comm? known;
        lock (_comms)
        {
            known = _comms.GetValueOrDefault(id);
            if (request.Message.Type == "comm_close") _comms.Remove(id);
        }
        if (request.Message.Type == "comm_close") known?.Closed?.Invoke();
        else known?.Received?.Invoke(data);
    }
}
