using System.Globalization;
using System.Text;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Show;

/// <summary>A run as its folder shows it: how far it is, its last metrics with their curves, its settings, its files.</summary>
internal sealed class RunCard
{
    private readonly RunFolder _folder;
    private readonly RunConfig _config;
    private readonly string _name;
    private readonly IReadOnlyList<MetricRow> _rows;
    private readonly int _next;

    private RunCard(RunFolder folder, RunConfig config, int next)
    {
        (_folder, _config, _next, _name) = (folder, config, next, RunFigures.NameOf(folder));
        _rows = File.Exists(folder.Metrics) ? MetricsLog.Read(folder.Metrics) : [];
    }

    public static RunCard Of(ExistingRun run) => new(run.Folder, run.Config, run.NextStep);

    public static RunCard Of(TrainingRun run) => new(run.Folder, run.Config, run.NextStep);

    private int Steps => _config.Training.Steps;

    private bool IsFinished => _next > Steps;

    private string Method()
    {
        TrainingOptions o = _config.Training;
        if (_config.Log is { } log) return log.Describe();
        return o.Method + (SweepCell.Of(o).Alpha is double alpha ? string.Create(CultureInfo.InvariantCulture, $", alpha {alpha}") : "") + string.Create(CultureInfo.InvariantCulture, $", seed {o.Seed}, world {_config.World}");
    }

    private string Progress() => _config.Log is { } log ? string.Create(CultureInfo.InvariantCulture, $"{NumberText.Count(log.Rollouts, "rollout", "rollouts")}, {NumberText.Count(_rows.Count, "step", "steps")}") : string.Create(CultureInfo.InvariantCulture, $"{(IsFinished ? "finished" : "not finished")}, {Math.Min(_next, Steps)} of {Steps} steps");

    private IEnumerable<(Metric Metric, double[] Values)> Curves()
    {
        string[] wanted = [MetricNames.Accuracy, MetricNames.ResponseLength, MetricNames.SemanticEntropy, MetricNames.PlanningEntropy, MetricNames.ExecutionEntropy, MetricNames.GradientNorm];
        if (RunFigures.ValidationMetric(_rows) is string validation) wanted = [validation, .. wanted];
        foreach (string name in wanted)
        {
            double[] values = [.. _rows.Select(r => r[name]).OfType<double>()];
            if (values.Length > 0 && MetricCatalog.Find(name) is { } metric) yield return (metric, values);
        }
    }

    // What the user chose comes first: a table of thirty defaults hides it.
    private (List<(string Name, string Value)> Chosen, List<(string Name, string Value)> Defaults) Settings()
    {
        var defaults = new TrainingOptions();
        List<(string, string)> chosen = [], usual = [];
        if (_config.Log is { } log)
        {
            chosen.Add(("files", string.Join(", ", log.Files)));
            if (log.Lacks.Count > 0) chosen.Add(("not in the log", string.Join(", ", log.Lacks)));
            chosen.AddRange(log.Notes.Select(note => ("mind", note)));
            return (chosen, usual);
        }
        foreach (TrainingSetting setting in TrainingSettings.All)
        {
            string? value = setting.Get(_config.Training);
            if (value != setting.Get(defaults)) chosen.Add((setting.Name, value ?? "not set"));
            else if (value is not null) usual.Add((setting.Name, value));
        }
        if (_config.Fork is { } fork) chosen.Add(("fork of", string.Create(CultureInfo.InvariantCulture, $"{fork.Run} at step {fork.Step}")));
        chosen.Add(("base model", _config.Base.Directory));
        return (chosen, usual);
    }

    private IEnumerable<(string Name, string Path, string Size)> Artefacts()
    {
        foreach ((string name, string path) in ((string, string)[])[("settings", _folder.Config), ("metrics", _folder.Metrics), ("strategic grams", _folder.Grams), ("placebo n-grams", _folder.Placebo)])
            if (File.Exists(path)) yield return (name, Path.GetFileName(path), NumberText.Bytes(new FileInfo(path).Length));
        IReadOnlyList<int> rollouts = _folder.RolloutSteps(), checkpoints = _folder.CheckpointSteps();
        if (rollouts.Count > 0) yield return ("rollouts", "rollouts/", Listed(rollouts));
        if (checkpoints.Count > 0) yield return ("checkpoints", "checkpoints/", Listed(checkpoints));
    }

    private string? LastValidation() => ShownRun.LastValidation(_rows, _config);

    private static string Listed(IReadOnlyList<int> steps) => (steps.Count == 1 ? "step " : "steps ") + (steps.Count <= 8
        ? string.Join(", ", steps.Select(s => s.ToString(CultureInfo.InvariantCulture)))
        : string.Create(CultureInfo.InvariantCulture, $"{steps[0]}, {steps[1]}, … {steps[^1]} ({steps.Count} of them)"));

    private static string Shown(Metric metric, double value) => NumberText.Of(value, metric.IsShare);

    private static string Heading(Metric metric) => metric.Unit.Length == 0 ? metric.Label : $"{metric.Label} ({metric.Unit})";

    public string RenderHtml()
    {
        var html = new StringBuilder();
        html.Append(Html.Heading(_name, Method()));
        double share = Steps > 0 ? Math.Clamp((double)_next / Steps, 0, 1) : 1;
        string part = (share * 100).ToString("F0", CultureInfo.InvariantCulture);
        html.Append(CultureInfo.InvariantCulture, $"<div style=\"margin:6px 0 8px 0\"><span style=\"display:inline-block;width:180px;height:8px;background-color:{Palette.Grid};border-radius:4px;vertical-align:middle\"><span style=\"display:inline-block;width:{part}%;height:8px;background-color:{Palette.Accuracy};border-radius:4px;vertical-align:top\"></span></span> <span style=\"{Html.Muted}\">{Html.Escape(Progress())}</span></div>");
        (Metric Metric, double[] Values)[] curves = [.. Curves()];
        if (curves.Length > 0)
            html.Append(Html.Table(["metric", "curve", "first", "last", "lowest", "highest"], curves.Select(c => (IReadOnlyList<string>)
                [Html.Explained(Heading(c.Metric), c.Metric.Sentence), SparklineImage.Curve(c.Metric.Label, c.Values, c.Metric.IsShare), Shown(c.Metric, c.Values[0]), $"<b>{Shown(c.Metric, c.Values[^1])}</b>", Shown(c.Metric, c.Values.Min()), Shown(c.Metric, c.Values.Max())]), firstNumber: 2))
                .Append(Html.Note(LastValidation() ?? "")).Append(Html.Words(curves.Select(c => c.Metric)));
        else html.Append(Html.Note("No step is done yet."));
        (List<(string Name, string Value)> chosen, List<(string Name, string Value)> defaults) = Settings();
        html.Append(Html.Details("Settings", Pairs(chosen) + Html.Details("defaults", Pairs(defaults))));
        html.Append(Html.Details("Files", $"<div style=\"font-family:{Html.Mono};font-size:12px;{Html.Muted};word-wrap:break-word\">{Html.Escape(_folder.Path)}</div>"
            + Html.Table(["what", "where", ""], Artefacts().Select(a => (IReadOnlyList<string>)[Html.Escape(a.Name), Html.Escape(a.Path), Html.Escape(a.Size)]), firstNumber: 3)));
        return Html.Card(html.ToString());
    }

    private static string Pairs(List<(string Name, string Value)> pairs) =>
        Html.Table(["setting", "value"], pairs.Select(p => (IReadOnlyList<string>)[Html.Escape(p.Name), Html.Escape(p.Value)]), firstNumber: 2);

    public string RenderText()
    {
        var text = new StringBuilder();
        text.Append(PlainTable.Clean(_name)).Append(": ").Append(PlainTable.Clean(Method())).Append('\n').Append(Progress()).Append("\n\n");
        (Metric Metric, double[] Values)[] curves = [.. Curves()];
        if (curves.Length > 0)
            text.Append(PlainTable.Render(["metric", "curve", "first", "last", "lowest", "highest"], curves.Select(c => (IReadOnlyList<string>)
                [Heading(c.Metric), Sparkline.Draw(c.Values, 20, c.Metric.IsShare ? 0 : c.Values.Min(), c.Values.Max()), Shown(c.Metric, c.Values[0]), Shown(c.Metric, c.Values[^1]), Shown(c.Metric, c.Values.Min()), Shown(c.Metric, c.Values.Max())]), firstNumber: 2, drop: [4, 5])).Append('\n').Append(LastValidation() is { } validation ? PlainTable.Wrap(validation) + "\n\n" : "\n");
        text.Append(PlainTable.Wrap(PlainTable.Clean($"settings: {string.Join(", ", Settings().Chosen.Select(s => $"{s.Name} {s.Value}"))}"))).Append('\n');
        foreach ((string name, string path, string size) in Artefacts()) text.Append(PlainTable.Wrap($"{name}: {path} ({size})")).Append('\n');
        return text.Append("folder: ").Append(PlainTable.Clean(_folder.Path)).ToString();
    }
}
