using Hicra.Interactive.Commands;
using Hicra.Interactive.Tests.Commands;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Runs;
using Hicra.Training.Tests.Worlds.Problems;
using Hicra.Training.Worlds;

namespace Hicra.Interactive.Tests.Features;

/// <summary>Commands and views of a run whose problems are text; the host has its world.</summary>
public sealed class TextWorldTests : IDisposable
{
    private readonly FakeHost _host = new() { Worlds = WorldCatalog.BuiltIn.With(NumberWorld.Create()) }, _without = new();
    private readonly CommandSet _commands = Kit.Standard.CreateCommands();

    public void Dispose()
    {
        _host.Dispose();
        _without.Dispose();
    }

    [Fact]
    public async Task A_run_of_text_is_shown_replayed_forked_resumed_and_evaluated()
    {
        string run = Path.Combine(_host.WorkingDirectory, "run");
        Train(run);
        await Run("#!hicra-trace run --index 0 --name rollout");
        var rollout = Assert.IsType<Hicra.Rollouts.Rollout>(_host.Values["rollout"]);
        Assert.Equal(rollout.Response, string.Concat(rollout.TokenTexts!));
        Assert.Contains(rollout.Kind!, _host.Displays[^1].Last.Html, StringComparison.Ordinal);
        foreach (string line in (string[])["#!hicra-show run", "#!what-if --run run", "#!sg-mine run --library run", "#!hicra-view run --out run.html", "#!hicra-export run --out run.json"]) await Run(line);
        await Run("#!hicra-eval run --samples 2 --max-new-tokens 6 --threads 1");
        Assert.Contains("4 validation problems", _host.Displays[^1].Last.PlainText, StringComparison.Ordinal);
        await Run("#!hicra-train --resume run --steps 4 --threads 1");
        await Run("#!hicra-train --fork run@2 --out fork --name fork --threads 1");
        Assert.Equal(NumberWorld.Name, Assert.IsType<ExistingRun>(_host.Values["fork"]).Config.World);
        HicraException error = await Assert.ThrowsAsync<HicraException>(() => _commands.InvokeAsync($"#!hicra-eval {run}", _without, default));
        Assert.Contains("Unknown world 'numbers'", error.Message, StringComparison.Ordinal);
    }

    private Task Run(string line) => _commands.InvokeAsync(line, _host, default);

    private void Train(string path)
    {
        string model = Path.Combine(_host.WorkingDirectory, "base");
        ModelConfig shape = new() { VocabularySize = 20, HiddenSize = 16, Layers = 1, Heads = 2, KeyValueHeads = 1, HeadSize = 8, IntermediateSize = 24, MaxPositions = 64 };
        using (IPolicy policy = EngineCatalog.BuiltIn.Find(EngineCatalog.Embedded).CreatePolicy(shape, CounterRandom.FromSeed(1))) policy.SavePretrained(model);
        TrainingOptions options = new() { Method = "hicra", Steps = 3, Prompts = 4, GroupSize = 8, MaxNewTokens = 6, ValidationProblems = 2, ValidationSamples = 1 };
        using TrainingRun run = TrainingRun.Create(path, new RunConfig { Training = options, World = NumberWorld.Name, Base = BaseModel.Find(model), CheckpointEvery = 2, RolloutsEvery = 1 }, RunEnvironment.OnThreads(1) with { Worlds = _host.Worlds });
        Assert.True(run.Continue());
    }
}
