using System.Globalization;
using System.Runtime.CompilerServices;
using Hicra.Interactive.Rendering;
using Hicra.Metrics;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Figures;

/// <summary>Figures out of metrics logs.</summary>
public static class RunFigures
{
    /// <summary>How smoothed lines are made, for captions.</summary>
    internal const string Reading = "Pale: every step. Dark: smoothed over a sixth of the steps.";

    // A ratio that moves by a hundredth must not fill the plot.
    private static readonly Axis Ratio = new() { Label = "ratio to start", LeastSpan = 0.2 };

    /// <summary>A run's name and log: the last part of its folder's path, and the rows that are written.</summary>
    public static (string Name, IReadOnlyList<MetricRow> Rows) Read(ExistingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        string path = run.Folder.Metrics;
        return (NameOf(run.Folder), File.Exists(path) ? MetricsLog.Read(path) : []);
    }

    /// <inheritdoc cref="Dynamics(IReadOnlyList{RunLog}, int?, bool)"/>
    public static Figure Dynamics(IReadOnlyList<(string Name, IReadOnlyList<MetricRow> Rows)> runs, int? smooth = null, bool phases = true) => Dynamics(RunLog.Of(runs), smooth, phases);

    /// <summary>
    /// The paper's training dynamics (Figures 3 and 13), two rows per run: relative perplexity, token entropy, semantic entropy
    /// as a ratio to the start, and length versus accuracy; raw values pale, smoothed ones dark. Where the world checks columns and
    /// plans (the long one), a third row shows the calculation and the plans.
    /// </summary>
    /// <param name="runs">Names and logs.</param>
    /// <param name="smooth">Points of the smoothing window; null for a sixth of each run's rows.</param>
    /// <param name="phases">Whether the two phases are marked where a log shows them.</param>
    [OverloadResolutionPriority(1)]
    public static Figure Dynamics(IReadOnlyList<RunLog> runs, int? smooth = null, bool phases = true)
    {
        ArgumentNullException.ThrowIfNull(runs);
        bool single = runs.Count == 1, live = runs.Any(r => r.LastStep is not null);
        var panels = new List<Panel>();
        var sentences = new List<string>();
        foreach (RunLog run in runs)
        {
            // Phases are what a whole run shows: a border that came and went while it learns would say nothing.
            RunPhases? found = phases && !live ? RunPhases.Of(run.Rows) : null;
            if (found is not null) sentences.Add(found.Sentence(single ? null : run.Name));
            panels.AddRange(DynamicsPanels(run, smooth, found?.Marks ?? []));
        }
        if (panels.Any(p => p.Phases.Count > 0)) sentences.Add(RunPhases.Rule);
        int[] problems = [.. runs.Select(r => r.ValidationProblems).OfType<int>().Distinct()];
        string validated = problems.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" Band: 95 % interval of validation accuracy, by its {string.Join(" and ", problems)} problems.");
        return new Figure
        {
            Title = single ? $"Training dynamics of {runs[0].Name}" : "Training dynamics",
            Panels = panels,
            Columns = 2,
            PlotHeight = single ? 180 : 150,
            RowTitles = single ? [] : [.. runs.SelectMany(r => (string[])[r.Name, ""])],
            Caption = $"{Reading} Ratios are to the run's first step.{validated}{string.Concat(sentences.Select(s => " " + s))}",
        };
    }

    /// <summary>Entropies over steps: of planning and execution tokens, and of the strategic grams.</summary>
    /// <param name="runs">Names and logs.</param>
    /// <param name="smooth">Points of the smoothing window; null for a sixth of each run's rows.</param>
    public static Figure Entropy(IReadOnlyList<(string Name, IReadOnlyList<MetricRow> Rows)> runs, int? smooth = null) =>
        Curves(runs, [("Entropy of planning tokens", MetricNames.PlanningEntropy, "nats"), ("Entropy of execution tokens", MetricNames.ExecutionEntropy, "nats"),
            ("Semantic entropy of strategic grams", MetricNames.SemanticEntropy, "nats"), ("Entropy of other grams given a strategic one", MetricNames.ConditionalEntropy, "nats")], "Entropy over training", smooth);

    /// <inheritdoc cref="Compare(IReadOnlyList{RunLog}, int?)"/>
    public static Figure Compare(IReadOnlyList<(string Name, IReadOnlyList<MetricRow> Rows)> runs, int? smooth = null) => Compare(RunLog.Of(runs), smooth);

    /// <summary>Runs over each other, a panel per measure. Logs of the same name are seeds of one setting: their mean with its 95 % interval.</summary>
    /// <param name="runs">Names and logs.</param>
    /// <param name="smooth">Points of the smoothing window; null for a sixth of each run's rows.</param>
    [OverloadResolutionPriority(1)]
    public static Figure Compare(IReadOnlyList<RunLog> runs, int? smooth = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        string? validation = runs.Select(r => ValidationMetric(r.Rows)).FirstOrDefault(m => m is not null);
        List<(string, string, string?)> metrics = [("Training accuracy", MetricNames.Accuracy, "%"), ("Semantic entropy of strategic grams", MetricNames.SemanticEntropy, "nats"),
            ("Response length", MetricNames.ResponseLength, "tokens"), ("Entropy of planning tokens", MetricNames.PlanningEntropy, "nats"), ("Entropy of execution tokens", MetricNames.ExecutionEntropy, "nats")];
        if (validation is not null) metrics.Insert(0, ("Validation accuracy", validation, "%"));
        return Curves(runs, metrics, "Runs compared", smooth);
    }

    /// <inheritdoc cref="Curves(IReadOnlyList{RunLog}, IReadOnlyList{ValueTuple{string, string, string}}, string, int?)"/>
    public static Figure Curves(
        IReadOnlyList<(string Name, IReadOnlyList<MetricRow> Rows)> runs, IReadOnlyList<(string Title, string Metric, string? Unit)> metrics, string title, int? smooth = null) => Curves(RunLog.Of(runs), metrics, title, smooth);

    /// <summary>Any metrics of runs over each other, a panel per metric. Logs of the same name are seeds of one setting: their mean with its 95 % interval.</summary>
    /// <param name="runs">Names and logs.</param>
    /// <param name="metrics">Panels: title, the metric's name in the log, and its unit (<c>%</c> for a fraction; null for none).</param>
    /// <param name="title">The figure's title.</param>
    /// <param name="smooth">Points of the smoothing window; null for a sixth of each run's rows.</param>
    [OverloadResolutionPriority(1)]
    public static Figure Curves(IReadOnlyList<RunLog> runs, IReadOnlyList<(string Title, string Metric, string? Unit)> metrics, string title, int? smooth = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(metrics);
        (string Name, RunLog[] Seeds)[] cells = [.. runs.GroupBy(r => r.Name).Select(g => (g.Key, g.ToArray()))];
        bool seeds = cells.Any(c => c.Seeds.Length > 1), live = runs.Any(r => r.LastStep is not null), bands = false;
        var panels = new List<Panel>();
        foreach ((string name, string metric, string? unit) in metrics)
        {
            Series[] series = [.. cells.Select((c, i) => Of(c.Name, c.Seeds, metric) with { Color = Palette.Of(i) })];
            bands |= series.Any(s => s.Kind == SeriesKind.Band && cells[Array.IndexOf(series, s)].Seeds.Length == 1);
            panels.Add(new Panel { Title = name, X = Steps(runs), Y = new Axis { Percent = unit == "%", Label = unit is null or "%" ? "" : unit }, Series = [.. series.Where(s => live || s.X.Count > 0)] });
        }
        string reading = seeds ? "Lines: means over seeds, each smoothed over a sixth of its steps. Bands: 95 % interval of the mean." : Reading;
        return new Figure
        {
            Title = title,
            Panels = [.. panels.Where(p => p.Series.Count > 0)],
            PlotHeight = 170,
            Caption = reading + (bands ? " Band of one run's validation accuracy: 95 % interval, by its problems." : "") + (runs.Count == 0 ? " No run was given." : ""),
        };

        Series Of(string name, RunLog[] own, string metric) => own.Length > 1 ? RunSeries.OverSeeds(name, [.. own.Select(r => r.Rows)], metric, smooth)
            : MetricNames.IsValidation(metric) ? RunSeries.Validation(name, own[0], metric) : RunSeries.Of(name, own[0].Rows, r => r[metric], smooth);
    }

    /// <inheritdoc cref="OfMetrics(IReadOnlyList{RunLog}, IReadOnlyList{string}, string)"/>
    public static Figure OfMetrics(IReadOnlyList<(string Name, IReadOnlyList<MetricRow> Rows)> runs, IReadOnlyList<string> metrics, string title) => OfMetrics(RunLog.Of(runs), metrics, title);

    /// <summary>Metrics of runs over each other by their names alone, a panel per metric, in the words of <see cref="MetricCatalog"/>.</summary>
    /// <param name="runs">Names and logs; logs of the same name are seeds of one setting.</param>
    /// <param name="metrics">The metrics' names in the log.</param>
    /// <param name="title">The figure's title.</param>
    [OverloadResolutionPriority(1)]
    public static Figure OfMetrics(IReadOnlyList<RunLog> runs, IReadOnlyList<string> metrics, string title)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return Curves(runs, [.. metrics.Select(m => (MetricCatalog.Label(m), m, MetricCatalog.Find(m)?.Unit is { Length: > 0 } unit ? unit : null))], title);
    }

    internal static string NameOf(RunFolder folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Path)));

    /// <summary>The metric with the validation accuracy, by whatever world and number of samples; null where nothing was validated.</summary>
    internal static string? ValidationMetric(IReadOnlyList<MetricRow> rows) =>
        rows.SelectMany(r => r.Values.Keys).FirstOrDefault(MetricNames.IsValidation);

    // While runs go on, the axis has its whole length from the start.
    private static Axis Steps(IReadOnlyList<RunLog> runs)
    {
        int? last = runs.Max(r => r.LastStep);
        return new Axis { Label = "training step", Low = last is null ? null : runs.SelectMany(r => r.Rows.Take(1)).Select(r => r.Step).DefaultIfEmpty(0).Min(), High = last };
    }

    private static IEnumerable<Panel> DynamicsPanels(RunLog run, int? smooth, IReadOnlyList<PhaseMark> phases)
    {
        IReadOnlyList<MetricRow> rows = run.Rows;
        yield return Two("Relative perplexity", Ratio, relative: true, ("Planning tokens", MetricNames.PlanningPerplexity, Palette.Planning), ("Execution tokens", MetricNames.ExecutionPerplexity, Palette.Execution));
        yield return Two("Token entropy", new Axis { Label = "nats" }, relative: false, ("Planning tokens", MetricNames.PlanningEntropy, Palette.Planning), ("Execution tokens", MetricNames.ExecutionEntropy, Palette.Execution));
        yield return Two("Semantic entropy", Ratio, relative: true, ("Strategic grams", MetricNames.SemanticEntropy, Palette.Planning), ("Other grams (conditional)", MetricNames.ConditionalEntropy, Palette.Execution));
        string? validation = ValidationMetric(rows);
        bool validated = validation is not null && (run.LastStep is not null || rows.Count(r => r[validation] is not null) > 1);
        Series accuracy = validated ? RunSeries.Validation("Validation accuracy", run, validation!) : RunSeries.Of("Training accuracy", rows, r => r[MetricNames.Accuracy], smooth);
        Series length = RunSeries.Of("Length", rows, r => r[MetricNames.ResponseLength], smooth) with { Right = true, Color = Palette.Length };
        yield return new Panel
        {
            Title = "Length versus accuracy",
            X = Steps([run]),
            Y = new Axis { Label = "accuracy", Percent = true },
            RightY = new Axis { Label = "tokens" },
            Series = [accuracy with { Color = Palette.Accuracy }, length],
            Phases = phases,
        };
        // A world that checks each column and each plan shows what the two phases consist of.
        if (!rows.Any(r => r[MetricNames.ColumnSlips] is not null && r[MetricNames.Strategies] is not null)) yield break;
        yield return Two("Calculation", new Axis { Label = "ratio to start", Low = 0 }, relative: true, ("Wrong columns", MetricNames.ColumnSlips, Palette.Accuracy), ("Execution entropy", MetricNames.ExecutionEntropy, Palette.Execution));
        yield return new Panel
        {
            Title = "Plans",
            X = Steps([run]),
            Y = new Axis { Label = "strategies a response" },
            RightY = new Axis { Label = "of attempts", Percent = true },
            Series =
            [
                RunSeries.Of("Strategies executed", rows, r => r[MetricNames.Strategies], smooth) with { Color = Palette.Planning },
                RunSeries.Of("Plans that fit the kind", rows, r => r[MetricNames.PlanFits], smooth) with { Right = true, Color = Palette.Length },
            ],
            Phases = phases,
        };

        Panel Two(string title, Axis axis, bool relative, params ReadOnlySpan<(string Name, string Metric, string Color)> curves)
        {
            var series = new List<Series>();
            foreach ((string name, string metric, string color) in curves)
            {
                var ratio = new RelativeToFirst();
                Series curve = RunSeries.Of(name, rows, r => relative ? ratio.Next(r[metric]) : r[metric], smooth) with { Color = color };
                // As the paper's legends do: a ratio says what it is a ratio to.
                series.Add(relative && ratio.First is double first ? curve with { Name = string.Create(CultureInfo.InvariantCulture, $"{name}, from {first:F2}") } : curve);
            }
            return new Panel { Title = title, X = Steps([run]), Y = axis, Series = series, Phases = phases };
        }
    }
}
