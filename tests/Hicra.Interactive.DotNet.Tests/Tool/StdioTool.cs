using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Hicra.Testing;

namespace Hicra.Interactive.DotNet.Tests.Tool;

/// <summary>An event that the tool reports.</summary>
internal sealed record ToolEvent(string Kind, string? Token, JsonObject Body)
{
    /// <summary>A form of what is shown; null where there is none.</summary>
    public string? Form(string mime) => (Body["formattedValues"] as JsonArray)?.FirstOrDefault(v => (string?)v!["mimeType"] == mime)?["value"]?.GetValue<string>();
}

/// <summary>The real tool as VS Code starts it: commands and events as lines of JSON.</summary>
internal sealed class StdioTool : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<ToolEvent> _events = new();
    private int _tokens;

    public StdioTool(PackedBundle bundle, string folder)
    {
        _process = bundle.Start("dotnet", [InteractiveTool.Program, "stdio"], folder);
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
    }

    /// <summary>All events until now.</summary>
    public IReadOnlyList<ToolEvent> Events => [.. _events];

    /// <summary>Sends a command; returns its token.</summary>
    public string Send(string kind, JsonObject command)
    {
        string token = FormattableString.Invariant($"t{++_tokens}");
        command["targetKernelName"] = kind is "Cancel" or "Quit" ? ".NET" : "csharp";
        _process.StandardInput.WriteLine(new JsonObject { ["token"] = token, ["commandType"] = kind, ["command"] = command }.ToJsonString());
        _process.StandardInput.Flush();
        return token;
    }

    /// <summary>Waits for the end of a command, and gives its events.</summary>
    public IReadOnlyList<ToolEvent> Await(string token)
    {
        Bounded.Until(() => _process.HasExited || HasEnded(token), $"the end of {token}");
        Assert.True(HasEnded(token), $"the tool exited before the end of {token}");
        return [.. _events.Where(e => e.Token == token || e.Token?.StartsWith(token + ".", StringComparison.Ordinal) == true)];
    }

    /// <summary>Runs a cell to its end.</summary>
    public IReadOnlyList<ToolEvent> Run(string code) => Await(Send("SubmitCode", new JsonObject { ["code"] = code }));

    /// <summary>Asks for completions (<c>RequestCompletions</c>) or hover (<c>RequestHoverText</c>) at a place in the last line.</summary>
    public IReadOnlyList<ToolEvent> Ask(string kind, string code, int? at = null) => Await(Send(kind, new JsonObject
    {
        ["code"] = code,
        ["linePosition"] = new JsonObject { ["line"] = code.Count(c => c == '\n'), ["character"] = at ?? code.Length - code.LastIndexOf('\n') - 1 },
    }));

    public void Dispose()
    {
        try { _process.Kill(entireProcessTree: true); }
        catch (InvalidOperationException) { } // It has ended.
        _process.Dispose();
    }

    private bool HasEnded(string token) => _events.Any(e => e.Token == token && e.Kind is "CommandSucceeded" or "CommandFailed");

    private void Take(string? line)
    {
        if (line is null || !line.StartsWith('{') || JsonNode.Parse(line) is not JsonObject envelope || (string?)envelope["eventType"] is not { } kind) return;
        _events.Enqueue(new(kind, (string?)envelope["command"]?["token"], envelope["event"] as JsonObject ?? []));
    }
}

/// <summary>What events say.</summary>
internal static class ToolSaid
{
    public static string Output(this IEnumerable<ToolEvent> events) => string.Concat(events.Where(e => e.Kind == "StandardOutputValueProduced").Select(e => e.Form("text/plain")));

    public static string Errors(this IEnumerable<ToolEvent> events) => string.Concat(events.Where(e => e.Kind == "StandardErrorValueProduced").Select(e => e.Form("text/plain")));

    public static string? Failure(this IEnumerable<ToolEvent> events) => (string?)events.FirstOrDefault(e => e.Kind == "CommandFailed")?.Body["message"];

    /// <summary>What is shown, each in its last state.</summary>
    public static IReadOnlyList<ToolEvent> Shown(this IEnumerable<ToolEvent> events) =>
        [.. events.Where(e => e.Kind is "DisplayedValueProduced" or "DisplayedValueUpdated" or "ReturnValueProduced").GroupBy(e => (string?)e.Body["valueId"] ?? e.Kind).Select(g => g.Last())];
}
