using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hicra.Testing;

namespace Hicra.Interactive.DotNet.Tests.Tool;

/// <summary>The first notebook, cell by cell, in the real tool and in our own kernel: the same numbers.</summary>
public sealed partial class StartNotebookTests(PackedBundle bundle) : IClassFixture<PackedBundle>
{
    private static readonly string Notebook = Path.Combine(Repository.Root, "notebooks", "00-start-here.ipynb");

    [SlowToolFact]
    public void Both_give_the_same()
    {
        Assert.SkipWhen(PackedBundle.Program is null, "src/Hicra.Notebook was not built");
        string own = bundle.Work("own"), host = bundle.Work("host");
        File.Copy(Notebook, Path.Combine(own, "start.ipynb"));
        using (Process run = bundle.Start("dotnet", [PackedBundle.Program!, "run", "start.ipynb", "--set", "steps=20", "--quiet"], own))
        {
            (int code, string text) = Bounded.Output(run);
            Assert.True(code == 0, text);
        }
        var executed = (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(own, "executed", "start.ipynb")))!;
        using var tool = new StdioTool(bundle, host);
        Assert.Null(tool.Run(bundle.Load).Failure());
        int compared = 0;
        foreach (JsonObject cell in ((JsonArray)executed["cells"]!).Cast<JsonObject>().Where(c => (string?)c["cell_type"] == "code"))
        {
            IReadOnlyList<ToolEvent> events = tool.Run(Text(cell["source"]));
            Assert.Null(events.Failure());
            string[] ours = [.. ((JsonArray)cell["outputs"]!).Select(o => (string?)o!["output_type"] == "stream" ? Text(o["text"]) : Text(o["data"]!["text/plain"])).Select(Timeless)];
            string[] theirs = [.. new[] { events.Output() }.Where(t => t.Length > 0).Concat(events.Shown().Select(e => e.Form("text/plain") ?? "")).Select(Timeless)];
            Assert.Equal(ours, theirs);
            compared += ours.Length;
        }
        Assert.True(compared >= 5, $"only {compared} outputs were compared");
        Assert.Equal(Metrics(own), Metrics(host));
    }

    private static string Text(JsonNode? node) => node is JsonArray lines ? string.Concat(lines.Select(l => (string?)l)) : (string?)node ?? "";

    private static string[] Metrics(string folder) => [.. File.ReadAllLines(Path.Combine(folder, "runs", "start-here", "metrics.jsonl")).Select(l => Timed().Replace(l, ""))];

    private static string Timeless(string text) => Rate().Replace(text.TrimEnd(), "steps");

    [GeneratedRegex(@"steps, [\d.]+ steps/s|steps in [\d:]+")]
    private static partial Regex Rate();

    [GeneratedRegex("\"(timing_s|perf)/[^\"]+\": ?[^,}]+,?")]
    private static partial Regex Timed();
}
