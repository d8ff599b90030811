using Hicra.Rollouts;
using Hicra.Testing;
using Hicra.Training.Health;
using Hicra.Training.Learning;
using Hicra.Training.Runs;
using Hicra.Training.Tests.Learning;

namespace Hicra.Training.Tests.Health;

/// <summary>
/// Healthy runs raise no alarm. Thresholds were set on the shipped runs, on those of dynamics.txt and on seed 3; the runs here
/// have other seeds.
/// </summary>
public sealed class HealthyRunTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    private static TrainingOptions Recipe => new() { Prompts = 16, GroupSize = 8, Steps = 12, ValidationProblems = 0 };

    public static TheoryData<TrainingOptions> Runs =>
    [
        .. new[] { "grpo", "hicra", "entropy-bonus", "high-entropy" }.SelectMany(method => new[] { 101, 102, 103 }.Select(seed => Recipe with { Method = method, Seed = seed })),
        Recipe with { Method = "placebo", Seed = 104 }, Recipe with { Method = "top-entropy", Seed = 105 }, Recipe with { Method = "hicra", Seed = 106, Alpha = 0.8 },
        Recipe with { Method = "hicra", Seed = 107, ResampleRounds = 2 }, Recipe with { Seed = 108, Objective = new() { KlCoefficient = 0.01 } }, Recipe with { Seed = 109, Overlong = Overlong.Soft },
        Recipe with { Seed = 110, Overlong = Overlong.Mask, Estimator = "leave-one-out" }, Recipe with { Method = "hicra", Seed = 111, Temperature = 0.8 }, Recipe with { Seed = 112, Minibatches = 1 },
    ];

    [Fact]
    public void A_short_healthy_run_raises_no_alarm() => A_healthy_run_raises_no_alarm(Recipe with { Method = "hicra", Seed = 100, Steps = 5 });

    [SlowTheory]
    [MemberData(nameof(Runs))]
    public void A_healthy_run_raises_no_alarm(TrainingOptions options)
    {
        string path = _temporary.File("run");
        using (TrainingRun run = TrainingRun.Create(path, Small.Config(options), Small.Environment())) Assert.True(run.Continue());
        Diagnosis diagnosis = RunHealth.Examine(ExistingRun.Open(path));
        Assert.Equal([], diagnosis.Alarms.Select(f => f.ToString()));
        string[] rightly = options.Method.StartsWith("hicra", StringComparison.Ordinal) ? ["kl"] : options.Objective.KlCoefficient > 0 ? ["no-planning"] : ["no-planning", "kl"];
        Assert.Equal(rightly, diagnosis.NotLookedAt.Select(r => r.Name));
    }

    [Theory]
    [InlineData("grpo")]
    [InlineData("hicra")]
    public void The_shipped_runs_raise_no_alarm(string name) => Assert.Empty(RunHealth.Examine(ExistingRun.Open(ShippedData.Path("demo", name))).Alarms);

    [Fact]
    public void The_doctor_takes_what_a_log_has_and_names_what_it_lacks()
    {
        Rollout[] bare = [.. Enumerable.Range(0, 64).Select(i => new Rollout { Response = $"let us see, {i} is the answer", Reward = i % 3 })];
        Diagnosis diagnosis = Doctor.Examine([bare]);
        Assert.Empty(diagnosis.Findings);
        Assert.Equal(["no-signal", "no-planning", "entropy", "clipping", "kl", "gradient", "format-reward", "zero-loss", "groups", "spelling", "temperature", "idle-settings"], diagnosis.NotLookedAt.Select(r => r.Name));
        Assert.Equal((0, 1, 64), (diagnosis.Rows, diagnosis.Steps, diagnosis.Rollouts));
        // What a log itself says was cut off.
        Finding cut = Assert.Single(Doctor.Examine([[.. Enumerable.Range(0, 128).Select(i => new Rollout { Response = $"let us see, {i}", Truncated = i % 2 == 0 })]]).Findings);
        Assert.Equal(("length", "50 % are cut off; mean length 14.1 at first, 14.1 at the end"), (cut.Rule, cut.Evidence));
        // Grouped, and every group of one reward.
        Finding flat = Assert.Single(Doctor.Examine([bare.Select((r, i) => r with { Group = i / 8, Sample = i % 8, Reward = i / 8 % 2, Step = 7 })]).Findings);
        Assert.Equal(("no-signal", 7), (flat.Rule, flat.FirstStep!.Value));
    }

    [Fact]
    public void The_page_about_the_doctor_has_every_rule() =>
        Assert.Equal(Doctor.Rules.Select(r => r.Name), File.ReadAllLines(Path.Combine(Repository.Root, "docs", "doctor.md")).Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('`')[1]));

    [Fact]
    public void A_run_of_no_rollouts_and_one_that_is_hardly_begun_are_examined_too()
    {
        string path = _temporary.File("run");
        using (TrainingRun run = TrainingRun.Create(path, Small.Config(Recipe with { Steps = 3 }) with { RolloutsEvery = 0 }, Small.Environment()))
        {
            Assert.Empty(RunHealth.Examine(ExistingRun.Open(path)).Alarms);
            run.Continue();
        }
        Diagnosis diagnosis = RunHealth.Examine(ExistingRun.Open(path));
        Assert.Equal((4, 0), (diagnosis.Rows, diagnosis.Steps));
        Assert.Empty(diagnosis.Alarms);
    }

    [Theory]
    [InlineData("a b a b a b a b a b a b a b a b", true)]
    [InlineData("so we go x x x x x x x x x x x x x x x x <end>", true)]
    [InlineData("no no no no", false)]
    [InlineData("1 2 3 4 5 6 7 8 9 10 1 2 3 4 5 6 7 8 9 10 1 2 3 4 5 6 7 8 9 10", false)]
    [InlineData("1 2 3 4 5 6 7 8 9 10 1 2 3 4 5 6 7 8 9 10 1 2 3 4 5 6 7 8 9 10 1 2 3 4 5 6 7 8 9 10", true)]
    [InlineData("", false)]
    public void A_loop_is_a_piece_said_four_times_over_sixteen_words(string text, bool expected) => Assert.Equal(expected, Repetition.EndsInLoop<string>(text.Split(' ')));
}
