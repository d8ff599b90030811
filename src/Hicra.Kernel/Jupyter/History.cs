using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace Hicra.Kernel.Jupyter;

/// <summary>The cells that this kernel has run, for a client's history keys. In memory only: a restart begins anew.</summary>
internal sealed class History
{
    private const int Session = 1;
    private readonly List<(int Line, string Input, string? Output)> _entries = [];

    public void Add(int line, string input, string? output) => _entries.Add((line, input, output));

    public JsonObject Answer(JsonObject request)
    {
        bool withOutput = JupyterMessage.Flag(request, "output", false);
        IEnumerable<(int Line, string Input, string? Output)> found = _entries;
        int n = JupyterMessage.Number(request, "n", int.MaxValue);
        switch (JupyterMessage.Text(request, "hist_access_type"))
        {
            case "range":
                int start = JupyterMessage.Number(request, "start", 0), stop = JupyterMessage.Number(request, "stop", int.MaxValue), session = JupyterMessage.Number(request, "session", 0);
                found = session is 0 or Session ? found.Where(e => e.Line >= start && e.Line < stop) : [];
                break;
            case "search":
                string pattern = JupyterMessage.Text(request, "pattern");
                found = found.Where(e => FileSystemName.MatchesSimpleExpression(pattern, e.Input, ignoreCase: false));
                if (JupyterMessage.Flag(request, "unique", false)) found = found.Reverse().DistinctBy(e => e.Input).Reverse();
                found = found.TakeLast(n);
                break;
            default:
                found = found.TakeLast(n);
                break;
        }
        JsonNode?[] lines = [.. found.Select(e => new JsonArray(Session, e.Line, withOutput ? new JsonArray(e.Input, e.Output) : JsonValue.Create(e.Input)))];
        return new() { ["status"] = "ok", ["history"] = new JsonArray(lines) };
    }
}
