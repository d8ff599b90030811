using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Runs;
using Hicra.Training.Tests.Learning;

namespace Hicra.Training.Tests.Runs;

/// <summary>No experiment is done twice, and what is called the same gives the same bits.</summary>
public sealed class SweepCellsTests : IDisposable
{
    private static readonly TrainingOptions Options = Small.Options with { Steps = 3, Prompts = 6 };
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    public static TheoryData<TrainingOptions, TrainingOptions> Same => new()
    {
        { Options with { Method = "hicra", Alpha = 0 }, Options },
        { Options with { Method = "placebo", Alpha = 0 }, Options with { Alpha = 0.7 } },
        { Options with { Method = "high-entropy", Alpha = 0, AlphaTo = 0 }, Options },
        { Options with { Method = "hicra-reported", Alpha = 0, AnyAlpha = true }, Options },
        { Options with { Method = "entropy-bonus", EntropyCoefficient = 0 }, Options },
        { Options with { Method = "entropy-bonus" }, Options with { EntropyCoefficient = 0.01 } },
        { Options with { Method = "entropy-bonus", EntropyCoefficient = 0.05 }, Options with { Method = "hicra", Alpha = 0, EntropyCoefficient = 0.05 } },
        { Options with { Method = "top-entropy", Alpha = 0.3 }, Options with { Method = "top-entropy", Alpha = 0.6 } },
    };

    [Theory]
    [MemberData(nameof(Same))]
    public void What_counts_as_one_experiment_has_the_same_bits(TrainingOptions one, TrainingOptions other)
    {
        Assert.True(EffectiveSettings.Equal(one, other));
        Assert.Equal(Small.Comparable(Small.Train(other)), Small.Comparable(Small.Train(one)));
    }

    public static TheoryData<TrainingOptions> Others => [Options with { Method = "hicra" }, Options with { Method = "hicra", Alpha = 0, AlphaTo = 0.5, AlphaSteps = 2 }, Options with { Method = "hicra", Alpha = 0, AlphaTarget = 2 },
        Options with { Method = "top-entropy" }, Options with { Method = "entropy-bonus" }, Options with { Seed = 1 }];

    [Theory]
    [MemberData(nameof(Others))]
    public void What_differs_is_another_experiment(TrainingOptions other) => Assert.False(EffectiveSettings.Equal(Options, other));

    [Fact]
    public void Merged_cells_are_named_with_the_reason_and_the_plain_name_stays()
    {
        SweepCells cells = SweepCells.Of(Options, ["hicra", "placebo", "grpo", "entropy-bonus"], [0.2, 0]);
        Assert.Equal(["hicra-alpha-0.2", "grpo", "placebo-alpha-0.2", "entropy-bonus"], cells.Kept.Select(c => c.Name));
        Assert.Equal(["hicra-alpha-0 is not trained beside grpo, which is the same experiment: with alpha 0 every token takes its rollout's advantage",
            "placebo-alpha-0 is not trained beside grpo, which is the same experiment: with alpha 0 every token takes its rollout's advantage"], cells.Merged.Select(m => m.ToString()));
        Assert.Equal("entropy-bonus", Assert.Single(SweepCells.Of(Options with { EntropyCoefficient = 0.01 }, ["grpo", "entropy-bonus"], [0.2]).Merged).Cell.Name);
    }

    [Fact]
    public void A_sweep_that_grows_keeps_the_runs_that_it_has()
    {
        Sweep.Run(Sweep.Plan(_temporary.Path, Small.Config(Options), ["hicra"], [0, 0.2], [1, 2]), new InProcessLauncher(Small.Environment()), 1, 1);
        IReadOnlyList<SweepRun> grown = Sweep.Plan(_temporary.Path, Small.Config(Options), ["grpo", "hicra"], [0, 0.2], [1, 2]);
        Assert.Equal(["hicra-alpha-0", "hicra-alpha-0.2"], grown.Select(r => r.Cell.Name).Distinct());
        IReadOnlyList<SweepOutcome> outcomes = Sweep.Run(grown, new InProcessLauncher(Small.Environment()), 1, 1);
        Assert.All(outcomes, o => Assert.Equal(SweepStatus.Skipped, o.Status));
        Assert.All(SweepSummary.Of(outcomes).Differences, d => Assert.Equal("hicra-alpha-0", d.Baseline.Name));
    }

    [Fact]
    public void What_is_given_twice_counts_once_and_is_said()
    {
        Assert.Equal(4, Sweep.Plan(_temporary.Path, Small.Config(Options), ["grpo", "hicra", "grpo"], [0.2, 0.2], [1, 2, 1]).Count);
        string[] said = [.. SweepCells.Repetitions(["grpo", "hicra", "grpo"], [0.2, 0.3, 0.2], [1, 2, 1])];
        Assert.Equal(4, said.Length);
        Assert.Contains("the method grpo", said[0], StringComparison.Ordinal);
        Assert.Contains("alpha 0.2", said[1], StringComparison.Ordinal);
        Assert.Contains("seed 1", said[2], StringComparison.Ordinal);
        Assert.Contains("grpo has no alpha", said[3], StringComparison.Ordinal);
        Assert.Empty(SweepCells.Repetitions(["grpo", "hicra"], [0.2], [1, 2]));
    }

    [Fact]
    public void The_folder_of_a_run_is_no_sweeps()
    {
        string path = _temporary.File("run");
        using (TrainingRun run = TrainingRun.Create(path, Small.Config(Options with { Steps = 0 }), Small.Environment())) run.Continue();
        Assert.Contains("is the folder of a run", Assert.Throws<HicraException>(() => Sweep.Plan(path, Small.Config(Options), ["grpo"], [0.2], [0, 1])).Message, StringComparison.Ordinal);
    }
}
