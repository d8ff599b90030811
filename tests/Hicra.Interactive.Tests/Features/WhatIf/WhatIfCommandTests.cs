using AngleSharp;
using AngleSharp.Dom;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Features.WhatIf;
using Hicra.Interactive.Tests.Commands;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Tests.Features.WhatIf;

public sealed class WhatIfCommandTests : IDisposable
{
    private readonly FakeHost _host = new();
    private readonly CommandSet _commands = Kit.Standard.CreateCommands(new NoFormatter());

    public void Dispose() => _host.Dispose();

    private Task Run(string line) => _commands.InvokeAsync(line, _host, default);

    [Fact]
    public async Task The_demo_answers_at_once_on_a_fresh_machine()
    {
        await Run("#!what-if --name report");
        var report = Assert.IsType<WhatIfReport>(_host.Values["report"]);
        Assert.Equal(["grpo", "hicra 0", "hicra 0.2", "hicra 0.5"], report.Outcomes.Select(o => o.Scenario.Name));
        Assert.Equal(2, report.Traces.Count);
        Assert.Equal(["What changed", "What a replay cannot tell", "How many seeds"], report.Conclusions.Select(c => c.Heading));
        Assert.Equal(new WhatIfView().Bundle(report).Html, Assert.Single(_host.Displays).Last.Html);
    }

    [Fact]
    public async Task A_step_of_two_hundred_and_fifty_six_rollouts_is_replayed_whole()
    {
        await Run("#!what-if --run demo --step 40 --name report");
        Assert.Equal(256, Assert.IsType<WhatIfReport>(_host.Values["report"]).Rollouts);
    }

    [Fact]
    public async Task Hicra_at_alpha_0_is_grpo_bit_for_bit()
    {
        await Run("#!what-if --alpha 0 --name report");
        var report = (WhatIfReport)_host.Values["report"]!;
        Assert.Equal(report.Grpo.TokenAdvantages, report.Outcomes[1].TokenAdvantages);
    }

    [Fact]
    public async Task An_alpha_outside_the_range_is_replayed_where_it_is_asked_for_and_warned_of()
    {
        await Run("#!what-if --alpha 1.5 --any-alpha --name report");
        Assert.Equal("hicra 1.5", ((WhatIfReport)_host.Values["report"]!).Outcomes[1].Scenario.Name);
        Assert.Contains("alpha 1.5 is above 1", _host.Warned.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("entropy-bonus", "entropy-bonus has the credit of GRPO and is not GRPO", "The bonus acts in the loss")]
    [InlineData("hicra", "hicra 0 is GRPO itself", "A + alpha |A| on the tokens that plan")]
    [InlineData("placebo", "placebo 0 is GRPO itself", "a run draws others")]
    [InlineData("top-entropy", "top-entropy", "its mask, by the saved entropies")]
    public async Task Every_method_says_what_a_replay_of_it_shows_and_hides(string method, string changed, string sight)
    {
        await Run($"#!what-if --method {method} --alpha 0 --name report");
        var conclusions = ((WhatIfReport)_host.Values["report"]!).Conclusions;
        Assert.Contains(changed, conclusions[0].Text, StringComparison.Ordinal);
        Assert.Contains(sight, conclusions[1].Text, StringComparison.Ordinal);
        if (method is "entropy-bonus" or "top-entropy") Assert.Contains($"--alpha has no effect: {method} has no alpha", _host.Warned.ToString(), StringComparison.Ordinal);
        if (method is "entropy-bonus" or "top-entropy") Assert.DoesNotContain($"{method} is GRPO itself", conclusions[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_run_had_besides_credit_is_said_to_be_left_out()
    {
        await Run("#!hicra-train --prompts 4 --group 4 --minibatches 1 --max-new-tokens 24 --val-problems 0 --threads 1 --steps 1 --kl-coefficient 0.1 --method entropy-bonus --overlong mask --out small");
        await Run("#!what-if --run small --name report");
        Assert.Contains("The run itself had the KL to the base model (weight 0.1) and the entropy bonus (weight 0.01) and the mask", ((WhatIfReport)_host.Values["report"]!).Conclusions[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fork_says_what_it_replays_and_trains_no_experiment_twice()
    {
        await Run("#!hicra-train --prompts 2 --group 2 --minibatches 1 --max-new-tokens 16 --val-problems 0 --threads 1 --steps 3 --out small");
        await Run("#!what-if --fork small@2 --method grpo,hicra --alpha 0,0.5 --steps 1 --threads 1 --name branches");
        Assert.Equal(["grpo", "hicra-alpha-0.5"], Assert.IsType<ExistingRun[]>(_host.Values["branches"]).Select(b => SweepCell.Of(b.Config.Training).Name));
        Assert.Contains("small has no checkpoint at step 2: 2 steps are replayed first", _host.Warned.ToString(), StringComparison.Ordinal);
        Assert.Contains("hicra-alpha-0 is not trained beside grpo", _host.Warned.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fork_measures_branches_from_one_trunk()
    {
        await Run("#!hicra-train --prompts 2 --group 2 --minibatches 1 --max-new-tokens 16 --val-problems 0 --threads 1 --steps 3 --out small");
        await Run("#!what-if --fork small@2 --alpha 0,0.5 --steps 2 --seeds 0..1 --threads 2 --name branches");
        var branches = Assert.IsType<ExistingRun[]>(_host.Values["branches"]);
        Assert.Equal(4, branches.Length);
        Assert.All(branches, b => Assert.Equal((2, 5), (b.Config.FirstStep, b.NextStep)));
        // Common random numbers: before the first update the rollouts, and so the rows, are the same.
        double?[] first = [.. branches.Where(b => b.Config.Training.Seed == 0).Select(b => MetricsLog.Read(b.Folder.Metrics)[0]["response_length/mean"])];
        Assert.Equal(first[0], first[1]);
        Assert.Contains("paired by seed", _host.Displays[^1].Last.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!what-if --run nothing", "no such run")]
    [InlineData("#!what-if --run dem", "did you mean 'demo'?")]
    [InlineData("#!what-if --step 3", "no rollouts of step 3; there are 40, 80")]
    [InlineData("#!what-if --alpha x", "give numbers with commas")]
    [InlineData("#!what-if --steps 3", "belongs to --fork")]
    [InlineData("#!what-if --threads 3", "belongs to --fork")]
    [InlineData("#!what-if --alpha 1.5", "outside [0, 1)")]
    [InlineData("#!what-if --alpha -0.1,0.2", "--any-alpha")]
    [InlineData("#!what-if --fork demo@40 --alpha 1", "outside [0, 1)")]
    [InlineData("#!what-if --fork demo", "give a run's folder and a step")]
    [InlineData("#!what-if --fork demo@400", "cannot be forked at 400")]
    public async Task Errors_are_one_line_with_a_remedy(string line, string expected)
    {
        HicraException error = await Assert.ThrowsAsync<HicraException>(() => Run(line));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task A_run_in_a_variable_is_named_so_that_the_suggested_fork_can_be_typed()
    {
        await Run("#!hicra-train --prompts 2 --group 2 --minibatches 1 --max-new-tokens 16 --val-problems 0 --threads 1 --steps 1 --name run");
        await Run("#!what-if --run @csharp:run --name report");
        Assert.Equal(Path.Combine("runs", "grpo-seed-0"), ((WhatIfReport)_host.Values["report"]!).Run);
        _host.Values["shipped"] = ExistingRun.Open(Path.Combine(RunReference.DemoDirectory, "hicra"));
        await Run("#!what-if --run @shipped --name report");
        Assert.Equal("demo/hicra", ((WhatIfReport)_host.Values["report"]!).Run);
    }

    [Fact]
    public async Task Dry_runs_and_json()
    {
        await Run("#!what-if --dry-run");
        await Run("#!what-if --fork demo/hicra@40 --dry-run");
        Assert.Contains("would replay", _host.Written.ToString(), StringComparison.Ordinal);
        Assert.Contains("would train 2 branches of demo/hicra from step 40, 20 updates each", _host.Written.ToString(), StringComparison.Ordinal);
        _host.Written.GetStringBuilder().Clear();
        await Run("#!what-if --json");
        using var json = System.Text.Json.JsonDocument.Parse(_host.Written.ToString());
        Assert.Equal(4, json.RootElement.GetProperty("outcomes").GetArrayLength());
        Assert.Empty(_host.Displays);
    }

    [Fact]
    public async Task Text_of_a_model_or_a_name_is_inert()
    {
        const string evil = "</script><img src=x onerror=alert(1)>";
        string[] words = [.. Enumerable.Repeat(evil.Replace(' ', '\u00a0'), 3)];
        WhatIfReport report = WhatIfReplay.Run(evil, ReplayTests.Two(string.Join(' ', words), evil), "test", new(), [new WhatIfScenario("hicra", 0.2)]);
        IDocument page = await BrowsingContext.New(Configuration.Default).OpenAsync(r => r.Content(new WhatIfView().Bundle(report).Html!));
        Assert.Equal(1, page.Scripts.Length);
        Assert.Equal(1, page.Images.Length);
        Assert.StartsWith("data:image/svg+xml;base64,", page.Images[0].Source, StringComparison.Ordinal);
        Assert.Contains(evil, page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(page.All, e => e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_scripts_no_dead_control_shows_and_traces_are_coloured()
    {
        await Run("#!what-if");
        IDocument page = await BrowsingContext.New(Configuration.Default).OpenAsync(r => r.Content(_host.Displays[0].Last.Html!));
        Assert.Empty(page.QuerySelectorAll("input, button"));
        Assert.All(page.QuerySelectorAll("[data-a]"), token => Assert.Contains("background:rgba(", token.GetAttribute("style"), StringComparison.Ordinal));
        Assert.Equal(2, page.QuerySelectorAll("details").Count(d => d.TextContent.Contains("alpha 0.5", StringComparison.Ordinal) && d.TextContent.Contains("alpha 0.2", StringComparison.Ordinal)));
    }
}
