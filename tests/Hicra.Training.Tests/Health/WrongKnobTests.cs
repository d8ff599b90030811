using Hicra.Objective;
using Hicra.Testing;
using Hicra.Training.Health;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Runs;
using Hicra.Training.Tests.Learning;
using Hicra.Training.Worlds;

namespace Hicra.Training.Tests.Health;

/// <summary>Each rule finds what the trainer itself does with a wrong knob: no line of these logs was written by hand.</summary>
public sealed class WrongKnobTests : IDisposable
{
    private static readonly TrainingOptions Usual = new() { Prompts = 16, GroupSize = 8, ValidationProblems = 0 };
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    public static TheoryData<string, Severity, string, TrainingOptions> Knobs => new()
    {
        { "no-signal", Severity.Fault, "the same text throughout", Usual with { Steps = 2, Prompts = 4, Temperature = 0.001 } },
        { "no-signal", Severity.Fault, "cut off throughout", Usual with { Steps = 2, Prompts = 4, MaxNewTokens = 5 } },
        { "entropy", Severity.Fault, "0 nats at first", Usual with { Steps = 2, Prompts = 4, Temperature = 0.001 } },
        { "length", Severity.Fault, "as long as the limit of 14 tokens", Usual with { Steps = 4, Prompts = 4, MaxNewTokens = 14 } },
        { "clipping", Severity.Warning, "KL to the sampling policy", Usual with { Steps = 5, Minibatches = 32, Optimizer = new() { LearningRate = 3e-3 } } },
        { "kl", Severity.Warning, "at a weight of 20", Usual with { Steps = 5, Objective = new() { KlCoefficient = 20 } } },
        { "kl", Severity.Warning, "at a weight of 1E-05", Usual with { Steps = 5, Objective = new() { KlCoefficient = 1e-5 }, Optimizer = new() { LearningRate = 1e-2 } } },
        { "gradient", Severity.Warning, "times what was usual before", Usual with { Steps = 25, Prompts = 1, GroupSize = 4, Objective = new() { Aggregation = LossAggregation.TokenSum } } },
        { "zero-loss", Severity.Note, "their gradient norm is", Usual with { Steps = 4, Minibatches = 1, Objective = new() { Aggregation = LossAggregation.SeqMeanTokenMean } } },
        { "idle-settings", Severity.Note, "--kl has no effect", Usual with { Steps = 1, Prompts = 4, Objective = new() { Kl = KlEstimator.K1 } } },
    };

    public static TheoryData<string, Severity, string, TrainingOptions> LateKnobs => new()
    {
        { "entropy", Severity.Warning, "nats at first and", Usual with { Steps = 6, EntropyCoefficient = 1, Optimizer = new() { LearningRate = 3e-3 } } },
        { "length", Severity.Warning, "mean length", Usual with { Steps = 14, Overlong = Overlong.Soft, OverlongBuffer = 128, OverlongPenalty = 20, Optimizer = new() { LearningRate = 2e-3 } } },
        { "gradient", Severity.Warning, "have a norm above 1", Usual with { Steps = 6, Objective = new() { Aggregation = LossAggregation.TokenSum } } },
        { "repetition", Severity.Warning, "at least 4 times in a row", Usual with { Steps = 9, Optimizer = new() { LearningRate = 5e-3 } } },
    };

    [Theory]
    [MemberData(nameof(Knobs))]
    public void A_wrong_knob_is_found_with_evidence_step_cause_and_remedy(string rule, Severity severity, string evidence, TrainingOptions options)
    {
        Finding finding = Assert.Single(Diagnose(options).Findings, f => f.Rule == rule && f.Severity == severity);
        Assert.Contains(evidence, finding.Evidence, StringComparison.Ordinal);
        Assert.All(new[] { finding.Title, finding.Cause, finding.Knob }, text => Assert.False(string.IsNullOrEmpty(text)));
        if (rule != "idle-settings") Assert.InRange(finding.FirstStep!.Value, 0, finding.LastStep!.Value);
    }

    [SlowTheory]
    [MemberData(nameof(LateKnobs))]
    public void One_that_shows_late_is_found_too(string rule, Severity severity, string evidence, TrainingOptions options) =>
        A_wrong_knob_is_found_with_evidence_step_cause_and_remedy(rule, severity, evidence, options);

    [Fact]
    public void Hicra_whose_grams_nobody_says_is_found_to_have_been_grpo()
    {
        string file = _temporary.File("grams.txt");
        // Words of the world in an order that it never has.
        File.WriteAllText(file, "target target target\n");
        Finding finding = Assert.Single(Diagnose(Usual with { Steps = 2, Prompts = 8, Method = "hicra", Grams = file }).Findings);
        Assert.Equal(("no-planning", Severity.Fault), (finding.Rule, finding.Severity));
    }

    [Fact]
    public void A_reward_that_pays_for_length_is_found_by_what_it_pays_right_answers()
    {
        Finding finding = Assert.Single(Diagnose(Usual with { Steps = 2 }, world: new LengthPayingWorld()).Findings, f => f.Rule == "format-reward");
        Assert.Contains("is paid more than a wrong one in", finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_that_do_not_spell_their_text_are_found() =>
        Assert.Contains("joined, are another text", Assert.Single(Diagnose(Usual with { Steps = 0, Prompts = 4 }, world: new MisspellingWorld()).Findings, f => f.Rule == "spelling").Evidence, StringComparison.Ordinal);

    [Theory]
    [InlineData(0.6, "likelier")]
    [InlineData(1.4, "less likely")]
    public void An_engine_that_samples_at_another_temperature_than_it_scores_is_found(double temperature, string expected)
    {
        Diagnosis diagnosis = Diagnose(Usual with { Steps = 1 }, engine: new OtherTemperatureEngine(temperature));
        Finding finding = Assert.Single(diagnosis.Findings, f => f.Rule == "temperature");
        Assert.Equal(Severity.Fault, finding.Severity);
        Assert.Contains(expected, finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_texts_that_their_log_probs_call_a_miracle_are_found_without_entropies()
    {
        string path = _temporary.File("run");
        Diagnose(Usual with { Steps = 0, Temperature = 6 }, path: path, engine: new OtherTemperatureEngine(0.002));
        var bare = Rollouts.RolloutJsonl.Read(new RunFolder(path).RolloutsOf(0)).Select(r => r with { Entropies = null });
        Assert.Contains("word for word", Assert.Single(Doctor.Examine([bare]).Findings, f => f.Rule == "temperature").Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_runs_in_one_log_and_a_log_that_was_cut_short_are_found()
    {
        string one = _temporary.File("one"), two = _temporary.File("two");
        Diagnose(Usual with { Steps = 0, Seed = 1 }, path: one);
        Diagnose(Usual with { Steps = 0, Seed = 2 }, path: two);
        string file = new RunFolder(one).RolloutsOf(0), other = new RunFolder(two).RolloutsOf(0);
        File.AppendAllText(file, File.ReadAllText(other));
        Assert.Equal(["Groups mix prompts", "Rollouts share one place"], Examine(one).Where(f => f.Rule == "groups").Select(f => f.Title));
        File.WriteAllLines(other, File.ReadAllLines(other)[..^3]);
        Assert.Contains("1 of 16 groups have not 8 rollouts (the smallest 5)", Assert.Single(Examine(two), f => f.Rule == "groups").Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_has_a_run_here() =>
        Assert.Empty(Doctor.Rules.Select(r => r.Name).Except(Knobs.Concat(LateKnobs).Select(k => k.Data.Item1)).Except(["no-planning", "format-reward", "spelling", "temperature", "groups"]));

    private Diagnosis Diagnose(TrainingOptions options, IWorld? world = null, IEngine? engine = null, string? path = null)
    {
        RunEnvironment environment = Small.Environment();
        if (world is not null) environment = environment with { Worlds = WorldCatalog.BuiltIn.With(world) };
        if (engine is not null) environment = environment with { Engines = EngineCatalog.BuiltIn.With(engine) };
        RunConfig config = Small.Config(options) with { World = world?.Name ?? WorldCatalog.Puzzle, Engine = engine?.Name ?? EngineCatalog.Embedded, RolloutsEvery = 1, CheckpointEvery = 1000 };
        using (TrainingRun run = TrainingRun.Create(path ??= _temporary.File("run"), config, environment)) Assert.True(run.Continue());
        return RunHealth.Examine(ExistingRun.Open(path));
    }

    private static IReadOnlyList<Finding> Examine(string path) => RunHealth.Examine(ExistingRun.Open(path)).Findings;
}
