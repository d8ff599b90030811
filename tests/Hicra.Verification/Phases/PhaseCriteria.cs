using Hicra.Metrics.Statistics;

namespace Hicra.Verification.Phases;

/// <summary>
/// The criteria of docs/worlds.md, which were fixed before the confirming runs, on one run of <see cref="Steps"/> steps.
/// </summary>
internal sealed record PhaseCriteria
{
    /// <summary>The length of a run for which the criteria are written.</summary>
    public const int Steps = 400;

    private const double LeastFall = .4, MostOfGain = .25, LeastCorrelation = .5, LeastShare = .02, MostShare = .06, LeastRise = 1.5;
    private const int Mean = 5, Window = 20, First = 10;

    public PhaseCriteria(PhaseLog log)
    {
        Name = log.Name;
        int end = log.Rows[^1].Step, fifth = end / 5;
        IReadOnlyList<(int Step, double Value)> entropy = Known(log, "hicra/entropy/execution", Mean), validation = Known(log, PhaseLog.Validation, 3);
        double start = Average(entropy.Take(Mean));
        SettledAt = Enumerable.Range(0, entropy.Count - Mean + 1).Where(i => Average(entropy.Skip(i).Take(Mean)) <= (1 - LeastFall) * start).Select(i => (int?)entropy[i + Mean - 1].Step).FirstOrDefault();
        double from = validation[0].Value, then = validation.Last(v => v.Step <= fifth).Value;
        (FirstAccuracy, FifthAccuracy, LastAccuracy) = (from, then, Average(validation.TakeLast(2)));
        ShareOfGain = LastAccuracy > from ? (then - from) / (LastAccuracy - from) : null;
        StrategiesRise = Rise(Windows(log, "hicra/strategies", fifth));
        LengthRises = Rise(Windows(log, "response_length/mean", fifth));
        AccuracyRises = Rise([.. validation.Where(v => v.Step >= fifth)]);
        IReadOnlyList<(int Step, double Value)> share = Known(log, "hicra/planning_share", 1), hits = Known(log, "hicra/plan_hits", First);
        (LeastPlanning, MostPlanning) = (share.Min(s => s.Value), share.Max(s => s.Value));
        (FirstHits, LastHits) = (Average(hits.Take(First)), Average(hits.TakeLast(Window)));
        ExecutionFirst = SettledAt <= fifth && ShareOfGain < MostOfGain;
        ThenPlanning = StrategiesRise > LeastCorrelation && LengthRises > LeastCorrelation && AccuracyRises > LeastCorrelation;
        PapersShare = LeastPlanning >= LeastShare && MostPlanning <= MostShare;
        PlanningIsLearned = LastHits >= LeastRise * FirstHits;
    }

    /// <summary>The run.</summary>
    public string Name { get; }

    /// <summary>The step at which the mean of five execution entropies has fallen by 40 %; null where it never has.</summary>
    public int? SettledAt { get; }

    /// <summary>Validation accuracy at the start.</summary>
    public double FirstAccuracy { get; }

    /// <summary>Validation accuracy at the first fifth.</summary>
    public double FifthAccuracy { get; }

    /// <summary>Validation accuracy at the end, mean of two.</summary>
    public double LastAccuracy { get; }

    /// <summary>The share of the gain in accuracy that was made within the first fifth; null where there was no gain.</summary>
    public double? ShareOfGain { get; }

    /// <summary>Spearman's correlation with the step after the first fifth, over means of 20 steps.</summary>
    public double? StrategiesRise { get; }

    /// <inheritdoc cref="StrategiesRise"/>
    public double? LengthRises { get; }

    /// <summary>Spearman's correlation with the step after the first fifth, over validations.</summary>
    public double? AccuracyRises { get; }

    /// <summary>The least share of planning tokens of any step.</summary>
    public double LeastPlanning { get; }

    /// <summary>The greatest share of planning tokens of any step.</summary>
    public double MostPlanning { get; }

    /// <summary>Plan hits an attempt, mean of the first ten steps.</summary>
    public double FirstHits { get; }

    /// <summary>Plan hits an attempt, mean of the last 20 steps.</summary>
    public double LastHits { get; }

    /// <summary>Criterion 1.</summary>
    public bool ExecutionFirst { get; }

    /// <summary>Criterion 2.</summary>
    public bool ThenPlanning { get; }

    /// <summary>Criterion 3.</summary>
    public bool PapersShare { get; }

    /// <summary>Criterion 4.</summary>
    public bool PlanningIsLearned { get; }

    /// <summary>All four.</summary>
    public bool All => ExecutionFirst && ThenPlanning && PapersShare && PlanningIsLearned;

    private static IReadOnlyList<(int Step, double Value)> Known(PhaseLog log, string metric, int least) => log.Series(metric) is { } series && series.Count >= least ? series
        : throw new HicraException($"{log.Name}: has fewer than {least} values of {metric}; give runs of the long world with validation");

    private static List<(int Step, double Value)> Windows(PhaseLog log, string metric, int from) =>
        [.. log.Series(metric).Where(s => s.Step >= from).Chunk(Window).Where(chunk => chunk.Length == Window).Select(chunk => (chunk[0].Step, Average(chunk)))];

    private static double? Rise(List<(int Step, double Value)> series) => RankCorrelation.Spearman([.. series.Select(s => (double)s.Step)], [.. series.Select(s => s.Value)]);

    private static double Average(IEnumerable<(int Step, double Value)> values) => values.Average(v => v.Value);
}
