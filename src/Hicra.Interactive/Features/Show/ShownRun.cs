using Hicra.Interactive.Commands;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Logs.Measures;
using Hicra.Metrics.Statistics;
using Hicra.Training.Health;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Show;

/// <summary>A run that is looked at, with its log.</summary>
internal sealed record ShownRun(string Name, ExistingRun Run, IReadOnlyList<MetricRow> Rows)
{
    private const int WindowCount = 7;

    public static ShownRun Read(NamedRun named) => new(named.Name, named.Run, File.Exists(named.Run.Folder.Metrics) ? MetricsLog.Read(named.Run.Folder.Metrics) : []);

    /// <summary>What stands out in the run, by its log and some of its saved rollouts.</summary>
    public IReadOnlyList<Finding> Findings { get; } = RunHealth.AtAGlance(Run);

    /// <summary>The metrics that are shown, those that the log has.</summary>
    public IEnumerable<Metric> Metrics()
    {
        string[] names =
        [
            MetricNames.Accuracy, MetricNames.Validation(Run.Config.World, Run.Config.Training.ValidationSamples), MetricNames.ResponseLength, MetricNames.SoundAttempts, MetricNames.SemanticEntropy,
            MetricNames.ExecutedEntropy, MetricNames.PlanningEntropy, MetricNames.ExecutionEntropy, MetricNames.PlanningShare, MetricNames.Grams, MetricNames.PlanningErrors, MetricNames.OtherErrors,
            .. Run.Config.Log is null ? (string[])[] : [LogMetricNames.Corrected, MetricNames.ConditionalEntropy, MetricNames.RewardMean, MetricNames.FlatGroups, LogMetricNames.Truncated, LogMetricNames.ThinkingLength, LogMetricNames.Angle],
        ];
        return names.Where(name => Rows.Any(r => r[name] is not null)).Select(name => Named(MetricCatalog.Find(name)! with { Name = name }));
    }

    /// <summary>A metric's values at the steps that have it.</summary>
    public IReadOnlyList<(int Step, double Value)> Curve(string metric) => [.. Rows.Where(r => r[metric] is not null).Select(r => (r.Step, r[metric]!.Value))];

    /// <summary>The log for figures.</summary>
    public RunLog Log() => new(Name, Rows) { ValidationProblems = RunLog.Validated(Run.Config) };

    /// <summary>The newest validation with the interval that its problems allow, in a sentence; null where nothing was validated.</summary>
    public string? LastValidation() => LastValidation(Rows, Run.Config);

    /// <inheritdoc cref="LastValidation()"/>
    /// <param name="rows">The log.</param>
    /// <param name="config">The run's settings.</param>
    public static string? LastValidation(IReadOnlyList<MetricRow> rows, RunConfig config)
    {
        if (RunFigures.ValidationMetric(rows) is not { } metric || rows.LastOrDefault(r => r[metric] is not null) is not { } last || RunLog.Validated(config) is not int problems) return null;
        double accuracy = last[metric]!.Value;
        Interval interval = Proportion.Wilson(Math.Clamp(accuracy, 0, 1), problems);
        return FormattableString.Invariant($"Validation accuracy at step {last.Step}: {NumberText.Percent(accuracy)}, 95 % interval {NumberText.Of(interval.Low, share: true)} to {NumberText.Of(interval.High, share: true)} % over {problems} problems (Wilson; one run, so the seed's part is not in it).");
    }

    // Lengths are in what stands for tokens.
    private Metric Named(Metric metric) => metric.Unit == "tokens" && Run.Config.Log is { } log && log.Tokens.StartsWith("words", StringComparison.Ordinal) ? metric with { Unit = "words and signs" } : metric;

    /// <summary>Parts of the log whose means are shown; none of an empty log.</summary>
    public IEnumerable<(int From, int To)> Windows() => Rows.Count == 0 ? [] : WindowsOf(Rows[0].Step, Rows[^1].Step + 1);

    /// <summary>World.md's windows for the default run of 401 rows, equal parts for others.</summary>
    internal static IEnumerable<(int From, int To)> WindowsOf(int first, int end)
    {
        if (first == 0 && end == 401) return [(0, 8), (30, 50), (70, 90), (110, 130), (190, 210), (290, 310), (381, 401)];
        int count = Math.Min(WindowCount, end - first);
        return Enumerable.Range(0, count).Select(i => (first + (int)((long)(end - first) * i / count), first + (int)((long)(end - first) * (i + 1) / count)));
    }

    /// <summary>The method and what differs from the defaults.</summary>
    public string Settings()
    {
        if (Run.Config.Log is { } log) return $"{NumberText.Count(log.Rollouts, "rollout", "rollouts")} {log.Describe()}{(log.Lacks.Count == 0 ? "" : $"; not in the log: {string.Join(", ", log.Lacks)}")}";
        TrainingOptions options = Run.Config.Training;
        var defaults = new TrainingOptions();
        return string.Join(", ", TrainingSettings.All
            .Where(s => s.Name is "method" or "steps" or "seed" || (s.Name == "alpha" && SweepCell.Of(options).Alpha is not null) || (s.Name != "alpha" && s.Get(options) != s.Get(defaults)))
            .Select(s => $"{s.Name} {s.Get(options)}"));
    }
}
