using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Hicra.Kernel.Jupyter;

/// <summary>A channel of a widget in the client to code in the kernel.</summary>
/// <remarks>Thread-safe. Messages go out under the request that is being answered.</remarks>
public sealed class Comm
{
    private readonly Action<string, JsonObject> _send;

    internal Comm(string id, string target, Action<string, JsonObject> send) => (Id, Target, _send) = (id, target, send);

    /// <summary>Its identifier.</summary>
    public string Id { get; }

    /// <summary>The name of the target that opened it.</summary>
    public string Target { get; }

    /// <summary>Called with the data of each message from the client.</summary>
    public Action<JsonObject>? Received { get; set; }

    /// <summary>Called when the client closes it.</summary>
    public Action? Closed { get; set; }

    /// <summary>Sends data to the client.</summary>
    public void Send(JsonObject data)
    {
        ArgumentNullException.ThrowIfNull(data);
        _send("comm_msg", new() { ["comm_id"] = Id, ["data"] = data.DeepClone() });
    }
}

/// <summary>The kernel's comms: targets that cells register, and what clients opened.</summary>
public static class Comms
{
    private static readonly ConcurrentDictionary<string, Action<Comm, JsonObject>> Targets = new();

    /// <summary>Names a target that clients may open; the handler gets the comm and the data that opened it.</summary>
    public static void Register(string target, Action<Comm, JsonObject> opened)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        ArgumentNullException.ThrowIfNull(opened);
        Targets[target] = opened;
    }

    internal static Action<Comm, JsonObject>? Find(string target) => Targets.GetValueOrDefault(target);
}
