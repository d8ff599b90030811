using System.Text.Json;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Runs;
using Hicra.Training.Tests.Learning;

namespace Hicra.Training.Tests.Runs;

public sealed class SweepTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private static readonly TrainingOptions Options = Small.Options with { Steps = 3 };

    private static InProcessLauncher InProcess => new(Small.Environment());

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_method_without_alpha_has_one_cell() =>
        Assert.Equal(["grpo", "hicra-alpha-0.1", "hicra-alpha-0.2"], Plan("grpo,hicra,grpo", [0.1, 0.2], [1, 2, 1]).Select(r => r.Cell.Name).Distinct());

    [Fact]
    public void Runs_are_those_that_one_would_do_alone_and_are_compared_by_seed()
    {
        IReadOnlyList<SweepRun> runs = Plan("grpo,hicra", [0.1, 0.2], [1, 2, 3]);
        IReadOnlyList<SweepOutcome> outcomes = Sweep.Run(runs, InProcess, 3, 1);
        Assert.All(outcomes, o => Assert.Equal(SweepStatus.Finished, o.Status));
        string[] alone = Small.Comparable(Small.Train(Options with { Method = "hicra", Alpha = 0.2, Seed = 2 }));
        Assert.Equal(alone, Small.Comparable(MetricsLog.Read(new RunFolder(runs.First(r => r.Cell.Name == "hicra-alpha-0.2" && r.Seed == 2).Directory).Metrics)));

        SweepSummary summary = SweepSummary.Of(outcomes);
        Assert.All(summary.Cells, c => Assert.Equal(3, c.Summary.Count));
        PairedDifference length = summary.Differences.First(d => d.Cell.Alpha == 0.2 && d.Measure.StartsWith("training accuracy, all", StringComparison.Ordinal));
        double Mean(string cell) => summary.Cells.First(c => c.Cell.Name == cell && c.Measure == length.Measure).Summary.Mean!.Value;
        Assert.Equal(Mean("hicra-alpha-0.2") - Mean("grpo"), length.Difference, 12);
        Assert.InRange(length.Difference, length.Interval!.Value.Low, length.Interval.Value.High);

        summary.Write(_temporary.File("summary.json"));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(_temporary.File("summary.json")));
        Assert.Equal(9, json.RootElement.GetProperty("runs").GetArrayLength());
        Assert.Equal(Path.Combine("grpo", "seed-1"), json.RootElement.GetProperty("runs")[0].GetProperty("directory").GetString());
    }

    [Fact]
    public void A_sweep_goes_on_where_it_stopped()
    {
        IReadOnlyList<SweepRun> runs = Plan("grpo,hicra", [0.2], [1]);
        using var stop = new CancellationTokenSource();
        IReadOnlyList<SweepOutcome> first = Sweep.Run(runs, InProcess, 1, 1, new Small.Reporter<SweepProgress>(p => { if (p.Run == runs[1] && p.Row?.Step == 1) stop.Cancel(); }), stop.Token);
        Assert.Equal([SweepStatus.Finished, SweepStatus.Stopped], first.Select(o => o.Status));
        IReadOnlyList<SweepOutcome> second = Sweep.Run(Plan("grpo,hicra", [0.2], [1]), InProcess, 1, 1);
        Assert.Equal([SweepStatus.Skipped, SweepStatus.Finished], second.Select(o => o.Status));
        Assert.Equal(Small.Comparable(Small.Train(Options with { Method = "hicra", Seed = 1 })), Small.Comparable(MetricsLog.Read(new RunFolder(runs[1].Directory).Metrics)));
    }

    [Fact]
    public void One_failed_run_does_not_lose_the_others()
    {
        IReadOnlyList<SweepRun> runs = Plan("grpo", [0.2], [1, 2, 3]);
        Directory.CreateDirectory(Path.GetDirectoryName(runs[1].Directory)!);
        File.WriteAllText(runs[1].Directory, "in the way");
        IReadOnlyList<SweepOutcome> outcomes = Sweep.Run(runs, InProcess, 2, 1);
        Assert.Equal([SweepStatus.Finished, SweepStatus.Failed, SweepStatus.Finished], outcomes.Select(o => o.Status));
        Assert.Contains("is a file", outcomes[1].Error!, StringComparison.Ordinal);
        Assert.All(SweepSummary.Of(outcomes).Cells, c => Assert.Equal(2, c.Summary.Count));
    }

    [Fact]
    public void A_folder_with_other_settings_is_refused_before_anything_runs()
    {
        Sweep.Run(Plan("grpo", [0.2], [1]), InProcess, 1, 1);
        HicraException error = Assert.Throws<HicraException>(() => Sweep.Plan(_temporary.Path, Small.Config(Options with { Prompts = 5 }), ["grpo"], [0.2], [0, 1]));
        Assert.Contains("prompts", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_temporary.Path, "grpo", "seed-0")));
    }

    [Fact]
    public void Measures_take_their_windows()
    {
        MetricRow[] rows = [.. Enumerable.Range(0, 17).Select(i =>
        {
            var row = new MetricRow(i);
            if (i % 2 == 0) row.Set("x", i);
            return row;
        })];
        Assert.Equal(8, new RunMeasure("", "x", RowWindow.All).Of(rows));
        Assert.Equal(13, new RunMeasure("", "x", RowWindow.LastFour).Of(rows));
        Assert.Equal(16, new RunMeasure("", "x", RowWindow.LastEighth).Of(rows));
        Assert.Null(new RunMeasure("", "y", RowWindow.All).Of(rows));
    }

    private IReadOnlyList<SweepRun> Plan(string methods, double[] alphas, long[] seeds) =>
        Sweep.Plan(_temporary.Path, Small.Config(Options), methods.Split(','), alphas, seeds);
}
