using System.Text.Json.Nodes;
using Hicra.Interactive.Commands;
using Hicra.Reproduction;
using Hicra.Testing;

namespace Hicra.Interactive.DotNet.Tests.Tool;

/// <summary>The packed bundle in the real tool, as VS Code's Polyglot Notebooks run it.</summary>
public sealed class StdioTests(PackedBundle bundle, ITestOutputHelper log) : IClassFixture<PackedBundle>
{
    private const string Anew = "  0/100001 steps";
    private const string Small = "--prompts 4 --group 4 --val-problems 0 --threads 1";

    [SlowToolFact]
    public void The_bundle_brings_everything()
    {
        using var tool = new StdioTool(bundle, bundle.Work("everything"));
        IReadOnlyList<ToolEvent> load = tool.Run(bundle.Load);
        Assert.Null(load.Failure());
        Assert.Contains(load, e => e.Kind == "KernelExtensionLoaded");
        // The data frames' package has an extension of its own, which may speak after ours.
        Assert.Contains(load.Shown(), e => e.Form("text/plain") is { } text && text.Contains("#!hicra-train --steps 20 --name run", StringComparison.Ordinal));

        Note(tool, "#!what-if --run demo --alpha 0,0.2");
        foreach (KitCommand command in ReproductionKit.Standard.Commands(CommandStyle.Cell))
        {
            Assert.Contains("Usage:", tool.Run($"{command.Name} --help").Output(), StringComparison.Ordinal);
            Assert.Contains("--help", Completions(tool, $"{command.Name} --he"));
            Assert.Contains("Show help", (string)tool.Ask("RequestHoverText", $"{command.Name} --help", command.Name.Length + 3).Single(e => e.Kind == "HoverTextProduced").Body["content"]![0]!["value"]!, StringComparison.Ordinal);
        }
        Assert.Equal("nowhere: no such run; give the folder of a run, a log, or demo", tool.Run("#!hicra-show nowhere").Failure());

        IReadOnlyList<ToolEvent> training = Note(tool, $"#!hicra-train --steps 3 {Small} --name run");
        Assert.Single(training, e => e.Kind == "DisplayedValueProduced");
        Assert.Contains(training, e => e.Kind == "DisplayedValueUpdated");
        Assert.Single(training.Where(e => e.Kind.StartsWith("DisplayedValue", StringComparison.Ordinal)).Select(e => (string?)e.Body["valueId"]).Distinct());
        Assert.Contains("@run", Completions(tool, "#!hicra-show @r"));
        foreach (string cell in (string[])["run", "#!hicra-show @run", "RolloutFiles.Read([Path.Combine(ShippedData.Path(\"demo\", \"hicra\"), \"rollouts\")]).Take(3).ToList()"])
        {
            ToolEvent shown = Note(tool, cell).Shown()[^1];
            Assert.NotNull(shown.Form("text/plain"));
            Assert.Contains("<div", shown.Form("text/html"), StringComparison.Ordinal);
        }
    }

    [SlowToolFact]
    public void A_cancelled_training_says_how_to_go_on_and_its_cell_goes_on_at_once()
    {
        using var tool = new StdioTool(bundle, bundle.Work("cancelled"));
        Assert.Null(tool.Run(bundle.Load).Failure());
        string line = $"#!hicra-train --steps 100000 {Small} --out run";
        IReadOnlyList<ToolEvent> first = Cancelled(tool, line), second = Cancelled(tool, line);
        Assert.Contains("stopped at step", first.Shown()[^1].Form("text/plain"), StringComparison.Ordinal);
        Assert.Contains("run the cell again to go on", first.Errors(), StringComparison.Ordinal);
        Assert.NotNull(second.Failure());
        Assert.DoesNotContain("another process", second.Failure()!, StringComparison.Ordinal);
        Assert.Contains(Anew, First(first), StringComparison.Ordinal);
        Assert.Contains("/100001 steps", First(second), StringComparison.Ordinal);
        Assert.DoesNotContain(Anew, First(second), StringComparison.Ordinal);
    }

    // How the training is shown before its first step.
    private static string? First(IReadOnlyList<ToolEvent> events) => events.First(e => e.Kind == "DisplayedValueProduced").Form("text/plain");

    private static IReadOnlyList<ToolEvent> Cancelled(StdioTool tool, string line)
    {
        string cell = tool.Send("SubmitCode", new JsonObject { ["code"] = line });
        Bounded.Until(() => tool.Events.Count(e => e.Token == cell && e.Kind == "DisplayedValueUpdated") >= 2 || tool.Events.Any(e => e.Token == cell && e.Kind == "CommandFailed"), "two updates");
        tool.Send("Cancel", []);
        return tool.Await(cell);
    }

    private static string[] Completions(StdioTool tool, string line) => [.. tool.Ask("RequestCompletions", line).Where(e => e.Kind == "CompletionsProduced").SelectMany(e => (JsonArray)e.Body["completions"]!).Select(c => (string)c!["insertText"]!)];

    // Runs a cell that must succeed, and writes down what its MIME bundles are.
    private IReadOnlyList<ToolEvent> Note(StdioTool tool, string cell)
    {
        IReadOnlyList<ToolEvent> events = tool.Run(cell);
        Assert.Null(events.Failure());
        log.WriteLine($"> {cell}");
        foreach (ToolEvent e in events.Where(e => e.Body["formattedValues"] is JsonArray))
            log.WriteLine($"  {e.Kind} {e.Body["valueId"]}: {string.Join(", ", ((JsonArray)e.Body["formattedValues"]!).Select(v => FormattableString.Invariant($"{v!["mimeType"]} ({v["value"]!.GetValue<string>().Length})")))}");
        return events;
    }
}
