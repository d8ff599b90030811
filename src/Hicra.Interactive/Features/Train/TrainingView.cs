using System.Globalization;
using System.Text;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Features.Doctor;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;
using Hicra.Training.Health;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Train;

/// <summary>What a training looks like while it goes on: progress with rate and remaining time, a table that grows, curves.</summary>
internal sealed class TrainingView
{
    private const int MostRows = 12;
    private readonly Lock _gate = new();
    private readonly List<(SweepRun Plan, List<MetricRow> Rows)> _runs = [];
    private readonly INotebookHost _host;
    private readonly Func<string, string> _shorten;
    private readonly CommandStyle _style;
    private long _started;
    private int _before;
    private string _replaying = "";

    public TrainingView(IReadOnlyList<SweepRun> plans, INotebookHost host, Func<string, string> shorten, CommandStyle style)
    {
        foreach (SweepRun plan in plans) _runs.Add((plan, []));
        (_host, _shorten, _style, _started) = (host, shorten, style, host.Clock.GetTimestamp());
    }

    /// <summary>What happened at the end; empty while it goes well.</summary>
    public string Note { get; set; } = "";

    /// <summary>What the training is, where its runs' names do not say it.</summary>
    public string Heading { get; init; } = "";

    /// <summary>How to read the comparison.</summary>
    public string Remark { get; set; } = "";

    /// <summary>What was said before it began.</summary>
    public IReadOnlyList<string> Notes { get; set; } = [];

    /// <summary>What stands out in a single run at its end.</summary>
    public IReadOnlyList<Finding> Findings { get; set; } = [];

    /// <summary>A finished sweep's comparison.</summary>
    public SweepSummary? Summary { get; set; }

    /// <summary>The folder of the run or of the sweep.</summary>
    public string Directory => _runs.Count == 1 ? _runs[0].Plan.Directory : Path.GetDirectoryName(Path.GetDirectoryName(_runs[0].Plan.Directory))!;

    private int Total => _runs.Sum(r => r.Plan.Config.Training.Steps - r.Plan.Config.FirstStep + 1);

    private int Done => _runs.Sum(r => r.Rows.Count);

    /// <summary>Takes what the logs have already.</summary>
    public void ReadLogs()
    {
        lock (_gate)
        {
            foreach ((SweepRun plan, List<MetricRow> rows) in _runs)
            {
                string log = new RunFolder(plan.Directory).Metrics;
                rows.Clear();
                if (File.Exists(log)) rows.AddRange(MetricsLog.Read(log));
            }
            Begin();
        }
    }

    /// <summary>Says that a step of an earlier run is taken again: no step of these runs, so that no rate and no remaining time is told from it.</summary>
    public void Replay(ReplayedStep step)
    {
        lock (_gate)
        {
            _replaying = string.Create(CultureInfo.InvariantCulture, $"replaying {_shorten(step.Run)}: {step.Done} of {step.Steps} steps");
            if (step.Done == step.Steps) Begin();
        }
    }

    /// <summary>Adds a step; one that is taken again replaces what was there.</summary>
    public void Add(SweepRun plan, MetricRow row)
    {
        lock (_gate)
        {
            List<MetricRow> rows = _runs.First(r => r.Plan == plan).Rows;
            rows.RemoveAll(r => r.Step >= row.Step);
            rows.Add(row);
            _before = Math.Min(_before, Done - 1);
            _replaying = "";
        }
    }

    /// <summary>One line: where it stands.</summary>
    public string Line()
    {
        lock (_gate) return $"{Title()}  {Progress()}{Latest()}";
    }

    /// <summary>The picture.</summary>
    public MimeBundle Bundle()
    {
        lock (_gate)
        {
            RowTable table = Table();
            return MimeBundle.Of(Text(table), _host.ShowsHtml ? Page(table) : null);
        }
    }

    private string Title() => Heading.Length > 0 ? Heading : _runs.Count == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{_runs[0].Plan.Cell.Name}, seed {_runs[0].Plan.Seed}")
        : $"{_runs.Count} runs, {_runs.Count(r => IsDone(r.Plan, r.Rows))} finished";

    private static bool IsDone(SweepRun plan, List<MetricRow> rows) => rows.Count > 0 && rows[^1].Step >= plan.Config.Training.Steps;

    // From now on steps are counted and timed.
    private void Begin() => (_before, _replaying, _started) = (Done, "", _host.Clock.GetTimestamp());

    private string Progress() => _replaying.Length > 0 ? _replaying : ProgressText.Counts(Done, Total, Done - _before, _host.Clock.GetElapsedTime(_started), "steps", ended: Note.Length > 0);

    private string Latest() => _runs.Count == 1 && _runs[0].Rows is [.., var row]
        ? string.Create(CultureInfo.InvariantCulture, $"  accuracy {(row[MetricNames.Accuracy] is double share ? NumberText.Percent(share) : NumberText.None)}") : "";

    // One run: rows at even distances and the newest; many: the newest row of each.
    private RowTable Table()
    {
        SweepRun first = _runs[0].Plan;
        (string Metric, string Heading)[] columns = Columns(first.Config);
        var table = new List<string[]>();
        if (_runs.Count == 1)
        {
            table.Add(["step", .. columns.Select(c => c.Heading)]);
            List<MetricRow> rows = _runs[0].Rows;
            int every = Every(rows.Count);
            foreach (MetricRow row in rows.Where(r => (r.Step - first.Config.FirstStep) % every == 0 || r == rows[^1]))
                table.Add([row.Step.ToString(CultureInfo.InvariantCulture), .. columns.Select(c => Shown(row[c.Metric], c.Metric))]);
        }
        else
        {
            table.Add(["run", "seed", "step", .. columns.Select(c => c.Heading)]);
            foreach ((SweepRun plan, List<MetricRow> rows) in _runs)
            {
                // A validation is not in every row: the newest counts.
                table.Add([plan.Cell.Name, plan.Seed.ToString(CultureInfo.InvariantCulture), rows.Count == 0 ? "-" : rows[^1].Step.ToString(CultureInfo.InvariantCulture),
                    .. columns.Select(c => Shown(rows.LastOrDefault(r => r[c.Metric] is not null)?[c.Metric], c.Metric))]);
            }
        }
        // In a narrow terminal accuracy stays longest.
        int names = table[0].Length - columns.Length;
        return new RowTable(table, _runs.Count == 1 ? 0 : 1, [names + 4, names + 3, names + 5, names + 2, names + 6]);
    }

    private static string Shown(double? value, string metric) => NumberText.Of(value, MetricCatalog.Find(metric) is { IsShare: true });

    // What a live table shows; headings are short, because seven columns must fit.
    private static (string Metric, string Heading)[] Columns(RunConfig config) =>
    [
        (MetricNames.Accuracy, "accuracy (%)"), (MetricNames.Validation(config.World, config.Training.ValidationSamples), "validation (%)"), (MetricNames.SoundAttempts, "sound attempts (%)"),
        (MetricNames.SemanticEntropy, "gram entropy (nats)"), (MetricNames.PlanningEntropy, "planning entropy (nats)"), (MetricNames.ExecutionEntropy, "exec. entropy (nats)"),
        (MetricNames.ResponseLength, "length (tokens)"),
    ];

    private static int Every(int rows)
    {
        int every = 1;
        for (int i = 0; rows / every > MostRows; i++) every = (i % 3) switch { 0 => every * 2, 1 => every / 2 * 5, _ => every * 2 };
        return every;
    }

    private string Text(RowTable table)
    {
        var text = new StringBuilder();
        text.Append(Title()).Append("  ").Append(ProgressText.Bar(Done, Total)).Append("  ").Append(Progress()).Append('\n');
        if (Note.Length > 0) text.Append(Note).Append('\n');
        text.Append(table.Text());
        if (Summary is not null) text.Append('\n').Append(new SweepSummaryView().RenderText(Summary)).Append('\n');
        foreach (string note in Notes) text.Append(PlainTable.Wrap($"note: {note}")).Append('\n');
        if (Findings.Count > 0) text.Append(DiagnosisView.Brief(Findings)).Append('\n');
        if (Remark.Length > 0) text.Append(PlainTable.Wrap(Remark)).Append('\n');
        text.Append("in ").Append(_shorten(Directory));
        return text.ToString();
    }

    // What grows stands below what is looked at, so that the figure stays in its place.
    private string Page(RowTable table)
    {
        var html = new StringBuilder();
        html.Append("<div style=\"margin:0 0 4px 0\"><b>").Append(Html.Escape(Title())).Append("</b> &#160; ").Append(Html.Escape(Progress())).Append("</div>");
        html.Append(ProgressText.BarHtml(Done, Total, stopped: Note.Length > 0 && Done < Total));
        html.Append(TrainingCurves.Html([.. _runs.Select(r => new RunLog(NameOf(r.Plan), [.. r.Rows]) { ValidationProblems = RunLog.Validated(r.Plan.Config), LastStep = Ended ? null : r.Plan.Config.Training.Steps })]));
        if (Note.Length > 0) html.Append("<div style=\"margin:4px 0\">").Append(Html.Escape(Note)).Append("</div>");
        html.Append(table.Html());
        foreach (string note in Notes) html.Append("<div style=\"margin:4px 0\">").Append(Html.Badge("note", Palette.PartGround)).Append(' ').Append(Html.Escape(note)).Append("</div>");
        html.Append(DiagnosisView.BriefHtml(Findings));
        if (Remark.Length > 0) html.Append("<div style=\"margin:4px 0;max-width:52em\">").Append(Html.Escape(Remark)).Append("</div>");
        html.Append(Html.Note($"in {_shorten(Directory)}{(Ended ? "" : Standing())}"));
        return Html.Card(html.ToString()) + (Summary is null ? "" : new SweepSummaryView().RenderHtml(Summary));
    }

    private bool Ended => Note.Length > 0 || Summary is not null || Done >= Total;

    // A page that is reloaded keeps the last picture for ever: it says how old it is, and where the run is to be seen.
    private string Standing() => string.Create(CultureInfo.InvariantCulture,
        $" · as of {_host.Clock.GetLocalNow():yyyy-MM-dd HH:mm:ss}. If this stands still, the page was loaded again: {CommandName.Typed("show", _style)} {_shorten(Directory)} shows where the {(_runs.Count == 1 ? "run" : "sweep")} is.");

    // Bands over two seeds say nothing: so few are drawn one by one.
    private string NameOf(SweepRun plan) => _runs.Count(r => r.Plan.Cell == plan.Cell) == 2 ? string.Create(CultureInfo.InvariantCulture, $"{plan.Cell.Name}, seed {plan.Seed}") : plan.Cell.Name;
}
