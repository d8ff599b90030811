using Hicra.Interactive.Commands;
using Hicra.Interactive.Features.Analyze;
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
    public async Task A_replay_needs_no_log_probs_and_says_what_it_cannot_tell()
    {
        Verl();
        await Run("#!what-if --run dumps/1.jsonl --alpha 0.2 --name report");
        var report = (WhatIfReport)_host.Values["report"]!;
        Assert.Equal((1, 2, 2, false), (report.Step, report.Rollouts, report.GroupSize, report.KnowsLogProbs));
        Assert.InRange(report.Outcomes[1].CosineToGrpo!.Value, 0.9, 0.9999);
        Assert.Contains("Ratios, clipping and KL: the log has no log-probs", report.Conclusions[1].Text, StringComparison.Ordinal);
        Assert.Contains("no rollouts of step 5; there are 1", await Fails("#!what-if --run dumps/1.jsonl --step 5"), StringComparison.Ordinal);
        Write("one.jsonl", """{"input": "p", "output": "a", "score": 1, "step": 1}""");
        Assert.Contains("every prompt has one rollout", await Fails("#!what-if --run one.jsonl"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!hicra-show dumps", "read from verl rollout dumps; planning tokens by words and signs")]
    [InlineData("#!hicra-trace dumps --step 1", "Read from verl rollout dumps: without log-probs and entropies")]
    [InlineData("#!plot-dynamics dumps --compare", "Training accuracy")]
    public async Task A_log_is_a_run_for_every_command(string line, string shown)
    {
        Verl();
        Write("dumps/2.jsonl", """{"input": "p", "output": "So it is 5.", "gts": "4", "score": 0.0, "step": 2}""" + "\n");
        await Run(line);
        Assert.Contains(shown, _host.Displays.Single().Last.PlainText!.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_is_a_page_and_can_be_told_where_its_text_is()
    {
        Verl();
        await Run("#!hicra-view dumps --out page.html");
        string page = File.ReadAllText(Path.Combine(_host.WorkingDirectory, "page.html"));
        Assert.Contains("Not in the log: advantages, token texts, log-probs, entropies", page, StringComparison.Ordinal);
        Write("odd.jsonl", """{"out": {"said": "But wait, let me think again."}, "ask": "p", "mark": "1.0"}""");
        Assert.Contains("--text PATH (texts by length: out.said (29)", await Fails("#!analyze odd.jsonl"), StringComparison.Ordinal);
        await Run("#!analyze odd.jsonl --text out.said --problem ask --reward mark --json");
        Assert.Contains("\"hicra/accuracy\": 1", _host.Written.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_analysis_is_a_card_a_variable_and_a_folder()
    {
        Verl();
        await Run("#!analyze dumps --out run --name report --html report.html");
        var report = (LogReport)_host.Values["report"]!;
        Assert.Equal(2, report.Log.Rollouts);
        Assert.DoesNotContain("<b>5</b>", _host.Displays.Single().Last.Html!, StringComparison.Ordinal);
        Assert.Contains("What of the paper the log can feed", File.ReadAllText(Path.Combine(_host.WorkingDirectory, "report.html")), StringComparison.Ordinal);
        await Run("#!hicra-show run");
        Assert.Contains("is there already", await Fails("#!analyze dumps --out run"), StringComparison.Ordinal);
        Assert.Contains("can only be looked at", await Fails("#!hicra-train --resume run"), StringComparison.Ordinal);
        Assert.Contains("no weights to branch off from", await Fails("#!hicra-train --fork run@1 --steps 5 --out f"), StringComparison.Ordinal);
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
