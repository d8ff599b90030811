using Hicra.Metrics.Statistics;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Show;

/// <summary>One measure of one setting against the baseline, paired by seed.</summary>
/// <param name="Cell">The setting.</param>
/// <param name="Measure">What is measured.</param>
/// <param name="BaselineMean">The baseline's mean over the paired seeds.</param>
/// <param name="Mean">The setting's mean over the paired seeds.</param>
/// <param name="Seeds">The seeds that both have.</param>
/// <param name="Difference">Setting minus baseline.</param>
/// <param name="Interval">Its 95 % interval (paired t); null for fewer than two pairs.</param>
public sealed record ComparedMeasure(SweepCell Cell, string Measure, double BaselineMean, double Mean, IReadOnlyList<long> Seeds, double Difference, Interval? Interval);

/// <summary>Runs of several settings compared on common seeds.</summary>
public sealed record RunComparison
{
    /// <summary>What everything is compared with.</summary>
    public required SweepCell Baseline { get; init; }

    /// <summary>The differences, setting by setting.</summary>
    public required IReadOnlyList<ComparedMeasure> Measures { get; init; }

    /// <summary>What a reader must know: settings that differ beside method and alpha, runs that are not finished, seeds without a partner.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Compares runs. Runs of the same method and alpha are seeds of one setting.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="baseline">The baseline's method, or the setting's name as <see cref="SweepCell.Name"/> says it; null for <c>grpo</c> where it is there, else the first run's.</param>
    /// <exception cref="HicraException">There are fewer than two settings, or the baseline is not among them.</exception>
    public static RunComparison Of(IReadOnlyList<ExistingRun> runs, string? baseline = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.FirstOrDefault(r => r.Config.Log is not null) is { } log) throw new HicraException($"{log.Folder.Path}: was read from a log, whose method and seed are not known; compare runs that hicra trained, or draw the logs over each other with plot --compare");
        var cells = runs.Select(r => (Cell: SweepCell.Of(r.Config.Training), Run: r)).GroupBy(x => x.Cell).ToArray();
        if (cells.Length < 2) throw new HicraException("a comparison needs runs of at least two methods or alphas; give more runs");
        string wanted = baseline ?? "grpo";
        SweepCell? first = cells.Select(g => g.Key).FirstOrDefault(c => c.Name == wanted) ?? cells.Select(g => g.Key).FirstOrDefault(c => c.Method == wanted);
        if (first is null && baseline is not null) throw new HicraException($"no run of '{baseline}' to compare with; there are {string.Join(", ", cells.Select(g => g.Key.Name))}");
        first ??= cells[0].Key;
        var warnings = new List<string>(Warn(runs));
        var rows = new Dictionary<ExistingRun, IReadOnlyList<MetricRow>>();
        foreach (ExistingRun run in runs) rows[run] = Figures.RunFigures.Read(run).Rows;
        var measures = new List<ComparedMeasure>();
        var baselines = BySeed(cells.First(g => g.Key == first).Select(x => x.Run));
        foreach (var cell in cells.Where(g => g.Key != first))
        {
            var own = BySeed(cell.Select(x => x.Run));
            long[] seeds = [.. own.Keys.Where(baselines.ContainsKey)];
            if (seeds.Length < own.Count || seeds.Length < baselines.Count) warnings.Add($"{cell.Key.Name} and {first.Name}: only seeds that both have are compared ({seeds.Length})");
            var both = seeds.ToDictionary(s => s, s => Common(rows[own[s]], rows[baselines[s]]));
            // A run that learned for longer is better for that alone.
            if (seeds.Where(s => rows[own[s]].Count + rows[baselines[s]].Count > both[s].Own.Count + both[s].Base.Count).Select(s => (int?)both[s].Own.Concat(both[s].Base).Select(r => r.Step).DefaultIfEmpty(-1).Max()).Min() is int last)
                warnings.Add($"{cell.Key.Name} and {first.Name}: compared over the steps that both runs of a seed have; {(last < 0 ? "one run has none yet" : $"those of the shortest pair end at step {last}")}");
            foreach (RunMeasure measure in RunMeasure.Standard(runs[0].Config.World, runs[0].Config.Training.ValidationSamples))
            {
                var pairs = seeds.Select(s => (Seed: s, Own: measure.Of(both[s].Own), Base: measure.Of(both[s].Base))).Where(p => p.Own is not null && p.Base is not null).ToArray();
                if (pairs.Length == 0) continue;
                double[] differences = [.. pairs.Select(p => p.Own!.Value - p.Base!.Value)];
                measures.Add(new ComparedMeasure(cell.Key, measure.Name, pairs.Average(p => p.Base!.Value), pairs.Average(p => p.Own!.Value), [.. pairs.Select(p => p.Seed)], differences.Average(), Paired.TInterval(differences)));
            }
        }
        return new RunComparison { Baseline = first, Measures = measures, Warnings = warnings };
    }

    // Up to the step that both have reached.
    private static (IReadOnlyList<MetricRow> Own, IReadOnlyList<MetricRow> Base) Common(IReadOnlyList<MetricRow> own, IReadOnlyList<MetricRow> other)
    {
        if (own.Count == 0 || other.Count == 0) return ([], []);
        int last = Math.Min(own[^1].Step, other[^1].Step);
        return ([.. own.Where(r => r.Step <= last)], [.. other.Where(r => r.Step <= last)]);
    }

    private static SortedDictionary<long, ExistingRun> BySeed(IEnumerable<ExistingRun> runs)
    {
        var bySeed = new SortedDictionary<long, ExistingRun>();
        // A second run of the same seed says nothing new; the longer one is taken.
        foreach (ExistingRun run in runs)
            if (!bySeed.TryGetValue(run.Config.Training.Seed, out ExistingRun? known) || known.NextStep < run.NextStep) bySeed[run.Config.Training.Seed] = run;
        return bySeed;
    }

    private static IEnumerable<string> Warn(IReadOnlyList<ExistingRun> runs)
    {
        string[] meant = ["method", "alpha", "seed", "any-alpha"];
        string[] others = [.. runs.Skip(1).SelectMany(r => TrainingSettings.Differences(runs[0].Config.Training, r.Config.Training)).Distinct().Except(meant)];
        if (others.Length > 0) yield return $"the runs differ in more than method, alpha and seed: {string.Join(", ", others)}";
        int open = runs.Count(r => !r.IsFinished);
        if (open > 0) yield return $"{open} of {runs.Count} runs are not finished";
        if (runs.Select(r => r.Config.World).Distinct().Count() > 1) yield return "the runs are of different worlds";
    }
}
