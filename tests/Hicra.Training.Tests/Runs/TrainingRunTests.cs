using System.Security.Cryptography;
using Hicra.Credit;
using Hicra.Rollouts;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Runs;
using Hicra.Training.Tests.Learning;

namespace Hicra.Training.Tests.Runs;

public sealed partial class TrainingRunTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    // Validation falls on steps 0, 5, 10 and the end, checkpoints on 0, 4, 8, and the end.
    private static readonly TrainingOptions Options = Small.Options with { Steps = 11, Method = "hicra", ValidationEvery = 5 };

    // One uninterrupted run, which all tests compare with.
    private static readonly Lazy<string[]> Whole = new(() =>
    {
        using var folder = new TemporaryFolder();
        Create(folder.File("whole"), Options);
        return Rows(folder.File("whole"));
    });

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_run_leaves_plain_files()
    {
        string path = _temporary.File("run");
        Assert.True(Create(path, Options));
        var folder = new RunFolder(path);
        Assert.Equal([0, 4, 8, 11], folder.CheckpointSteps());
        Assert.Equal([0, 2, 4, 6, 8, 10], folder.RolloutSteps());
        Assert.Equal(12, MetricsLog.Read(folder.Metrics).Count);
        Assert.Contains("let us try something different", File.ReadAllText(folder.Grams), StringComparison.Ordinal);
        Rollout[] rollouts = [.. RolloutJsonl.Read(folder.RolloutsOf(4))];
        Assert.Equal(32, rollouts.Length);
        Assert.Equal((4, 7, 3, "hicra", 0.2), (rollouts[^1].Step, rollouts[^1].Group, rollouts[^1].Sample, rollouts[^1].Method, rollouts[^1].Alpha));
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(path, "*", SearchOption.AllDirectories), x => x.EndsWith(".partial", StringComparison.Ordinal));
        // A checkpoint is a base model for others.
        Assert.Equal(64, BaseModel.Find(folder.CheckpointOf(8)).Digest.Length);
        Assert.Empty(RunConfig.Read(folder.Config).Differences(Small.Config(Options)));
    }

    [Fact]
    public void A_run_without_a_folder_is_given_one_of_its_own()
    {
        string parent = _temporary.File("runs");
        Assert.Equal("grpo-seed-5", Name(Options with { Method = "grpo", Seed = 5 }));
        Assert.Equal("hicra-alpha-0.2-seed-0", Name(Options));
        Create(Path.Combine(parent, "hicra-alpha-0.2-seed-0"), Options);
        // The same settings mean the same run; others get a folder beside it.
        Assert.Equal("hicra-alpha-0.2-seed-0", Name(Options));
        Assert.Equal("hicra-alpha-0.2-seed-0-2", Name(Options with { Prompts = Options.Prompts + 1 }));

        string Name(TrainingOptions options) => Path.GetRelativePath(parent, RunFolder.Propose(Small.Config(options), parent).Path);
    }

    [Fact]
    public void The_folder_changes_nothing_in_the_numbers() =>
        Assert.Equal(Small.Comparable(Small.Train(Options)), Whole.Value);

    [Theory]
    [InlineData(0, "before the first row")]
    [InlineData(1, "after the first row")]
    [InlineData(4, "just before a checkpoint")]
    [InlineData(7, "between two checkpoints")]
    [InlineData(11, "before the last row")]
    public void A_run_that_died_goes_on_to_the_same_numbers(int rows, string when)
    {
        string path = _temporary.File("run");
        Die(path, Options, rows);
        Assert.Equal(rows, File.Exists(new RunFolder(path).Metrics) ? MetricsLog.Read(new RunFolder(path).Metrics).Count : 0);
        Assert.True(Resume(path), when);
        Assert.Equal(Whole.Value, Rows(path));
        Assert.Equal([0, 2, 4, 6, 8, 10], new RunFolder(path).RolloutSteps());
    }

    [Fact]
    public void A_log_cut_off_anywhere_is_mended()
    {
        string path = _temporary.File("run");
        Create(path, Options);
        byte[] log = File.ReadAllBytes(new RunFolder(path).Metrics);
        CounterRandom random = CounterRandom.FromSeed(11);
        int[] cuts = [0, 1, log.Length - 1, .. Enumerable.Range(0, Slow.Reason is null ? 9 : 3).Select(i => random.Below(i, log.Length))];
        foreach (int cut in cuts)
        {
            File.WriteAllBytes(new RunFolder(path).Metrics, log[..cut]);
            Assert.True(Resume(path), $"cut at byte {cut}");
            Assert.Equal(Whole.Value, Rows(path));
        }
    }

    [Fact]
    public void What_a_crash_left_half_written_does_no_harm()
    {
        string path = _temporary.File("run");
        Die(path, Options, 6);
        var folder = new RunFolder(path);
        Directory.CreateDirectory(folder.CheckpointOf(8) + ".partial");
        File.WriteAllText(Path.Combine(folder.CheckpointOf(8) + ".partial", "model.safetensors"), "half");
        File.WriteAllText(folder.RolloutsOf(6) + ".partial", "{");
        File.AppendAllText(folder.Metrics, "{\"step\":6,\"critic/sco");
        Directory.CreateDirectory(folder.CheckpointOf(6) + ".partial");
        Assert.DoesNotContain(6, folder.CheckpointSteps());
        Assert.True(Resume(path));
        Assert.Equal(Whole.Value, Rows(path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(path, "*.partial", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_run_that_died_before_its_first_checkpoint_has_all_it_needs()
    {
        string path = _temporary.File("run");
        Directory.CreateDirectory(path);
        Small.Config(Options).Write(new RunFolder(path).Config);
        Assert.True(Resume(path));
        Assert.Equal(Whole.Value, Rows(path));
        Assert.True(File.Exists(new RunFolder(path).Grams));
    }

    [Fact]
    public void A_stopped_run_checkpoints_and_goes_on()
    {
        string path = _temporary.File("run");
        using var stop = new CancellationTokenSource();
        using (TrainingRun run = TrainingRun.Create(path, Small.Config(Options), Small.Environment()))
        {
            Assert.False(run.Continue(new Small.Reporter<StepResult>(s => { if (s.Step == 5) stop.Cancel(); }), stop.Token));
            Assert.Equal(6, run.NextStep);
        }
        Assert.Contains(6, new RunFolder(path).CheckpointSteps());
        using (TrainingRun run = TrainingRun.Resume(path, Small.Environment()))
        {
            Assert.Equal(6, run.ResumedFrom);
            Assert.True(run.Continue());
        }
        Assert.Equal(Whole.Value, Rows(path));
    }

    public static TheoryData<string, TrainingOptions> Stateful => new()
    {
        { "adaptive alpha", Options with { AlphaTarget = 5 } },
        { "placebo with adaptive alpha", Options with { Method = "placebo", AlphaTarget = 5 } },
        { "reference policy", Options with { Objective = Options.Objective with { KlCoefficient = 0.5 } } },
        { "dynamic sampling and masks", Options with { ResampleRounds = 2, Overlong = Overlong.Mask } },
    };

    [Theory]
    [MemberData(nameof(Stateful))]
    public void What_a_method_remembers_is_in_the_checkpoint(string what, TrainingOptions options)
    {
        string whole = _temporary.File("whole"), died = _temporary.File("died"), fork = _temporary.File("fork");
        Create(whole, options);
        Die(died, options, 7);
        Assert.True(Resume(died), what);
        Assert.Equal(Rows(whole), Rows(died));
        Assert.True(Fork(fork, whole, 6, options));
        Assert.Equal(Rows(whole)[6..], Rows(fork));
    }

    [Fact]
    public void A_rule_of_the_users_own_makes_a_run_that_only_it_can_go_on_with()
    {
        string path = _temporary.File("run");
        var own = DelegateCredit.PerToken("mine", (context, rollout, token) => HicraCredit.Amplify(context.RolloutAdvantages[rollout], context.Planning[token] ? 0.2 : 0));
        RunEnvironment environment = Small.Environment() with { Credits = CreditCatalog.BuiltIn.With(own) };
        using (var stop = new CancellationTokenSource())
        using (TrainingRun run = TrainingRun.Create(path, Small.Config(Options with { Method = "mine" }), environment))
            run.Continue(new Small.Reporter<StepResult>(s => { if (s.Step == 2) stop.Cancel(); }), stop.Token);
        Assert.Contains("mine", Message(() => Resume(path)), StringComparison.Ordinal);
        using (TrainingRun run = TrainingRun.Resume(path, environment)) Assert.True(run.Continue());
        // A rule of the user's own does not say what its alpha is.
        Assert.Equal(Small.Comparable(Small.Train(Options), "hicra/alpha"), Rows(path, "hicra/alpha"));
    }

    [Fact]
    public void More_steps_on_resume_give_what_a_longer_run_gives()
    {
        string path = _temporary.File("run");
        Create(path, Options with { Steps = 6 });
        Assert.Contains("less than", Assert.Throws<HicraException>(() => TrainingRun.Resume(path, Small.Environment(), steps: 5)).Message, StringComparison.Ordinal);
        using (TrainingRun run = TrainingRun.Resume(path, Small.Environment(), steps: 11)) Assert.True(run.Continue());
        Assert.Equal(Whole.Value, Rows(path));
        Assert.Equal(11, RunConfig.Read(new RunFolder(path).Config).Training.Steps);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void A_fork_under_the_same_settings_is_its_parent_bit_for_bit(int step)
    {
        string parent = _temporary.File("parent"), child = _temporary.File("child"), grandchild = _temporary.File("grandchild");
        Create(parent, Options);
        Assert.True(Fork(child, parent, step, Options));
        Assert.Equal(Whole.Value[step..], Rows(child));
        Assert.Equal(new ForkOrigin(parent, step), RunConfig.Read(new RunFolder(child).Config).Fork);

        Assert.True(Fork(grandchild, child, 9, Options));
        Assert.Equal(Whole.Value[9..], Rows(grandchild));
    }

    [Fact]
    public void A_fork_under_another_alpha_differs_by_that_alone()
    {
        string parent = _temporary.File("parent"), child = _temporary.File("child");
        Create(parent, Options);
        Assert.True(Fork(child, parent, 6, Options with { Alpha = 0.9 }));
        IReadOnlyList<MetricRow> before = MetricsLog.Read(new RunFolder(parent).Metrics), after = MetricsLog.Read(new RunFolder(child).Metrics);
        // Same weights and random numbers: the first rollouts are the parent's, the gradient is not.
        Assert.Equal(before[6]["hicra/semantic_entropy"], after[0]["hicra/semantic_entropy"]);
        Assert.Equal(before[6]["critic/score/mean"], after[0]["critic/score/mean"]);
        Assert.NotEqual(before[6]["actor/grad_norm"], after[0]["actor/grad_norm"]);
    }

    [Fact]
    public void A_fork_that_died_before_its_first_checkpoint_finds_its_parent_again()
    {
        string parent = _temporary.File("parent"), child = _temporary.File("child");
        Create(parent, Options);
        Directory.CreateDirectory(child);
        (Small.Config(Options) with { Fork = new ForkOrigin(parent, 6) }).Write(new RunFolder(child).Config);
        Assert.True(Resume(child));
        Assert.Equal(Whole.Value[6..], Rows(child));
    }

    [Fact]
    public void A_fork_of_a_placebo_run_keeps_its_grams()
    {
        TrainingOptions placebo = Options with { Method = "placebo" };
        string parent = _temporary.File("parent"), child = _temporary.File("child");
        Create(parent, placebo);
        Assert.True(Fork(child, parent, 6, placebo));
        Assert.Equal(File.ReadAllText(new RunFolder(parent).Placebo), File.ReadAllText(new RunFolder(child).Placebo));
        Assert.Equal(Rows(parent)[6..], Rows(child));
    }

    private static bool Create(string path, TrainingOptions options)
    {
        using TrainingRun run = TrainingRun.Create(path, Small.Config(options), Small.Environment());
        return run.Continue();
    }

    private static bool Fork(string path, string parent, int step, TrainingOptions options)
    {
        using TrainingRun run = TrainingRun.Create(path, Small.Config(options) with { Fork = new ForkOrigin(parent, step) }, Small.Environment());
        return run.Continue();
    }

    private static bool Resume(string path)
    {
        using TrainingRun run = TrainingRun.Resume(path, Small.Environment());
        return run.Continue();
    }

    // Ends without any of the ends that a run makes on purpose, after so many rows.
    private static void Die(string path, TrainingOptions options, int rows)
    {
        using TrainingRun run = TrainingRun.Create(path, Small.Config(options), Small.Environment());
        if (rows > 0) Assert.Throws<TimeoutException>(() => run.Continue(new Small.Reporter<StepResult>(s => { if (s.Step == rows - 1) throw new TimeoutException(); })));
    }

    private static string[] Rows(string path, params string[] except) => Small.Comparable(MetricsLog.Read(new RunFolder(path).Metrics), except);

    private static string Message(Action action) => Assert.Throws<HicraException>(action).Message;

    private static string Message(Func<bool> action) => Message(() => { action(); });

    private static string Fingerprint(string path) => string.Join('\n', Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(f => $"{f} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))} {File.GetLastWriteTimeUtc(f):O}"));
}
