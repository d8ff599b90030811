using System.Globalization;
using Hicra.Interactive.Features.Paper;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Reproduction.Reported;
using Hicra.Training.Learning;
using Hicra.Training.Worlds.LongSums;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Reproduction.Items;

/// <summary>How Figures 11 and 12 are drawn: the four panels with all grams, and with 30 % of them dropped, 20 times.</summary>
internal static class SensitivityDrawing
{
    private static readonly (string Name, string Color)[] Names = [("planning", Palette.Planning), ("execution", Palette.Execution), ("planning", Palette.Planning), ("execution", Palette.Execution), ("strategic grams", Palette.Planning), ("other grams", Palette.Execution)];
    private static readonly bool[] Relative = [true, true, false, false, true, true];

    public static Drawing Of(PaperItem item, string model, Family family, IReadOnlyList<PaperRow> known, RunScale scale, IEvidence evidence)
    {
        Exhibit[] reported = [new(new TextBlock($"{item.Name} as reported: {model}", ["(a) all strategic grams, (b) 30 % of them dropped at random, once; the four panels of Figure 3 each. The curves of semantic entropy look alike, those of perplexity and token entropy change only slightly."]), ReportedMark.Described.Sentence())];
        return Measured(item, scale.Looked(family), known, evidence) with { Reported = reported };
    }

    /// <summary>The panels of a run; where not enough of its rollouts are there, its name as missing.</summary>
    public static Drawing Measured(PaperItem item, RunRecipe recipe, IReadOnlyList<PaperRow> known, IEvidence evidence)
    {
        if (evidence.Run(recipe) is not { } run || All(recipe, evidence, least: 2) is not { } all) return new Drawing { State = ItemState.NotRun, Missing = [$"rollouts of {recipe.Name}"] };
        (IReadOnlyList<int> steps, MaskedMeasures[][] measured) = all;
        double[] x = [.. steps.Select(s => (double)s)];
        var figure = new Figure
        {
            Title = $"{item.Name} as measured here: {StandIns.Label(recipe.Base.Family)}", Columns = 4, PlotHeight = 120, RowTitles = ["(a) all grams", "(b) 30 % dropped, drawn 20 times: lines are means, bands reach from the lowest to the highest draw"],
            Panels = [.. Panels(run, x, measured, dropped: false), .. Panels(run, x, measured, dropped: true)],
            Caption = FormattableString.Invariant($"One run, {recipe.Name}; all of it is recomputed from its {steps.Count} saved steps of {recipe.Training.Prompts * recipe.Training.GroupSize} rollouts, without training again. A dropped gram's tokens count as execution."),
        };
        double[] correlations = [.. Enumerable.Range(1, GramDropout.Draws).Select(d => Correlation(Curve(measured, 4, 0), Curve(measured, 4, d)))];
        double[] changes = [.. Enumerable.Range(1, GramDropout.Draws).Select(d => Math.Abs(Curve(measured, 4, d)[^1] - Curve(measured, 4, 0)[^1]))];
        return new Drawing
        {
            State = ItemState.Measured, Measured = [new(figure)],
            Numbers = known.Count == 0 ? null : Rows.Table(item, known.Select(r => r with { Measured = r.Item.Contains("all grams", StringComparison.Ordinal) ? First(measured, r, 0) : First(measured, r, null) }), evidence),
            Differences =
            [
                string.Create(CultureInfo.InvariantCulture, $"The semantic entropy's curve with 30 % dropped correlates with the full one at {correlations.Min():F2} to {correlations.Max():F2} over {GramDropout.Draws} draws; its end, as a ratio to the start, moves by {changes.Average():F3} on average and {changes.Max():F3} at most (the full one ends at {Curve(measured, 4, 0)[^1]:F3})."),
                "The paper says of one draw that the curves look alike; the band shows how much draws differ.",
            ],
        };
    }

    /// <summary>The curve of the semantic entropy, as a ratio to the start, with all grams and with each draw.</summary>
    internal static IReadOnlyList<double[]>? SemanticEntropies(RunRecipe recipe, IEvidence evidence)
    {
        return All(recipe, evidence, least: 3) is { } all ? [.. Enumerable.Range(0, GramDropout.Draws + 1).Select(d => Curve(all.Measured, 4, d))] : null;
    }

    /// <summary>The measures of a run's rollouts with all grams and with each draw; null where fewer than three steps are there.</summary>
    internal static GramRedraws? Redraw(RunRecipe recipe, IEvidence evidence) => All(recipe, evidence, least: 3) is { } all
        ? new GramRedraws(all.Steps, [.. all.Measured.Select(step => step.Select(m => Enumerable.Range(0, 6).Select(i => m[i]).ToArray()).ToArray())]) : null;

    /// <summary>Pearson's correlation; 1 where both are flat, 0 where one alone is.</summary>
    internal static double Correlation(double[] a, double[] b)
    {
        double meanA = a.Average(), meanB = b.Average(), together = 0, squaresA = 0, squaresB = 0;
        for (int i = 0; i < a.Length; i++) (together, squaresA, squaresB) = (together + (a[i] - meanA) * (b[i] - meanB), squaresA + (a[i] - meanA) * (a[i] - meanA), squaresB + (b[i] - meanB) * (b[i] - meanB));
        return squaresA > 0 && squaresB > 0 ? together / Math.Sqrt(squaresA * squaresB) : squaresA == squaresB ? 1 : 0;
    }

    private static (IReadOnlyList<int> Steps, MaskedMeasures[][] Measured)? All(RunRecipe recipe, IEvidence evidence, int least) =>
        evidence.Redraws(recipe) is { } kept ? (kept.Steps, [.. kept.Measures.Select(step => step.Select(MaskedMeasures.Of).ToArray())])
        : evidence.RolloutSteps(recipe) is { } steps && steps.Count >= least ? (steps, [.. steps.Select(step => Measure(evidence, recipe, step))]) : null;

    // [full, draws...]
    private static MaskedMeasures[] Measure(IEvidence evidence, RunRecipe recipe, int step)
    {
        IReadOnlyList<Rollouts.Rollout> rollouts = evidence.Rollouts(recipe, step);
        int grams = (recipe.Base.Family.IsLong ? LongGrams.Texts : PuzzleGrams.Texts).Count;
        return [MaskedMeasures.Of(rollouts, GramDropout.AllOf(grams)), .. GramDropout.MasksOf(grams).Select(kept => MaskedMeasures.Of(rollouts, kept))];
    }

    // What starts at nothing has no ratio to its start, and stays as it is.
    private static double[] Curve(MaskedMeasures[][] measured, int measure, int draw, bool relative = true)
    {
        double first = relative && measured[0][draw][measure] is double start and > 0 ? start : 1;
        return [.. measured.Select(step => (step[draw][measure] ?? 0) / first)];
    }

    private static double? First(MaskedMeasures[][] measured, PaperRow row, int? draw)
    {
        int measure = row.Item.Contains("planning", StringComparison.Ordinal) ? 0 : 1;
        return draw is int one ? measured[0][one][measure] : measured[0].Skip(1).Average(m => m[measure]);
    }

    private static IEnumerable<Panel> Panels(MadeRun run, double[] x, MaskedMeasures[][] measured, bool dropped)
    {
        yield return Panel("Relative perplexity", "ratio to start", 0, 1);
        yield return Panel("Token entropy", "nats", 2, 3);
        yield return Panel("Semantic entropy", "ratio to start", 4, 5);
        yield return new Panel
        {
            Title = "Length versus accuracy", X = Curves.Steps, Y = new Axis { Percent = true }, RightY = new Axis { Label = "tokens" },
            Series = [Curves.Of("accuracy", [run], run.Validation, Palette.Accuracy), Curves.Of("length", [run], MetricNames.ResponseLength, Palette.Length) with { Right = true }],
        };

        Panel Panel(string title, string label, params int[] measures) => new() { Title = title, X = Curves.Steps, Y = new Axis { Label = label, LeastSpan = label == "nats" ? null : 0.2 }, Series = [.. measures.Select(Of)] };

        Series Of(int measure)
        {
            (string name, string color) = Names[measure];
            if (!dropped) return new Series { Name = name, X = x, Y = Curve(measured, measure, 0, Relative[measure]), Color = color };
            double[][] draws = [.. Enumerable.Range(1, GramDropout.Draws).Select(d => Curve(measured, measure, d, Relative[measure]))];
            return new Series
            {
                Name = name, Kind = SeriesKind.Band, X = x, Color = color, Y = [.. x.Select((_, i) => draws.Average(d => d[i]))],
                Low = [.. x.Select((_, i) => draws.Min(d => d[i]))], High = [.. x.Select((_, i) => draws.Max(d => d[i]))],
            };
        }
    }
}
