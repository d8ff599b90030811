using System.Globalization;
using Hicra.Interactive.Figures;
using Hicra.Metrics.Statistics;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Show;

/// <summary>Runs that differ by their seed alone, as a sweep makes them.</summary>
/// <param name="Name">The method and alpha, and what else tells the group from others.</param>
/// <param name="Runs">The runs, by seed.</param>
internal sealed record ShownGroup(string Name, IReadOnlyList<ShownRun> Runs)
{
    /// <summary>The runs in groups, in the order in which they were given.</summary>
    public static IReadOnlyList<ShownGroup> Of(IReadOnlyList<ShownRun> shown)
    {
        IGrouping<string, ShownRun>[] groups = [.. shown.GroupBy(Key)];
        return [.. groups.Select(g => new ShownGroup(NameOf(g.First(), [.. groups.Select(o => o.First())]), [.. g.OrderBy(r => r.Run.Config.Training.Seed)]))];
    }

    /// <summary>Whether showing groups says more than showing runs: a seed was repeated.</summary>
    public static bool AreSeeds(IReadOnlyList<ShownGroup> groups) => groups.Any(g => g.Runs.Count > 1);

    /// <summary>Seeds and state, for example <c>3 seeds (0, 1, 2), 400 steps, finished</c>.</summary>
    public string State()
    {
        int open = Runs.Count(r => !r.Run.IsFinished);
        string seeds = string.Join(", ", Runs.Select(r => r.Run.Config.Training.Seed.ToString(CultureInfo.InvariantCulture)));
        string state = open == 0 ? "finished" : open == Runs.Count ? "not finished" : string.Create(CultureInfo.InvariantCulture, $"{open} not finished");
        return string.Create(CultureInfo.InvariantCulture, $"{Runs.Count} {(Runs.Count == 1 ? "seed" : "seeds")} ({seeds}), {Runs[0].Run.Config.Training.Steps} steps, {state}");
    }

    /// <summary>A measure's mean over the seeds, with its 95 % interval where there are two or more; null where no log has it.</summary>
    public (double Mean, Interval? Interval)? Mean(RunMeasure measure)
    {
        double[] values = [.. Runs.Select(r => measure.Of(r.Rows)).OfType<double>()];
        if (values.Length == 0) return null;
        return values.Length == 1 ? (values[0], null) : (values.Average(), RunSeries.OfMean(values, MetricCatalog.Find(measure.Metric) is { IsShare: true }));
    }

    /// <summary>The mean over seeds of a metric at each step that a seed has.</summary>
    public IReadOnlyList<(int Step, double Value)> Curve(string metric) =>
        [.. Runs.SelectMany(r => r.Rows).Where(r => r[metric] is not null).GroupBy(r => r.Step).OrderBy(g => g.Key).Select(g => (g.Key, g.Average(r => r[metric]!.Value)))];

    private static string Key(ShownRun run) =>
        string.Join('\n', [run.Run.Config.World, run.Run.Config.Base.Digest, run.Run.Config.Dataset is { } posed ? $"{posed with { File = "-", Stop = [] }} {string.Join('\n', posed.Stop)}" : "", .. TrainingSettings.All.Where(s => s.Name != "seed").Select(s => $"{s.Name} {s.Get(run.Run.Config.Training)}")]);

    private static string NameOf(ShownRun first, IReadOnlyList<ShownRun> all)
    {
        TrainingOptions own = first.Run.Config.Training;
        string cell = SweepCell.Of(own).Name;
        ShownRun[] alike = [.. all.Where(r => SweepCell.Of(r.Run.Config.Training).Name == cell)];
        if (alike.Length == 1) return cell;
        string[] telling = [.. TrainingSettings.All.Where(s => s.Name is not ("seed" or "method" or "alpha") && alike.Select(r => s.Get(r.Run.Config.Training)).Distinct().Count() > 1).Select(s => $"{s.Name} {s.Get(own) ?? "not set"}")];
        return telling.Length == 0 ? $"{cell}, {first.Name}" : $"{cell}, {string.Join(", ", telling)}";
    }
}
