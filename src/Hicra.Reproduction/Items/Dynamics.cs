using System.Globalization;
using Hicra.Interactive.Features.Paper;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Reproduction.Reported;
using Hicra.Training.Learning;

namespace Hicra.Reproduction.Items;

/// <summary>The four columns of Figures 3 and 13, a row a model: relative perplexity, token entropy, semantic entropy as a ratio, length versus accuracy.</summary>
internal static class Dynamics
{
    private static readonly Axis Ratio = new() { Label = "ratio to start", LeastSpan = 0.2 };

    /// <summary>The rows as the paper has them, those whose image could be had.</summary>
    public static Figure Reported(IReadOnlyList<string> models, string title)
    {
        (string Model, IReadOnlyDictionary<string, ReportedCurve> Curves)[] rows = [.. models.Select(m => (m, ReportedCurve.Dynamics(m))).Where(r => r.Item2.Count > 0)];
        return Of(title, rows.Select(r => (r.Model, Panels(r.Curves))), ReportedMark.Eyeballed.Sentence() + " GRPO.");
    }

    /// <summary>The rows as measured, those families of which there are runs.</summary>
    public static Figure Measured(IReadOnlyList<(Family Family, IReadOnlyList<MadeRun> Runs)> rows, string title)
    {
        var sentences = new List<string>();
        var drawn = new List<(string, Panel[])>();
        foreach ((Family family, IReadOnlyList<MadeRun> runs) in rows.Where(r => r.Runs.Count > 0))
        {
            RunPhases phases = Curves.Phases(runs);
            sentences.Add(phases.Sentence(family.Title));
            drawn.Add((StandIns.Label(family), Panels(runs, phases.Marks)));
        }
        string reading = string.Join(' ', rows.Where(r => r.Runs.Count > 0).Select(r => Curves.Reading(r.Runs)).Distinct().Take(1));
        return Of(title, drawn, $"{reading} {RunPhases.Rule} {string.Join(' ', sentences)}");
    }

    /// <summary>Reported beside measured, in numbers: the ends of every curve.</summary>
    public static IEnumerable<PaperRow> Numbers(Family family, string model, IReadOnlyList<MadeRun> runs)
    {
        IReadOnlyDictionary<string, ReportedCurve> curves = ReportedCurve.Dynamics(model);
        foreach ((string what, string series, Func<ReportedCurve, double> reported, Func<MadeRun, double?> measured) in Ends())
        {
            double? known = curves.TryGetValue(series, out ReportedCurve? curve) ? reported(curve) : null;
            yield return Rows.Row($"{(model.Length > 0 ? $"{model} / " : "")}{family.Title}: {what}", known, Clustered.Of(runs, measured), null, ReportedMark.Eyeballed);
        }
    }

    private static IEnumerable<(string What, string Series, Func<ReportedCurve, double> Reported, Func<MadeRun, double?> Measured)> Ends()
    {
        yield return ("relative perplexity of planning tokens at the end", "rel_ppl_planning", c => c.Last, r => r.Ratio(MetricNames.PlanningPerplexity));
        yield return ("relative perplexity of execution tokens at the end", "rel_ppl_execution", c => c.Last, r => r.Ratio(MetricNames.ExecutionPerplexity));
        yield return ("entropy of planning tokens, end over start", "token_entropy_planning", c => c.Last / c.First, r => r.Ratio(MetricNames.PlanningEntropy));
        yield return ("entropy of execution tokens, end over start", "token_entropy_execution", c => c.Last / c.First, r => r.Ratio(MetricNames.ExecutionEntropy));
        yield return ("semantic entropy of strategic grams, end over start", "sg_entropy_ratio", c => c.Last / c.First, r => r.Ratio(MetricNames.SemanticEntropy));
        yield return ("conditional entropy of other grams, end over start", "other_grams_conditional_ratio", c => c.Last / c.First, r => r.Ratio(MetricNames.ConditionalEntropy));
        yield return ("validation accuracy gained", "val_accuracy", c => c.Last - c.First, r => r.End(r.Validation) - r.Start(r.Validation));
        yield return ("length, end over start", "length", c => c.Last / c.First, r => r.Ratio(MetricNames.ResponseLength));
    }

    private static Figure Of(string title, IEnumerable<(string Name, Panel[] Panels)> rows, string caption)
    {
        (string Name, Panel[] Panels)[] all = [.. rows];
        return new Figure { Title = title, Columns = 4, PlotHeight = 120, Panels = [.. all.SelectMany(r => r.Panels)], RowTitles = [.. all.Select(r => r.Name)], Caption = caption };
    }

    private static Panel[] Panels(IReadOnlyDictionary<string, ReportedCurve> curves)
    {
        return
        [
            Panel("Relative perplexity", Ratio, [], Curve("planning", "rel_ppl_planning", Palette.Planning), Curve("execution", "rel_ppl_execution", Palette.Execution)),
            Panel("Token entropy", new Axis(), [], Curve("planning", "token_entropy_planning", Palette.Planning), Curve("execution", "token_entropy_execution", Palette.Execution)),
            Panel("Semantic entropy", Ratio, [], Curve("strategic grams", "sg_entropy_ratio", Palette.Planning), Curve("other grams", "other_grams_conditional_ratio", Palette.Execution)),
            Last([], Curve("accuracy", "val_accuracy", Palette.Accuracy), Curve("length", "length", Palette.Length)),
        ];

        Series? Curve(string name, string key, string color) => curves.TryGetValue(key, out ReportedCurve? curve) ? Curves.Of(name, curve, color) : null;
    }

    private static Panel[] Panels(IReadOnlyList<MadeRun> runs, IReadOnlyList<PhaseMark> phases)
    {
        return
        [
            Panel("Relative perplexity", Ratio, phases, From("planning", MetricNames.PlanningPerplexity, Palette.Planning), From("execution", MetricNames.ExecutionPerplexity, Palette.Execution)),
            Panel("Token entropy", new Axis { Label = "nats" }, phases, Curves.Of("planning", runs, MetricNames.PlanningEntropy, Palette.Planning), Curves.Of("execution", runs, MetricNames.ExecutionEntropy, Palette.Execution)),
            Panel("Semantic entropy", Ratio, phases, Curves.Of("strategic grams", runs, MetricNames.SemanticEntropy, Palette.Planning, relative: true), Curves.Of("other grams", runs, MetricNames.ConditionalEntropy, Palette.Execution, relative: true)),
            Last(phases, Curves.Of("accuracy", runs, runs[0].Validation, Palette.Accuracy), Curves.Of("length", runs, MetricNames.ResponseLength, Palette.Length)),
        ];

        // As the paper's legends do: a ratio says what it is a ratio to.
        Series From(string name, string metric, string color)
        {
            double first = runs.Select(r => r.First(metric)).OfType<double>().DefaultIfEmpty().Average();
            return Curves.Of(string.Create(CultureInfo.InvariantCulture, $"{name} (from {first:F2})"), runs, metric, color, relative: true);
        }
    }

    private static Panel Panel(string title, Axis axis, IReadOnlyList<PhaseMark> phases, params Series?[] series) => new() { Title = title, X = Curves.Steps, Y = axis, Phases = phases, Series = [.. series.OfType<Series>()] };

    private static Panel Last(IReadOnlyList<PhaseMark> phases, Series? accuracy, Series? length) =>
        Panel("Length versus accuracy", new Axis { Label = "accuracy", Percent = true, Low = null }, phases, accuracy, length is null ? null : length with { Right = true }) with { RightY = new Axis { Label = "tokens" } };
}
