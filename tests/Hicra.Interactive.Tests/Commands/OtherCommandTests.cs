using Hicra.Interactive.Commands;
using Hicra.Interactive.Figures;
using Hicra.Metrics.Statistics;
using Hicra.Rollouts;
using Hicra.Strategy;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Tests.Commands;

public sealed class OtherCommandTests : IDisposable
{
    private readonly FakeHost _host = new();
    private readonly CommandSet _commands = Kit.Standard.CreateCommands();

    public void Dispose() => _host.Dispose();

    private Task Run(string line) => _commands.InvokeAsync(line, _host, default);

    [Fact]
    public void The_commands_are_known() => Assert.Equal(["#!hicra-train", "#!hicra-sweep", "#!hicra-pretrain", "#!hicra-eval", "#!sg-mine", "#!sg-review", "#!analyze", "#!hicra-show", "#!doctor", "#!hicra-trace", "#!what-if", "#!plot-dynamics", "#!hicra-view", "#!hicra-export"], _commands.List.Select(c => c.Name));

    [Theory]
    [InlineData("#!plot-dynamics")]
    [InlineData("#!plot-dynamics demo/hicra --paper")]
    [InlineData("#!plot-dynamics demo --compare --paper --model Qwen2.5-7B-Base")]
    [InlineData("#!plot-dynamics demo --metrics hicra/accuracy,response_length/mean")]
    public async Task Figures_are_drawn_and_left(string line)
    {
        await Run(line + " --name figure");
        var figure = Assert.IsType<Figure>(_host.Values["figure"]);
        Assert.NotEmpty(figure.Panels);
        Assert.Equal(line.Contains("--paper", StringComparison.Ordinal), figure.Caption!.Contains("as reported", StringComparison.Ordinal));
        Assert.Contains("data:image/svg+xml", Assert.Single(_host.Displays).Last.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!hicra-show demo --explain --json", "--explain has no effect with --json")]
    [InlineData("#!hicra-trace demo --tokens --json", "--tokens has no effect with --json")]
    [InlineData("#!plot-dynamics demo --metrics hicra/accuracy --compare", "--compare has no effect with --metrics")]
    public async Task An_option_without_effect_is_said(string line, string said)
    {
        await Run(line);
        Assert.Contains(said, _host.Warned.ToString(), StringComparison.Ordinal);
        // On the other stream: what a machine reads is as it was.
        Assert.DoesNotContain("has no effect", _host.Written.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("figure.svg", "<svg")]
    [InlineData("page.html", "<!DOCTYPE html>")]
    public async Task Files_are_written(string file, string start)
    {
        await Run($"#!plot-dynamics demo --out {file}");
        Assert.StartsWith(start, await File.ReadAllTextAsync(Path.Combine(_host.WorkingDirectory, file)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_with_runs_can_be_plotted()
    {
        _host.Values["runs"] = new[] { ExistingRun.Open(Path.Combine(RunReference.DemoDirectory, "grpo")), ExistingRun.Open(Path.Combine(RunReference.DemoDirectory, "hicra")) };
        await Run("#!plot-dynamics @csharp:runs --metrics hicra/accuracy --name figure");
        Assert.Equal(["grpo", "hicra-alpha-0.2"], ((Figure)_host.Values["figure"]!).Panels[0].Series.Select(s => s.Name));
    }

    [Fact]
    public async Task Grams_are_found_as_the_run_marked_them()
    {
        await Run("#!sg-mine demo/grpo --library run --json --name library");
        using var json = System.Text.Json.JsonDocument.Parse(_host.Written.ToString());
        Rollout[] rollouts = [.. RolloutJsonl.Read(Path.Combine(RunReference.DemoDirectory, "grpo", "rollouts", "step-000080.jsonl"))];
        Assert.Equal(rollouts.Sum(r => r.TokenIds!.Length), json.RootElement.GetProperty("tokens").GetInt64());
        Assert.Equal(rollouts.Sum(r => r.PlanningSpans!.Length), json.RootElement.GetProperty("grams").EnumerateArray().Sum(g => g.GetProperty("times").GetInt32()));
        Assert.Equal(33, Assert.IsType<StrategicGramLibrary>(_host.Values["library"]).Grams.Count);
    }

    [Fact]
    public async Task The_papers_library_and_a_variable_of_traces()
    {
        _host.Values["traces"] = new[] { new Rollout { Response = "Wait, let me check the sum" } };
        await Run("#!sg-mine @traces --library paper");
        Assert.Contains("in 1 traces", Assert.Single(_host.Displays).Last.PlainText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluation_gives_measures_with_intervals()
    {
        await Run("#!hicra-eval --limit 4 --samples 2 --max-new-tokens 24 --threads 1 --name measures");
        var measures = Assert.IsType<Dictionary<string, Interval>>(_host.Values["measures"]);
        Assert.Equal(["pass@1", "avg@2", "pass@2"], measures.Keys);
        Assert.All(measures.Values, m => Assert.InRange(m.Estimate, m.Low, m.High));
        Assert.Contains("4 validation problems", Assert.Single(_host.Displays).Last.PlainText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!plot-dynamics runs/none", "no such run")]
    [InlineData("#!plot-dynamics demo --metrics accuracy", "did you mean 'hicra/accuracy'?")]
    [InlineData("#!plot-dynamics demo --out figure.png", "give a file that ends in .svg or .html")]
    [InlineData("#!plot-dynamics demo --papr", "did you mean '--paper'?")]
    [InlineData("#!plot-dynamics demo --paper --model Qwen", "choose one of")]
    [InlineData("#!sg-mine demo --library none.json", "none.json")]
    [InlineData("#!sg-mine demo --library paper --top 0.1", "--top belongs to mining")]
    [InlineData("#!sg-mine demo --library paper --out x.json", "--out belongs to mining")]
    [InlineData("#!sg-mine demo --clustering dbscn", "did you mean 'dbscan'?")]
    [InlineData("#!sg-mine demo --min-words 6", "grams of 6 to 5 words do not exist")]
    [InlineData("#!sg-mine nowhere", "no such run")]
    [InlineData("#!sg-review none.json", "none.json")]
    [InlineData("#!sg-review", "Required argument 'LIBRARY' missing")]
    [InlineData("#!hicra-eval demo", "no checkpoints")]
    [InlineData("#!hicra-eval --problems valdation", "give validation or train")]
    [InlineData("#!hicra-eval --gate", "the puzzle world has no gate")]
    [InlineData("#!hicra-eval --gate --samples 4", "--samples and --gate")]
    [InlineData("#!hicra-eval --gate --top-p 0.9", "--top-p and --gate")]
    public async Task Errors_are_one_line_with_a_remedy(string line, string expected)
    {
        HicraException error = await Assert.ThrowsAsync<HicraException>(() => Run(line));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Empty(_host.Displays);
    }

    [Theory]
    [InlineData("#!plot-dynamics demo --dry-run")]
    [InlineData("#!sg-mine --dry-run")]
    [InlineData("#!sg-mine --library paper --dry-run")]
    [InlineData("#!hicra-eval --dry-run")]
    public async Task Dry_runs_only_say_what_they_would_do(string line)
    {
        await Run(line);
        Assert.StartsWith("would ", _host.Written.ToString(), StringComparison.Ordinal);
        Assert.Empty(_host.Displays);
        Assert.Empty(_host.Values);
    }
}
