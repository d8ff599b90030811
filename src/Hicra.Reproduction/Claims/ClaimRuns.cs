using Hicra.Interactive.Figures;
using Hicra.Metrics;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Items;
using Hicra.Reproduction.Recipes;
using Hicra.Training.Learning;
using Hicra.Training.Worlds;

namespace Hicra.Reproduction.Claims;

/// <summary>The measures of which criteria are made, over the runs of a scale in one world.</summary>
/// <param name="scale">The scale.</param>
/// <param name="evidence">Where the runs are.</param>
/// <param name="world">The world: in the long one its own base models take the base family's place, and there is no other family.</param>
public sealed class ClaimRuns(RunScale scale, IEvidence evidence, string world = WorldCatalog.Puzzle)
{
    // The first phase's part of a run, as in the long world's criteria.
    private const double Early = 0.2;

    // Many criteria look at the same runs, and a log is long.
    private readonly Dictionary<(string Family, string Method), IReadOnlyList<MadeRun>> _found = [];

    /// <summary>The scale.</summary>
    public RunScale Scale { get; } = scale;

    /// <summary>Where the runs are.</summary>
    public IEvidence Evidence { get; } = evidence;

    /// <summary>Whether these are the long world's.</summary>
    public bool IsLong { get; } = world == WorldCatalog.LongSums;

    /// <summary>Whether the base family's part of each criterion is tested alone, as the long world's is, so that the two can be compared.</summary>
    public bool BaseAlone { get; init; }

    /// <summary>The families of a criterion that this world has.</summary>
    public IReadOnlyList<Family> Here(params IReadOnlyList<Family> families) => IsLong || BaseAlone ? [.. families.Where(f => f.Name == Families.Base.Name).Select(f => IsLong ? Families.LongWorld : f)] : families;

    /// <summary>Whether the world has a family on which a claim rests.</summary>
    public bool HasFamilyOf(Claim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        Needs needs = claim.Needs(Scale);
        return !(IsLong || BaseAlone) || needs.Runs.Select(r => r.Base).Concat(needs.Evaluations.Select(e => e.Base)).Any(b => b.Family.Name == Families.Base.Name);
    }

    /// <summary>The finished runs of a method on a family, read once.</summary>
    public IReadOnlyList<MadeRun> Of(Family family, string method)
    {
        ArgumentNullException.ThrowIfNull(family);
        if (IsLong && family.Name == Families.Base.Name) family = Families.LongWorld;
        if (!_found.TryGetValue((family.Name, method), out IReadOnlyList<MadeRun>? runs)) _found.Add((family.Name, method), runs = [.. Scale.Runs(family, method).Select(Evidence.Run).OfType<MadeRun>()]);
        return runs;
    }

    /// <summary>A measure of GRPO's runs on a family.</summary>
    public Clustered? Grpo(Family family, Func<MadeRun, double?> measure) => Clustered.Of(Of(family, "grpo"), measure);

    /// <summary>The difference of a measure between two methods, paired by base model and seed.</summary>
    public Clustered? Difference(Family family, string first, string second, Func<MadeRun, double?> measure) => Clustered.Difference(Of(family, first), Of(family, second), measure);

    /// <summary>The difference of pass@1 between two methods' final weights, on one problem set or over all.</summary>
    /// <remarks>In the long world that is accuracy on validation problems at the end, and for new numbers on its withheld ones.</remarks>
    public Clustered? PassDifference(Family family, string first, string second, string? set = null)
    {
        if (IsLong) return Difference(family, first, second, r => r.End(set is null ? r.Validation : MetricNames.Withheld(r.Recipe.World, "numbers", r.Recipe.Training.ValidationSamples)));
        return Table1TextBenchmarks.Difference(Found(first), Found(second), e => set is null ? e.Mean : e.Accuracy(set));

        (EvaluationRecipe, EvaluationResult)[] Found(string method) => [.. Table1TextBenchmarks.Of(Scale, family, method).Select(r => (r, Evidence.Evaluation(r))).Where(p => p.Item2 is not null).Select(p => (p.r, p.Item2!))];
    }

    /// <summary>How much of a measure's start is gone at the end of the first fifth of the steps, as a share of the start.</summary>
    public static double? EarlyFall(MadeRun run, string metric) => 1 - At(run, metric, Early) / run.Start(metric);

    /// <summary>The change from there to the end, as a share of the start, without its sign.</summary>
    public static double? LaterChange(MadeRun run, string metric) => (At(run, metric, Early) - run.End(metric)) / run.Start(metric) is double change ? Math.Abs(change) : null;

    /// <summary>The mean of a measure about a part of the run, over a tenth of its steps.</summary>
    /// <param name="run">The run.</param>
    /// <param name="metric">The measure.</param>
    /// <param name="part">The part, from 0 to 1.</param>
    public static double? At(MadeRun run, string metric, double part)
    {
        int steps = run.Recipe.Steps, middle = (int)Math.Round(part * steps), half = Math.Max(1, steps / 20);
        return run.Between(metric, Math.Max(0, middle - half), middle + half + 1);
    }

    /// <summary>The lowest mean of a tenth of the steps.</summary>
    public static double? LowestTenth(MadeRun run, string metric) => Tenths(run, metric).Select(v => (double?)v).DefaultIfEmpty().Min();

    /// <summary>The largest ratio of one measure to another over all steps that have both.</summary>
    public static double? LargestRatio(MadeRun run, string metric, string other)
    {
        double[] ratios = [.. run.Rows.Where(r => r[metric] is not null && r[other] is > 0).Select(r => r[metric]!.Value / r[other]!.Value)];
        return ratios.Length == 0 ? null : ratios.Max();
    }

    /// <summary>The correlation of two measures over tenths of the steps.</summary>
    public static double? Correlation(MadeRun run, string metric, string other)
    {
        double[] first = [.. Tenths(run, metric)], second = [.. Tenths(run, other)];
        return first.Length == second.Length && first.Length > 2 ? SensitivityDrawing.Correlation(first, second) : null;
    }

    /// <summary>The step at which the second phase begins, as a share of the run; null where no border is found.</summary>
    public static double? Border(MadeRun run) => RunPhases.Of(run.Rows) is { Finding: PhaseFinding.Found, Border: int border } ? (double)border / run.Recipe.Steps : null;

    /// <summary>The end of a measure less its mean about the middle of the run.</summary>
    public static double? LateGain(MadeRun run, string metric) => run.End(metric) - At(run, metric, 0.5);

    private static IEnumerable<double> Tenths(MadeRun run, string metric) =>
        Enumerable.Range(0, 10).Select(i => run.Between(metric, run.Recipe.Steps * i / 10, run.Recipe.Steps * (i + 1) / 10 + (i == 9 ? 1 : 0))).OfType<double>();
}
