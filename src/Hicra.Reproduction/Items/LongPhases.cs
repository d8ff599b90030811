using System.Globalization;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Training.Learning;
using Hicra.Training.Worlds;

namespace Hicra.Reproduction.Items;

/// <summary>What the paper cannot measure of its two phases: columns, copies, plans and going on, which the long world's verifier checks, base model by base model.</summary>
public sealed class LongPhases() : PaperItem(PaperItemKind.Beyond, 2, "the two phases at the paper's share of planning tokens")
{
    private static readonly string[] Colors = [Palette.Execution, Palette.Planning, Palette.Accuracy, "#cc79a7", "#56b4e9"];

    private static readonly string[] RowNames = ["Execution: does it settle first?", "Strategy: does a response go on, and with what?", "Plans, and what training never shows"];

    private static readonly (string Title, string? Metric, bool IsShare, string Unit)[] Measures =
    [
        ("Execution entropy", MetricNames.ExecutionEntropy, false, "nats"), ("Columns added wrongly", MetricNames.ColumnSlips, true, ""), ("Copies made wrongly", MetricNames.CopyErrors, true, ""), ("Validation accuracy", null, true, ""),
        ("Going on after a miss", MetricNames.Persistence, true, ""), ("Strategies a response", MetricNames.Strategies, false, ""), ("Strategy entropy", MetricNames.StrategyEntropy, false, "nats"), ("Response length", MetricNames.ResponseLength, false, "tokens"),
        ("Plans that fit", MetricNames.PlanFits, true, ""), ("Plans that hit", MetricNames.PlanHits, true, ""), ("Planning tokens", MetricNames.PlanningShare, true, ""), ("Withheld: larger numbers", MetricNames.Withheld(WorldCatalog.LongSums, "numbers", 4), true, ""),
    ];

    /// <inheritdoc/>
    public override string Id => "phases";

    /// <inheritdoc/>
    public override string Name => "Beyond the paper";

    /// <inheritdoc/>
    public override string Shows => "Nothing of this: in real text no program can say which step of a calculation is wrong, or which plan would have led to the answer. The long world's verifier checks every column, copy and plan, where 2 to 6 % of all tokens plan, as in the paper.";

    /// <inheritdoc/>
    public override string? Notebook => "03-the-reasoning-hierarchy";

    /// <inheritdoc/>
    internal override bool IsOfLongWorld => true;

    /// <inheritdoc/>
    internal override LongPart Long => LongPart.OfGrpo((runs, _) =>
    {
        (BaseRecipe Base, IReadOnlyList<MadeRun> Runs)[] bases = [.. LongPart.ByBase(runs)];
        var figure = new Figure
        {
            Title = "The two phases in the long world, a line a run", Columns = 4, PlotHeight = 110, RowTitles = RowNames,
            Panels = [.. Measures.Select(m => new Panel
            {
                Title = m.Title, X = Curves.Steps, Y = new Axis { Percent = m.IsShare, Label = m.Unit, FromZero = m.IsShare },
                Series = [.. bases.SelectMany((b, i) => b.Runs.Select((run, k) => Line(k == 0 ? $"base {b.Base.Seed.ToString(CultureInfo.InvariantCulture)}" : "", run, m.Metric ?? run.Validation) with { Color = Colors[i % Colors.Length], Dashed = k > 0 }))],
            })],
            Caption = FormattableString.Invariant($"A line a run ({runs.Count} in all): a colour a base model, dashed the second seed; means of a twentieth of the steps. GRPO. docs/worlds.md has the criteria by which a run shows the phases, which were fixed beforehand."),
        };
        return new Drawing { State = ItemState.Measured, Measured = [new(figure)], Differences = [LongDynamics.Borders(runs), .. bases.Select(b => Sentence(b.Base, b.Runs))] };
    });

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence) => new() { State = ItemState.NotRun, Reported = [new(new TextBlock("In the paper", ["Figures 3 and 13 show two phases whose border is drawn by eye; what execution and plans consist of is not measured."]))] };

    // Two seeds of a base model may go different ways, which a mean would hide.
    private static Series Line(string name, MadeRun run, string metric)
    {
        int width = Math.Max(1, run.Recipe.Steps / 20);
        (double Step, double Value)[] points = [.. run.Rows.Where(r => r[metric] is not null).GroupBy(r => r.Step / width).Select(g => (g.Average(r => r.Step), g.Average(r => r[metric]!.Value)))];
        return new Series { Name = name, X = [.. points.Select(p => p.Step)], Y = [.. points.Select(p => p.Value)] };
    }

    private static string Sentence(BaseRecipe recipe, IReadOnlyList<MadeRun> runs)
    {
        return $"Long world, base {recipe.Seed.ToString(CultureInfo.InvariantCulture)}, from start to end: wrong columns {Ends(MetricNames.ColumnSlips)}, wrong copies {Ends(MetricNames.CopyErrors)}, going on after {Ends(MetricNames.Persistence)} of misses, plans that fit the kind {Ends(MetricNames.PlanFits)} and reach the target {Ends(MetricNames.PlanHits)}, validation accuracy {Ends(runs[0].Validation)}.";

        string Ends(string metric) => string.Create(CultureInfo.InvariantCulture, $"{100 * runs.Average(r => r.Start(metric) ?? 0):F1} to {100 * runs.Average(r => r.End(metric) ?? 0):F1} %");
    }
}
