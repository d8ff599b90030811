using System.Text;
using System.Text.Json.Nodes;
using Hicra.Interactive.Hosting;
using Hicra.Kernel.Session;

namespace Hicra.Kernel.Jupyter;

/// <summary>A cell's output as messages under the request that ran it, also those that come after the cell has ended.</summary>
/// <param name="kernel">Sends them.</param>
/// <param name="parent">The header of the request.</param>
/// <param name="isSilent">Whether nothing is to be sent.</param>
/// <param name="executionCount">The number of the cell.</param>
/// <param name="ask">Asks the client's user; null where the request does not allow it.</param>
internal sealed class JupyterCellOutput(JupyterKernel kernel, JsonObject parent, bool isSilent, int executionCount, Func<string, bool, CancellationToken, Task<string>>? ask) : ICellOutput
{
    // Text is sent in batches: a message a write would drown the client.
    private static readonly TimeSpan Batch = TimeSpan.FromMilliseconds(50);
    private const int Full = 1 << 16;

    // Whoever shows faster than the client reads waits for it, instead of filling the memory.
    private const long Flood = 1 << 17;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly StringBuilder _text = new();
    private readonly Lock _gate = new();
    private bool _toErrors, _scheduled;

    public bool CanUpdate => !isSilent;

    public void Write(string text, bool toErrors)
    {
        if (isSilent) return;
        Task? sent = null;
        lock (_gate)
        {
            if (_text.Length > 0 && _toErrors != toErrors) SendText();
            _toErrors = toErrors;
            _text.Append(text);
            if (_text.Length >= Full) sent = SendText();
            else if (!_scheduled)
            {
                _scheduled = true;
                _ = FlushLaterAsync();
            }
        }
        WaitInFlood(sent);
    }

    public void Flush()
    {
        lock (_gate) SendText();
    }

    public void Display(MimeBundle bundle, string displayId) => Send("display_data", Content(bundle, displayId));

    public void Update(MimeBundle bundle, string displayId) => Send("update_display_data", Content(bundle, displayId));

    public void Result(MimeBundle bundle)
    {
        JsonObject content = Content(bundle, null);
        content["execution_count"] = executionCount;
        Send("execute_result", content);
    }

    public void Clear(bool wait) => Send("clear_output", new() { ["wait"] = wait });

    public Task<string> AskAsync(string prompt, bool password, CancellationToken cancellation)
    {
        if (ask is null) throw new HicraException("this client does not allow input here (allow_stdin is false)");
        Flush();
        return ask(prompt, password, cancellation);
    }

    /// <summary>The representations as the protocol carries them: JSON types as JSON, text as strings.</summary>
    public static JsonObject Data(MimeBundle bundle)
    {
        var data = new JsonObject();
        foreach ((string type, JsonNode node) in bundle.Data) data[type] = node.DeepClone();
        return data;
    }

    private static JsonObject Content(MimeBundle bundle, string? displayId)
    {
        var content = new JsonObject { ["data"] = Data(bundle), ["metadata"] = new JsonObject(), ["transient"] = new JsonObject() };
        if (displayId is not null) content["transient"]!["display_id"] = displayId;
        return content;
    }

    private void Send(string type, JsonObject content)
    {
        if (isSilent) return;
        Task sent;
        lock (_gate)
        {
            SendText();
            sent = kernel.Publish(type, parent, content);
        }
        WaitInFlood(sent);
    }

    private void WaitInFlood(Task? sent)
    {
        if (sent is not null && kernel.Backlog > Flood) sent.Wait(Longest);
    }

    private async Task FlushLaterAsync()
    {
        await Task.Delay(Batch).ConfigureAwait(false);
        lock (_gate)
        {
            _scheduled = false;
            SendText();
        }
    }

    private Task? SendText()
    {
        if (_text.Length == 0) return null;
        Task sent = kernel.Publish("stream", parent, new() { ["name"] = _toErrors ? "stderr" : "stdout", ["text"] = _text.ToString() });
        _text.Clear();
        return sent;
    }
}
