using Hicra.Interactive.Commands;
using Hicra.Interactive.Features.WhatIf;
using Hicra.Rollouts;
using Hicra.Strategy;

namespace Hicra.Interactive.Tests.Commands;

/// <summary>Traces of other tools in commands and formatters: what they lack is said by name and not shown as zero.</summary>
public sealed class ForeignTracesTests : IDisposable
{
    private readonly FakeHost _host = new();
    private readonly CommandSet _commands = Kit.Standard.CreateCommands();

    public void Dispose() => _host.Dispose();

    private Task Run(string line) => _commands.InvokeAsync(line, _host, default);

    private async Task<string> Fails(string line) => (await Assert.ThrowsAsync<HicraException>(() => Run(line))).Message;

    private void Verl() => Write("dumps/1.jsonl", """
        {"input": "p", "output": "But wait, let me think.\n\nSo it is 4.", "gts": "4", "score": 1.0, "step": 1}
        {"input": "p", "output": "It is <b>5</b>.", "gts": "4", "score": 0.0, "step": 1}
        """);

    [Theory]
    [InlineData("dumps/1.jsonl")]
    [InlineData("dumps")]
    [InlineData("dumps/*.jsonl")]
    [InlineData("dumps --format verl --skip-bad")]
    public async Task Grams_are_counted_in_pre_tokens_where_there_are_no_tokens(string traces)
    {
        Verl();
        await Run($"#!sg-mine {traces} --library paper");
        string text = _host.Displays.Single().Last.PlainText!;
        Assert.Contains("in 2 traces", text, StringComparison.Ordinal);
        Assert.Contains("of 22 pre-tokens plan (counting tokens needs token texts, which verl rollout dumps do not have)", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_records_are_an_error_or_counted()
    {
        Write("a.jsonl", "{\"text\": \"so\"}\n{\"text\": \n");
        Assert.Contains("a.jsonl line 2: not valid JSON", await Fails("#!sg-mine a.jsonl"), StringComparison.Ordinal);
        await Run("#!sg-mine a.jsonl --skip-bad --library paper");
        Assert.Contains("1 bad record left out (first: ", _host.Warned.ToString(), StringComparison.Ordinal);
        Assert.Contains("did you mean 'verl'", await Fails("#!sg-mine a.jsonl --format verll"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_says_what_a_source_lacks()
    {
        Verl();
        Assert.Equal("dumps/1.jsonl: a replay needs token ids, log-probs and planning spans, which verl rollout dumps do not have; give rollouts that hicra saved", await Fails("#!what-if --run dumps/1.jsonl"));
        Write("log.jsonl", """{"step": 1, "prompts": [{"prompt": "p", "responses": [{"reward": 1, "response_text": "a", "tokens": {"ids": [1], "strings": ["a"], "log_probs": [-1]}}]}]}""");
        Assert.Contains("a replay needs planning spans, which UNIPO run logs do not have", await Fails("#!what-if --run log.jsonl"), StringComparison.Ordinal);
        Assert.Contains("no rollouts of step 5; there are 1", await Fails("#!what-if --run dumps/1.jsonl --step 5"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_own_file_is_replayed_as_the_run_is()
    {
        string file = Path.Combine(RunReference.DemoDirectory, "hicra", "rollouts", "step-000080.jsonl");
        await Run($"#!what-if --run \"{file}\" --alpha 0.2 --name file");
        await Run("#!what-if --run demo/hicra --alpha 0.2 --name run");
        var (ofFile, ofRun) = ((WhatIfReport)_host.Values["file"]!, (WhatIfReport)_host.Values["run"]!);
        Assert.Equal((ofRun.Step, ofRun.Rollouts, ofRun.Tokens, ofRun.PlanningShare, ofRun.FlatGroups), (ofFile.Step, ofFile.Rollouts, ofFile.Tokens, ofFile.PlanningShare, ofFile.FlatGroups));
    }

    [Fact]
    public void A_trace_says_what_its_source_lacks()
    {
        var rollout = new Rollout { Source = RolloutFormat.Trl, Response = "a", Reward = 1, Advantage = 0.5 };
        Hosting.MimeBundle shown = new HicraFormatter().Format(rollout)!;
        foreach (string text in (string[])[shown.Html!, shown.PlainText!.ReplaceLineEndings(" ")])
            Assert.Contains("Read from TRL completion logs: without token texts, log-probs and entropies, so nothing that needs them is shown.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Read from", new HicraFormatter().Format(rollout with { Source = null })!.Html!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_papers_library_has_a_name_wherever_a_file_is_taken()
    {
        Assert.Same(StrategicGramLibrary.Paper, GramLibraryFile.Load("paper"));
        Verl();
        await Run("#!sg-mine dumps --library paper --name library");
        Assert.Same(StrategicGramLibrary.Paper, _host.Values["library"]);
    }

    [Fact]
    public async Task Clusters_are_labelled_by_the_rules_of_the_kit_or_of_a_file()
    {
        Verl();
        await Run("#!sg-mine dumps --library paper --intents default --name library");
        var library = (StrategicGramLibrary)_host.Values["library"]!;
        Assert.Equal(StrategicMove.Backtracing, library.Clusters.Single(c => c.Name == "but wait").Intent);
        Assert.Matches("but wait +but wait +backtracing +1", _host.Displays.Single().Last.PlainText!);
        Write("rules.txt", "branching: wait");
        await Run("#!sg-mine dumps --library paper --intents rules.txt --json");
        Assert.Contains("\"intent\": \"branching\"", _host.Written.ToString(), StringComparison.Ordinal);
        Write("rules.txt", "branching wait");
        Assert.Contains("rules.txt line 1: there is no colon", await Fails("#!sg-mine dumps --intents rules.txt"), StringComparison.Ordinal);
    }

    private void Write(string name, string content)
    {
        string path = Path.Combine(_host.WorkingDirectory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
