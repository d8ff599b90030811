using System.Text.Json.Nodes;
using static Hicra.Kernel.Jupyter.JupyterMessage;

namespace Hicra.Kernel.Jupyter;

/// <summary>The comms that are open.</summary>
/// <param name="publish">Sends a message of a type, under a request, to all clients.</param>
internal sealed class OpenComms(Func<string, JsonObject?, JsonObject, Task> publish)
{
    private static readonly AsyncLocal<JsonObject?> Answering = new();
    private readonly Dictionary<string, Comm> _open = [];

    /// <summary>The reply to a <c>comm_info_request</c>.</summary>
    public JsonObject Info(JsonObject content)
    {
        string target = Text(content, "target_name");
        var comms = new JsonObject();
        lock (_open)
            foreach (Comm comm in _open.Values.Where(c => target.Length == 0 || c.Target == target)) comms[comm.Id] = new JsonObject { ["target_name"] = comm.Target };
        return new() { ["status"] = "ok", ["comms"] = comms };
    }

    /// <summary>Gives a <c>comm_open</c>, <c>comm_msg</c> or <c>comm_close</c> to the code that registered the target; what that throws comes out.</summary>
    public void Handle(JupyterMessage message)
    {
        JsonObject content = message.Content, data = content["data"] as JsonObject ?? [], parent = message.Header;
        Answering.Value = parent;
        string id = Text(content, "comm_id");
        if (message.Type == "comm_open")
        {
            Open(id, Text(content, "target_name"), data, parent);
            return;
        }
        Comm? known;
        lock (_open)
        {
            known = _open.GetValueOrDefault(id);
            if (message.Type == "comm_close") _open.Remove(id);
        }
        if (message.Type == "comm_close") known?.Closed?.Invoke();
        else known?.Received?.Invoke(data);
    }

    private void Open(string id, string target, JsonObject data, JsonObject parent)
    {
        if (id.Length == 0 || Comms.Find(target) is not { } opened)
        {
            _ = publish("comm_close", parent, new() { ["comm_id"] = id, ["data"] = new JsonObject() });
            return;
        }
        var comm = new Comm(id, target, (type, body) => publish(type, Answering.Value ?? parent, body));
        lock (_open) _open[id] = comm;
        opened(comm, data);
    }
}
