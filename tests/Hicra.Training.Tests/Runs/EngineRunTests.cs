using System.Text.Json.Nodes;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Runs;
using Hicra.Training.Tests.Learning;
using Hicra.Training.Tests.Policies;

namespace Hicra.Training.Tests.Runs;

/// <summary>A run keeps the engine that it names, whichever that is.</summary>
public sealed class EngineRunTests : IDisposable
{
    private static readonly TrainingOptions Options = Small.Options with { Method = "hicra", MaxNewTokens = 100 };
    private readonly TemporaryFolder _temporary = new();
    private readonly ScriptedEngine _scripted = new();

    public void Dispose() => _temporary.Dispose();

    private RunEnvironment WithScripted => new() { Engines = EngineCatalog.BuiltIn.With(_scripted), EngineOptions = new EngineOptions { Threads = 1 } };

    private static RunConfig Config => Small.Config(Options) with { Engine = ScriptedEngine.EngineName };

    [Fact]
    public void An_engine_of_another_kind_trains_a_run_and_is_recorded()
    {
        string path = _temporary.File("run");
        Assert.True(Train(path, Config));
        Assert.Equal(Options.Steps * Options.Minibatches, _scripted.Updates);
        Assert.Equal(ScriptedEngine.EngineName, (string?)JsonNode.Parse(File.ReadAllText(new RunFolder(path).Config))!["engine"]);
        IReadOnlyList<MetricRow> rows = MetricsLog.Read(new RunFolder(path).Metrics);
        Assert.Equal(Options.Steps + 1, rows.Count);
        Assert.Contains(rows, r => r["hicra/accuracy"] > 0);
        Assert.Contains(rows, r => r["val-core/puzzle/acc/mean@2"] > 0);
        Assert.NotEqual(rows[0]["actor/entropy"], rows[^1]["actor/entropy"]);
    }

    [Fact]
    public void A_resumed_run_keeps_its_engine_and_its_numbers()
    {
        string whole = _temporary.File("whole"), died = _temporary.File("died");
        Train(whole, Config);
        using (TrainingRun run = TrainingRun.Create(died, Config, WithScripted))
            Assert.Throws<TimeoutException>(() => run.Continue(new Small.Reporter<StepResult>(s => { if (s.Step == 5) throw new TimeoutException(); })));
        _scripted.Loaded.Clear();
        using (TrainingRun run = TrainingRun.Resume(died, WithScripted)) Assert.True(run.Continue());
        Assert.Equal([new RunFolder(died).CheckpointOf(4)], _scripted.Loaded);
        Assert.Equal(Rows(whole), Rows(died));
    }

    [Fact]
    public void A_run_whose_engine_is_not_there_is_refused_and_left_alone()
    {
        string path = _temporary.File("run");
        Assert.Contains("Unknown engine 'scripted'", Refusal(() => TrainingRun.Create(path, Config, Small.Environment())), StringComparison.Ordinal);
        Assert.False(Directory.Exists(path));
        Train(path, Config);
        DateTime written = Directory.GetLastWriteTimeUtc(path);
        Assert.Contains("Unknown engine 'scripted'", Refusal(() => TrainingRun.Resume(path, Small.Environment(), steps: 9)), StringComparison.Ordinal);
        RunEnvironment absent = new() { Engines = EngineCatalog.BuiltIn.WithAbsent(ScriptedEngine.EngineName, "write one") };
        Assert.Contains("is not here: write one", Refusal(() => TrainingRun.Resume(path, absent, steps: 9)), StringComparison.Ordinal);
        Assert.Equal(written, Directory.GetLastWriteTimeUtc(path));
    }

    [Fact]
    public void Another_engine_makes_another_run()
    {
        string path = _temporary.File("run");
        Train(path, Config);
        Assert.Contains("other settings (engine)", Refusal(() => TrainingRun.Create(path, Config with { Engine = EngineCatalog.Embedded }, WithScripted)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_before_engines_had_names_is_the_embedded_ones()
    {
        string path = _temporary.File("run");
        Train(path, Small.Config(Options));
        string file = new RunFolder(path).Config;
        JsonNode config = JsonNode.Parse(File.ReadAllText(file))!;
        config.AsObject().Remove("engine");
        File.WriteAllText(file, config.ToJsonString());
        Assert.Equal(EngineCatalog.Embedded, RunConfig.Read(file).Engine);
        Assert.Empty(RunConfig.Read(file).Differences(Small.Config(Options)));
        using TrainingRun run = TrainingRun.Resume(path, Small.Environment(), steps: Options.Steps + 2);
        Assert.True(run.Continue());
    }

    [Fact]
    public void A_fork_may_change_the_engine_where_its_parent_has_a_checkpoint()
    {
        string parent = _temporary.File("parent"), child = _temporary.File("child"), between = _temporary.File("between");
        Train(parent, Small.Config(Options));
        Assert.True(Train(child, Config with { Fork = new ForkOrigin(parent, 4) }));
        Assert.Equal(Options.Steps - 4 + 1, Rows(child).Length);
        Assert.Equal((Options.Steps - 4) * Options.Minibatches, _scripted.Updates);
        // Between two checkpoints the parent's steps would have to be taken again, by the engine that took them.
        Assert.Contains("fork at a checkpoint (0, 4, 6)", Refusal(() => Train(between, Config with { Fork = new ForkOrigin(parent, 5) })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_takes_the_engine_of_its_template()
    {
        IReadOnlyList<SweepRun> runs = Sweep.Plan(_temporary.File("sweep"), Config, ["grpo", "hicra"], [0.2], [0]);
        IReadOnlyList<SweepOutcome> outcomes = Sweep.Run(runs, new InProcessLauncher(WithScripted), workers: 1, threads: 1);
        Assert.All(outcomes, o => Assert.Equal(SweepStatus.Finished, o.Status));
        Assert.Equal(2 * Options.Steps * Options.Minibatches, _scripted.Updates);
    }

    private bool Train(string path, RunConfig config)
    {
        using TrainingRun run = TrainingRun.Create(path, config, WithScripted);
        return run.Continue();
    }

    private static string Refusal(Func<object> action)
    {
        string message = Assert.Throws<HicraException>(action).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private static string[] Rows(string path) => Small.Comparable(MetricsLog.Read(new RunFolder(path).Metrics));
}
