using System.CommandLine;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Features.Plot;

/// <summary><c>#!plot-dynamics</c>: runs' metrics over steps; <c>--paper</c> puts the reported curves below.</summary>
internal sealed class PlotCommand : KitCommand
{
    private const int MostRows = 3;
    private readonly Argument<string[]> _runs;
    private readonly Option<string[]> _run;
    private readonly Option<string?> _metrics, _model, _out, _name;
    private readonly Option<bool> _compare, _paper, _dryRun, _json;

    public PlotCommand(CommandStyle style) : base("plot", style, "Draws runs: the dynamics of each, with the paper's two phases where they are found, or any metrics of all over each other.")
    {
        _runs = AddArgument(new Argument<string[]>("RUN") { Arity = ArgumentArity.ZeroOrMore, Description = "runs: folders, variables (@run; also a data frame of metrics), or demo [demo]" }, ValueKind.Run);
        _run = Add(new Option<string[]>("--run") { HelpName = "RUN", Description = "the same as RUN, as what-if has it", AllowMultipleArgumentsPerToken = true }, ValueKind.Run);
        _metrics = Add(Options.Text("--metrics", "names", "metrics of the log, with commas: a panel each, all runs in it"), ValueKind.Metrics);
        _compare = Add(new Option<bool>("--compare") { Description = $"all runs over each other, seeds as a band; so it is for more than {MostRows} runs" });
        _paper = Add(new Option<bool>("--paper") { Description = "the paper's curves below, as reported (read off its Figures 3 and 13)" });
        _model = Add(Options.Text("--model", "name", $"whose curves --paper takes: {string.Join(", ", ReportedCurves.Models)} [{ReportedCurves.Models[0]}]"));
        _out = Add(Options.Text("--out", "FILE", "write the figure to a file as well: .svg or .html"), ValueKind.Path);
        _name = Add(CommonOptions.Name("the figure"));
        _dryRun = Add(CommonOptions.DryRun());
        _json = Add(Options.Json());
        foreach (string model in ReportedCurves.Models) _model.CompletionSources.Add(model);
    }

    public override Task RunAsync(CommandCall call, CancellationToken cancellation)
    {
        string[] given = [.. call.Parsed.GetValue(_runs) ?? [], .. call.Parsed.GetValue(_run) ?? []];
        PlottedRun[] runs = [.. RunReference.WordsOr(given).SelectMany(word => PlottedRun.Of(word, call))];
        string[]? metrics = call.Parsed.GetValue(_metrics)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        RunLog[] logs = [.. runs.Select(r => r.Log)];
        foreach (string metric in metrics ?? []) CheckMetric(metric, logs);
        string model = call.Parsed.GetValue(_model) ?? ReportedCurves.Models[0];
        if (SettingOptions.IsGiven(call.Parsed, _model) && !call.Parsed.GetValue(_paper)) throw new HicraException("--model belongs to --paper; give both");
        if (!ReportedCurves.Models.Contains(model)) throw NameSuggestion.Unknown("model", model, ReportedCurves.Models);
        string? file = call.ResultFile(_out);
        if (file is not null && Path.GetExtension(file) is not (".svg" or ".html")) throw new HicraException($"--out is '{call.Shorten(file)}'; give a file that ends in .svg or .html");
        if (call.Parsed.GetValue(_dryRun))
        {
            call.Host.Output.WriteLine($"would draw {string.Join(", ", logs.Select(l => l.Name))}{(file is null ? "" : $" and write {call.Shorten(file)}")}");
            return Task.CompletedTask;
        }

        if (given.Length == 0 && !call.Parsed.GetValue(_json)) call.Host.Output.WriteLine(RunReference.Unnamed(Typed("plot")));
        if (metrics is not null && call.Parsed.GetValue(_compare)) call.Note("--compare has no effect with --metrics, which draws all runs over each other");
        bool over = metrics is not null || call.Parsed.GetValue(_compare) || runs.Length > MostRows;
        Figure figure = metrics is not null ? RunFigures.OfMetrics(ByCell(runs), metrics, "Metrics over training")
            : over ? RunFigures.Compare(ByCell(runs)) : RunFigures.Dynamics(logs);
        if (call.Parsed.GetValue(_paper)) figure = ReportedCurves.Below(figure, model);
        if (figure.Panels.Count == 0) throw new HicraException($"{string.Join(", ", logs.Select(l => l.Name))}: the logs hold none of these metrics yet; train some steps first");
        call.Leave(_name, figure);
        if (file is not null) Write(figure, file);
        bool json = call.Parsed.GetValue(_json);
        if (json) call.Host.Output.WriteLine(PlotlyRenderer.Render(figure).ToJsonString());
        else call.Host.Display(call.Bundle(figure));
        if (file is not null) call.SayWritten(file, json);
        return Task.CompletedTask;
    }

    private static void CheckMetric(string metric, RunLog[] logs)
    {
        string[] known = [.. logs.SelectMany(l => l.Rows).SelectMany(r => r.Values.Keys).Distinct()];
        if (known.Contains(metric)) return;
        string? nearest = known.FirstOrDefault(k => k.EndsWith("/" + metric, StringComparison.Ordinal)) ?? NameSuggestion.Nearest(metric, known);
        string hint = nearest is null ? "the names are those of metrics.jsonl, for example hicra/accuracy" : $"did you mean '{nearest}'?";
        throw new HicraException($"--metrics: no run has '{metric}'; {hint}");
    }

    // Runs that differ by their seed alone get one name, so that they become a band.
    private static RunLog[] ByCell(PlottedRun[] runs) =>
    [.. runs.Select(run =>
    {
        long[] seeds = [.. runs.Where(r => r.Cell == run.Cell).Select(r => r.Seed)];
        return seeds.Distinct().Count() == seeds.Length ? run.Log with { Name = run.Cell } : run.Log;
    })];

    private static void Write(Figure figure, string file)
    {
        if (Path.GetExtension(file) == ".html")
        {
            HtmlPage.Write(file, figure.Title, new FigureView().RenderHtml(figure));
            return;
        }
        TextFile.Write(file, SvgRenderer.Render(figure));
    }
}
