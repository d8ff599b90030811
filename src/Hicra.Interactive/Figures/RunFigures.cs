using System.Globalization;
using Hicra.Interactive.Rendering;
using Hicra.Metrics;
using Hicra.Metrics.Statistics;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Figures;

/// <summary>Figures out of metrics logs.</summary>
public static class RunFigures
{
    private static readonly Axis Steps = new() { Label = "training step" };

    /// <summary>A run's name and log: the last part of its folder's path, and the rows that are written.</summary>
    public static (string Name, IReadOnlyList<MetricRow> Rows) Read(ExistingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        string path = run.Folder.Metrics;
        return (NameOf(run.Folder), File.Exists(path) ? MetricsLog.Read(path) : []);
    }

    /// <summary>
    /// The paper's training dynamics (Figures 3 and 13), two rows per run: relative perplexity, token entropy, semantic entropy
    /// as a ratio to the start, and length versus accuracy; raw values pale, their moving average dark.
    /// </summary>
    /// <param name="runs">Names and logs.</param>
    /// <param name="smooth">Points of the moving average; null for an eighth of each run's rows.</param>
    /// <param name="phases">Whether the two phases are marked where a log shows them.</param>
    public static Figure Dynamics(IReadOnlyList<(string Name, IReadOnlyList<MetricRow> Rows)> runs, int? smooth = null, bool phases = true)
    {
        ArgumentNullException.ThrowIfNull(runs);
        bool single = runs.Count == 1, marked = false;
        var panels = new List<Panel>();
        foreach ((string _, IReadOnlyList<MetricRow> rows) in runs)
        {
            TwoPhases? found = phases ? TwoPhases.Find(rows) : null;
            marked |= found is not null;
            panels.AddRange(DynamicsPanels(rows, smooth, found?.Marks() ?? []));
        }
        return new Figure
        {
            Title = single ? $"Training dynamics of {runs[0].Name}" : "Training dynamics",
            Panels = panels,
            Columns = 2,
            PlotHeight = single ? 180 : 150,
            RowTitles = single ? [] : [.. runs.SelectMany(r => (string[])[r.Name, ""])],
            Caption = "Pale: every step. Dark: moving average. Ratios are to the run's first step." + (marked ? " " + TwoPhases.Rule : ""),
        };
    }

    /// <summary>Entropies over steps: of planning and execution tokens, and of the strategic grams.</summary>
    /// <param name="runs">Names and logs.</param>
    /// <param name="smooth">Points of the moving average; null for an eighth of each run's rows.</param>
    public static Figure Entropy(IReadOnlyList<(string Name, IReadOnlyList<MetricRow> Rows)> runs, int? smooth = null) =>
        Curves(runs, [("Entropy of planning tokens", MetricNames.PlanningEntropy, "nats"), ("Entropy of execution tokens", MetricNames.ExecutionEntropy, "nats"),
            ("Semantic entropy of strategic grams", MetricNames.SemanticEntropy, "nats"), ("Entropy of other grams given a strategic one", MetricNames.ConditionalEntropy, "nats")], "Entropy over training", smooth);

    /// <summary>Runs over each other, a panel per measure. Logs of the same name are seeds of one setting: their mean with its 95 % interval.</summary>
    /// <param name="runs">Names and logs.</param>
    /// <param name="smooth">Points of the moving average; null for an eighth of each run's rows.</param>
    public static Figure Compare(IReadOnlyList<(string Name, IReadOnlyList<MetricRow> Rows)> runs, int? smooth = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        string? validation = runs.Select(r => ValidationMetric(r.Rows)).FirstOrDefault(m => m is not null);
        List<(string, string, string?)> metrics = [("Training accuracy", MetricNames.Accuracy, "%"), ("Semantic entropy of strategic grams", MetricNames.SemanticEntropy, "nats"),
            ("Response length", MetricNames.ResponseLength, "tokens"), ("Entropy of planning tokens", MetricNames.PlanningEntropy, "nats"), ("Entropy of execution tokens", MetricNames.ExecutionEntropy, "nats")];
        if (validation is not null) metrics.Insert(0, ("Validation accuracy", validation, "%"));
        return Curves(runs, metrics, "Runs compared", smooth);
    }

    /// <summary>Any metrics of runs over each other, a panel per metric. Logs of the same name are seeds of one setting: their mean with its 95 % interval.</summary>
    /// <param name="runs">Names and logs.</param>
    /// <param name="metrics">Panels: title, the metric's name in the log, and its unit (<c>%</c> for a fraction; null for none).</param>
    /// <param name="title">The figure's title.</param>
    /// <param name="smooth">Points of the moving average; null for an eighth of each run's rows.</param>
    public static Figure Curves(
        IReadOnlyList<(string Name, IReadOnlyList<MetricRow> Rows)> runs, IReadOnlyList<(string Title, string Metric, string? Unit)> metrics, string title, int? smooth = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(metrics);
        var cells = runs.GroupBy(r => r.Name).Select(g => (Name: g.Key, Seeds: g.Select(r => r.Rows).ToArray())).ToArray();
        bool seeds = cells.Any(c => c.Seeds.Length > 1);
        var panels = new List<Panel>();
        foreach ((string name, string metric, string? unit) in metrics)
        {
            bool percent = unit == "%";
            Series[] series = [.. cells.Select((c, i) => (c.Seeds.Length == 1 ? Curve(c.Name, c.Seeds[0], r => r[metric], smooth) : OverSeeds(c.Name, c.Seeds, metric, smooth)) with { Color = Palette.Of(i) })];
            panels.Add(new Panel { Title = name, X = Steps, Y = new Axis { Percent = percent, Label = unit is null or "%" ? "" : unit }, Series = [.. series.Where(s => s.X.Count > 0)] });
        }
        return new Figure
        {
            Title = title,
            Panels = [.. panels.Where(p => p.Series.Count > 0)],
            PlotHeight = 170,
            Caption = (seeds ? "Lines: mean over seeds, moving average. Bands: 95 % interval of the mean." : "Pale: every step. Dark: moving average.") + (runs.Count == 0 ? " No run was given." : ""),
        };
    }

    /// <summary>Metrics of runs over each other by their names alone, a panel per metric, in the words of <see cref="MetricCatalog"/>.</summary>
    /// <param name="runs">Names and logs; logs of the same name are seeds of one setting.</param>
    /// <param name="metrics">The metrics' names in the log.</param>
    /// <param name="title">The figure's title.</param>
    public static Figure OfMetrics(IReadOnlyList<(string Name, IReadOnlyList<MetricRow> Rows)> runs, IReadOnlyList<string> metrics, string title)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return Curves(runs, [.. metrics.Select(m => (MetricCatalog.Label(m), m, MetricCatalog.Find(m)?.Unit is { Length: > 0 } unit ? unit : null))], title);
    }

    internal static string NameOf(RunFolder folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Path)));

    /// <summary>The metric with the validation accuracy, by whatever world and number of samples; null where nothing was validated.</summary>
    internal static string? ValidationMetric(IReadOnlyList<MetricRow> rows) =>
        rows.SelectMany(r => r.Values.Keys).FirstOrDefault(MetricNames.IsValidation);

    private static IEnumerable<Panel> DynamicsPanels(IReadOnlyList<MetricRow> rows, int? smooth, IReadOnlyList<PhaseMark> phases)
    {
        yield return Two("Relative perplexity", "ratio to start", rows, smooth, phases, relative: true,
            ("Planning tokens", MetricNames.PlanningPerplexity, Palette.Planning), ("Execution tokens", MetricNames.ExecutionPerplexity, Palette.Execution));
        yield return Two("Token entropy", "nats", rows, smooth, phases, relative: false,
            ("Planning tokens", MetricNames.PlanningEntropy, Palette.Planning), ("Execution tokens", MetricNames.ExecutionEntropy, Palette.Execution));
        yield return Two("Semantic entropy", "ratio to start", rows, smooth, phases, relative: true,
            ("Strategic grams", MetricNames.SemanticEntropy, Palette.Planning), ("Other grams (conditional)", MetricNames.ConditionalEntropy, Palette.Execution));
        string? validation = ValidationMetric(rows);
        bool validated = validation is not null && rows.Count(r => r[validation] is not null) > 1;
        Series accuracy = validated ? Curve("Validation accuracy", rows, r => r[validation!], null) with { Smooth = null } : Curve("Training accuracy", rows, r => r[MetricNames.Accuracy], smooth);
        Series length = Curve("Length", rows, r => r[MetricNames.ResponseLength], smooth) with { Right = true, Color = Palette.Length };
        yield return new Panel
        {
            Title = "Length versus accuracy",
            X = Steps,
            Y = new Axis { Label = "accuracy", Percent = true },
            RightY = new Axis { Label = "tokens" },
            Series = [accuracy with { Color = Palette.Accuracy }, length],
            Phases = phases,
        };
    }

    private static Panel Two(
        string title, string label, IReadOnlyList<MetricRow> rows, int? smooth, IReadOnlyList<PhaseMark> phases, bool relative, params ReadOnlySpan<(string Name, string Metric, string Color)> curves)
    {
        var series = new List<Series>();
        foreach ((string name, string metric, string color) in curves)
        {
            var ratio = new RelativeToFirst();
            Series curve = Curve(name, rows, r => relative ? ratio.Next(r[metric]) : r[metric], smooth) with { Color = color };
            // As the paper's legends do: a ratio says what it is a ratio to.
            series.Add(relative && ratio.First is double first ? curve with { Name = string.Create(CultureInfo.InvariantCulture, $"{name}, from {first:F2}") } : curve);
        }
        return new Panel { Title = title, X = Steps, Y = new Axis { Label = label }, Series = series, Phases = phases };
    }

    private static Series Curve(string name, IReadOnlyList<MetricRow> rows, Func<MetricRow, double?> value, int? smooth)
    {
        (double Step, double Value)[] points = [.. rows.Select(r => ((double)r.Step, Value: value(r))).Where(p => p.Value is not null).Select(p => (p.Item1, p.Value!.Value))];
        int window = smooth ?? Smoothing.WindowFor(points.Length);
        // A metric that is not measured at every step has too few points to smooth.
        bool sparse = points.Length < 12 || points.Length < rows.Count / 2;
        return new Series { Name = name, X = [.. points.Select(p => p.Step)], Y = [.. points.Select(p => p.Value)], Smooth = sparse || window < 2 ? null : window };
    }

    private static Series OverSeeds(string name, IReadOnlyList<MetricRow>[] seeds, string metric, int? smooth)
    {
        var points = seeds.SelectMany(rows => rows).Where(r => r[metric] is not null).GroupBy(r => r.Step).Where(g => g.Count() > 1).OrderBy(g => g.Key)
            .Select(g => (Step: (double)g.Key, Interval: Paired.TInterval([.. g.Select(r => r[metric]!.Value)])!.Value)).ToArray();
        int window = points.Length < 12 ? 1 : smooth ?? Smoothing.WindowFor(points.Length);
        return new Series
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{name}, {seeds.Length} seeds"),
            Kind = SeriesKind.Band,
            X = [.. points.Select(p => p.Step)],
            Y = Smoothing.MovingAverage([.. points.Select(p => p.Interval.Estimate)], window),
            Low = Smoothing.MovingAverage([.. points.Select(p => p.Interval.Low)], window),
            High = Smoothing.MovingAverage([.. points.Select(p => p.Interval.High)], window),
        };
    }
}
