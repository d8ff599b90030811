using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hicra.Kernel.Jupyter;

/// <summary>A message of the Jupyter protocol.</summary>
internal sealed record JupyterMessage(JsonObject Header, JsonObject Parent, JsonObject Metadata, JsonObject Content, IReadOnlyList<byte[]> Buffers)
{
    public string Type => Text(Header, "msg_type");

    public static string Text(JsonObject node, string name) => node[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    public static bool Flag(JsonObject node, string name, bool otherwise) => node[name] is JsonValue value && value.TryGetValue(out bool flag) ? flag : otherwise;

    public static int Number(JsonObject node, string name, int otherwise) => node[name] is JsonValue value && value.TryGetValue(out int number) ? number : otherwise;
}

/// <summary>Messages to frames and back, with signatures.</summary>
internal sealed class JupyterWire(byte[] key)
{
    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 128 };

    // A signature is taken once: a message that somebody recorded does not run a second time.
    private const int Remembered = 1 << 16;
    private readonly HashSet<string> _seen = [];
    private readonly Queue<string> _order = new();

    private readonly string _session = Guid.NewGuid().ToString("N");

    /// <summary>The message in the frames; null where it is not signed by our client, or no message.</summary>
    public JupyterMessage? Parse(IReadOnlyList<byte[]> frames)
    {
        int at = 0;
        while (at < frames.Count && !frames[at].AsSpan().SequenceEqual(Delimiter)) at++;
        if (frames.Count < at + 6) return null;
        byte[] signature = Sign(frames[at + 2], frames[at + 3], frames[at + 4], frames[at + 5]);
        if (!CryptographicOperations.FixedTimeEquals(signature, frames[at + 1])) return null;
        try
        {
            JsonObject[] parts = [.. Enumerable.Range(at + 2, 4).Select(i => JsonNode.Parse(frames[i], null, Depth) as JsonObject ?? [])];
            return Remember(signature) ? new(parts[0], parts[1], parts[2], parts[3], [.. frames.Skip(at + 6)]) : null;
        }
        // Repeated names are found only when an object is looked at: here.
        catch (Exception error) when (error is JsonException or ArgumentException) { return null; }
    }

    /// <summary>The frames of a message of ours.</summary>
    /// <param name="prefix">Identities of the receiver on shell and control, the topic on iopub.</param>
    /// <param name="type">The message type.</param>
    /// <param name="parent">The header of the request to which it belongs.</param>
    /// <param name="content">What it says.</param>
    /// <param name="metadata">Its metadata.</param>
    public List<byte[]> Frames(IEnumerable<byte[]> prefix, string type, JsonObject? parent, JsonObject content, JsonObject? metadata = null)
    {
        var header = new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString("N"), ["session"] = _session, ["username"] = "kernel", ["msg_type"] = type, ["version"] = JupyterKernel.ProtocolVersion,
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture),
        };
        byte[] h = Bytes(header), p = parent is null ? "{}"u8.ToArray() : Bytes(parent), m = metadata is null ? "{}"u8.ToArray() : Bytes(metadata), c = Bytes(content);
        return [.. prefix, Delimiter, Sign(h, p, m, c), h, p, m, c];
    }

    private static byte[] Bytes(JsonObject node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    private byte[] Sign(params ReadOnlySpan<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (byte[] part in parts) hash.AppendData(part);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private bool Remember(byte[] signature)
    {
        string text = Encoding.ASCII.GetString(signature);
        lock (_seen)
        {
            if (!_seen.Add(text)) return false;
            _order.Enqueue(text);
            if (_order.Count > Remembered) _seen.Remove(_order.Dequeue());
            return true;
        }
    }
}
