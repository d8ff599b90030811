using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Rollouts;
using Hicra.Training.Learning;

namespace Hicra.Reproduction.Items;

/// <summary>Figure 1: the teaser, a schematic.</summary>
public sealed class Figure01Teaser() : PaperItem(PaperItemKind.Figure, 1, "teaser: a reasoning tree and the two phases")
{
    /// <inheritdoc/>
    public override string Shows => "A schematic without data. Left: a reasoning tree of planning and execution nodes, with branches and backtracking. Right: four sketched curves: the entropy of execution tokens falls (phase 1), the semantic diversity of planning tokens rises (phase 2), accuracy and length follow.";

    /// <inheritdoc/>
    public override IReadOnlyList<int> Claims => [22];

    /// <inheritdoc/>
    public override string? Notebook => "03-the-reasoning-hierarchy";

    /// <inheritdoc/>
    public override Needs Needs(RunScale scale) => Recipes.Needs.Of(scale.Runs(Families.Base, "grpo"));

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence)
    {
        var missing = new List<string>();
        IReadOnlyList<MadeRun> runs = StandIns.Find(evidence, scale.Runs(Families.Base, "grpo"), missing);
        Exhibit[] reported = [new(new TextBlock("Figure 1 as reported", ["A drawing, not a measurement: execution entropy falls first, then semantic diversity rises; accuracy and length rise with it."]))];
        if (runs.Count == 0) return new Drawing { State = ItemState.NotRun, Missing = missing, Reported = reported };
        RunPhases phases = Curves.Phases(runs);
        var measured = new List<Exhibit> { new(Four("The four curves of Figure 1, measured", runs, phases)) };
        RunRecipe looked = scale.Looked(Families.Base);
        if (evidence.RolloutSteps(looked) is [.., var last] && Samples.Best(evidence.Rollouts(looked, last)) is { } rollout) measured.Add(new(Tree(rollout), "A tree with one path: what a response says and does, move by move."));
        return new Drawing
        {
            State = StandIns.State(true, missing, Lacks), Missing = missing, Reported = reported, Measured = measured,
            Differences = [Sentence(phases)],
        };
    }

    /// <inheritdoc/>
    internal override LongPart Long => LongPart.OfGrpo((runs, _) =>
    {
        RunPhases phases = Curves.Phases(runs);
        return new Drawing { State = ItemState.Measured, Measured = [new(Four($"The four curves {LongPart.In}", runs, phases))], Differences = [Sentence(phases)] };
    });

    private static Figure Four(string title, IReadOnlyList<MadeRun> runs, RunPhases phases) => new()
    {
        Title = title, Columns = 4, PlotHeight = 110, Caption = $"{Curves.Reading(runs)} {RunPhases.Rule} {phases.Sentence()}",
        Panels =
        [
            Panel("Execution entropy", "nats", Curves.Of("execution tokens", runs, MetricNames.ExecutionEntropy, Palette.Execution), phases),
            Panel("Semantic diversity", "nats", Curves.Of("strategic grams", runs, MetricNames.SemanticEntropy, Palette.Planning), phases),
            Panel("Accuracy", "%", Curves.Of("validation", runs, runs[0].Validation, Palette.Accuracy), phases),
            Panel("Length", "tokens", Curves.Of("response", runs, MetricNames.ResponseLength, Palette.Length), phases),
        ],
    };

    private static string Sentence(RunPhases phases) =>
        phases.Border is int border ? FormattableString.Invariant($"The order of the sketch is found in the mean of the runs: the second phase begins at step {border}.") : $"The sketch's two phases are not found in the mean of the runs. {phases.Sentence()}";

    private static TextBlock Tree(Rollout rollout) => new($"A response to \"{rollout.Prompt}\", {Samples.Verdict(rollout)}", [.. Samples.Moves(rollout).Select(m => m.Move is null ? $"    {m.Text}" : $"{m.Move}: {m.Text}")]);

    private static Panel Panel(string title, string unit, Series series, RunPhases phases) => new() { Title = title, X = Curves.Steps, Y = new Axis { Label = unit == "%" ? "" : unit, Percent = unit == "%" }, Series = [series], Phases = phases.Marks };
}
