using System.Net;
using System.Text;
using System.Text.Json;

namespace Hicra.Kernel.Jupyter;

/// <summary>The file in which Jupyter tells a kernel its ports and the key of its signatures.</summary>
internal sealed record ConnectionFile(IPAddress Address, int Shell, int Control, int Stdin, int IoPub, int Heartbeat, byte[] Key)
{
    /// <exception cref="HicraException">The file is missing, no connection file, or asks for what the kernel does not do.</exception>
    public static ConnectionFile Read(string path)
    {
        string text;
        try { text = File.ReadAllText(path); }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) { throw new HicraException($"{path}: the connection file cannot be read: {error.Message}", error); }
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            string transport = Text(root, "transport", "tcp"), scheme = Text(root, "signature_scheme", "hmac-sha256"), key = Text(root, "key", "");
            if (transport != "tcp") throw new HicraException($"{path}: transport is '{transport}'; the kernel speaks tcp");
            if (scheme != "hmac-sha256") throw new HicraException($"{path}: signature_scheme is '{scheme}'; the kernel speaks hmac-sha256");
            if (key.Length == 0) throw new HicraException($"{path}: there is no key; the kernel takes no unsigned messages");
            if (!IPAddress.TryParse(Text(root, "ip", "127.0.0.1"), out IPAddress? address) || !IPAddress.IsLoopback(address)) throw new HicraException($"{path}: ip is not that of this machine's loopback; the kernel listens there only");
            return new(address, Port("shell_port"), Port("control_port"), Port("stdin_port"), Port("iopub_port"), Port("hb_port"), Encoding.UTF8.GetBytes(key));

            int Port(string name) => root.TryGetProperty(name, out JsonElement port) && port.TryGetInt32(out int number) && number is >= 0 and <= 65535 ? number : throw new HicraException($"{path}: {name} is missing or no port");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException) { throw new HicraException($"{path}: this is no connection file: {error.Message}", error); }
    }

    private static string Text(JsonElement root, string name, string otherwise) => root.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? otherwise : otherwise;
}
