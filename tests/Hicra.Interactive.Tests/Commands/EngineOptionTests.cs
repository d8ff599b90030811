using Hicra.Interactive.Commands;
using Hicra.Training.Policies;
using Hicra.Training.Runs;
using Hicra.Training.Tests.Policies;

namespace Hicra.Interactive.Tests.Commands;

/// <summary>Commands name engines; the host has them.</summary>
public sealed class EngineOptionTests : IDisposable
{
    private const string Small = "--prompts 2 --group 2 --minibatches 1 --max-new-tokens 90 --val-problems 0 --steps 3 --threads 1";
    private readonly ScriptedEngine _scripted = new();
    private readonly FakeHost _host;
    private readonly CommandSet _commands = Kit.Standard.CreateCommands(new NoFormatter());

    public EngineOptionTests() => _host = new FakeHost { Engines = EngineCatalog.BuiltIn.With(_scripted).WithAbsent("abacus", "buy one") };

    public void Dispose() => _host.Dispose();

    private Task Run(string line) => _commands.InvokeAsync(line, _host, default);

    [Fact]
    public async Task A_run_is_trained_evaluated_and_resumed_by_the_engine_that_it_names()
    {
        await Run($"#!hicra-train --engine scripted {Small} --out run --name run");
        Assert.Equal("scripted", Assert.IsType<ExistingRun>(_host.Values["run"]).Config.Engine);
        Assert.Equal(3, _scripted.Updates);
        await Run("#!hicra-train --resume run --steps 5");
        Assert.Equal(5, _scripted.Updates);
        await Run("#!hicra-eval run --limit 2 --samples 1");
        Assert.EndsWith("step-000005", _scripted.Loaded[^1], StringComparison.Ordinal);
        await Run($"#!hicra-train --fork run@4 --out fork --name fork");
        Assert.Equal("scripted", Assert.IsType<ExistingRun>(_host.Values["fork"]).Config.Engine);
        await Run("#!what-if --fork run@4 --steps 1 --alpha 0.2 --out branches --name branches");
        Assert.All(Assert.IsType<ExistingRun[]>(_host.Values["branches"]), b => Assert.Equal("scripted", b.Config.Engine));
    }

    [Theory]
    [InlineData("#!hicra-train --engine scriptd", "did you mean 'scripted'?")]
    [InlineData("#!hicra-train --engine scriptd --dry-run", "did you mean 'scripted'?")]
    [InlineData("#!hicra-train --engine abacus", "is not here: buy one")]
    [InlineData("#!hicra-eval --engine embeded", "did you mean 'embedded'?")]
    [InlineData("#!hicra-eval --engine abacus --dry-run", "is not here: buy one")]
    public async Task An_engine_that_is_not_there_is_refused_in_one_line(string line, string expected)
    {
        HicraException error = await Assert.ThrowsAsync<HicraException>(() => Run(line));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_host.WorkingDirectory));
    }

    [Fact]
    public async Task A_resumed_run_keeps_its_engine()
    {
        await Run($"#!hicra-train {Small} --out run");
        HicraException error = await Assert.ThrowsAsync<HicraException>(() => Run("#!hicra-train --resume run --engine scripted --steps 5"));
        Assert.Contains("--engine cannot be changed by --resume", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_complete()
    {
        string line = "#!hicra-train --engine scr";
        Assert.Contains(_commands.Complete(line, line.Length, _host), c => c.Text == "scripted");
    }
}
