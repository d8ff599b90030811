using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Hicra.Interactive.Hosting;
using Hicra.Kernel.Session;
using static Hicra.Kernel.Jupyter.JupyterMessage;

namespace Hicra.Kernel.Jupyter;

/// <summary>The Jupyter kernel: what each request does, on whatever carries it.</summary>
/// <remarks>Shell requests run one after the other; control requests (interrupt, shutdown) at once, also while a cell runs.</remarks>
internal sealed class JupyterKernel
{
    public const string ProtocolVersion = "5.4";

    private readonly CSharpSession _session;
    private readonly JupyterWire _wire;
    private readonly IKernelTransport _transport;
    private readonly Channel<Request> _requests = Channel.CreateBounded<Request>(new BoundedChannelOptions(10_000) { SingleReader = true });
    private readonly TaskCompletionSource _shutdown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _publishing = new(), _interrupting = new();
    private readonly History _history = new();
    private readonly OpenComms _comms;
    private CancellationTokenSource? _running;
    private CellContext? _handling;
    private readonly InputRequests _input;
    private int _count;
    private long _received, _abortUntil = -1;

    private sealed record Request(KernelChannel Channel, IKernelPeer Peer, IReadOnlyList<byte[]> Identities, JupyterMessage Message, long Number);

    /// <param name="transport">Carries the messages; stays the caller's.</param>
    /// <param name="key">Signs them.</param>
    /// <param name="session">Runs the cells.</param>
    public JupyterKernel(IKernelTransport transport, byte[] key, CSharpSession session)
    {
        (_transport, _session, _wire) = (transport, session, new(key));
        _comms = new(Publish);
        _input = new(transport, _wire);
    }

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

    /// <summary>Stops the cell that runs, or the handler of a comm; without one it does nothing.</summary>
    public void Interrupt()
    {
        lock (_interrupting)
        {
            _handling?.Interrupt();
            if (_running is not { } running) return;
            _ = running.CancelAsync();
            _session.Interrupt();
        }
    }

    /// <summary>Bytes that wait for the slowest client.</summary>
    public long Backlog => _transport.Backlog;

    /// <summary>Sends a message to all clients, under a request of one of them. The task ends when it is with the system.</summary>
    public Task Publish(string type, JsonObject? parent, JsonObject content)
    {
        lock (_publishing) return _transport.PublishAsync(_wire.Frames([Encoding.UTF8.GetBytes($"kernel.{type}")], type, parent, content));
    }

    private void Start()
    {
        _transport.Start(Receive);
        _ = Publish("status", null, new() { ["execution_state"] = "starting" });
    }

    private void Receive(KernelChannel channel, IKernelPeer peer, List<byte[]> frames)
    {
        if (channel == KernelChannel.Stdin)
        {
            _input.Answered(frames);
            return;
        }
        // Unsigned, forged, repeated and broken messages get no answer.
        if (_wire.Parse(frames) is not { } message || message.Type.Length == 0) return;
        IReadOnlyList<byte[]> identities = [.. frames.TakeWhile(f => !f.AsSpan().SequenceEqual("<IDS|MSG>"u8))];
        var request = new Request(channel, peer, identities, message, Interlocked.Increment(ref _received));
        // At once and on this thread: neither a flood of output nor a cell that takes all of the pool's threads holds up its own interrupt.
        if (message.Type is "interrupt_request" or "shutdown_request") Interrupt();
        if (channel == KernelChannel.Control) _ = Task.Run(() => HandleAsync(request));
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
            case "execute_request" when request.Channel == KernelChannel.Shell: return await ExecuteAsync(request).ConfigureAwait(false);
            case "complete_request": return LanguageReplies.Complete(_session, content);
            case "inspect_request": return LanguageReplies.Inspect(_session, content);
            case "is_complete_request": return LanguageReplies.IsComplete(content);
            case "history_request": return _history.Answer(content);
            case "comm_info_request": return _comms.Info(content);
            case "comm_open" or "comm_msg" or "comm_close":
                Comm(request.Message);
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

        var output = new JupyterCellOutput(this, parent, isSilent, count, Flag(content, "allow_stdin", false) ? (prompt, password, stop) => _input.AskAsync(request.Peer.Identity, parent, prompt, password, stop) : null);
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
        if (store) _history.Add(count, code, result.Shown?.PlainText);
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
            JsonObject answer = result.Ok ? new() { ["status"] = "ok", ["data"] = JupyterCellOutput.Data(result.Shown ?? MimeBundle.Of("null")), ["metadata"] = new JsonObject() } : Error(result);
            if (!result.Ok) answer["status"] = "error";
            answers[name] = answer;
        }
        return answers;
    }

    private static JsonObject Error(CellResult result) => new() { ["ename"] = result.ErrorName, ["evalue"] = result.ErrorMessage, ["traceback"] = new JsonArray([.. result.Traceback.Select(l => (JsonNode?)l)]) };

    private void Comm(JupyterMessage message)
    {
        // What a handler writes belongs to the message that it handles; and it may run forever, as a cell may.
        var output = new JupyterCellOutput(this, message.Header, isSilent: false, _count, ask: null);
        var context = new CellContext(_session, output, CancellationToken.None);
        lock (_interrupting) _handling = context;
        CellContext.Current = context;
        _session.Culture.Apply();
        try { _comms.Handle(message); }
        catch (Exception error) { UnhandledErrors.Show(error); }
        finally
        {
            lock (_interrupting) _handling = null;
            output.Flush();
        }
    }
}
