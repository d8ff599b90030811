using System.Globalization;
using Hicra.Interactive.Features.Paper;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Reproduction.Reported;
using Hicra.Training.Learning;

namespace Hicra.Reproduction.Items;

/// <summary>Figure 5: which kinds of errors RL takes away.</summary>
public sealed class Figure05ErrorTypes() : PaperItem(PaperItemKind.Figure, 5, "error types over training")
{
    private const string Grey = "#6b6b66";
    private static readonly (string Model, Family Family)[] Models = [("Qwen2.5-7B-Base", Families.Larger), ("Qwen3-4B-Base", Families.Base), ("Qwen3-4B-Instruct", Families.Sound)];

    /// <inheritdoc/>
    public override string Shows => "Three panels (Qwen2.5-7B-Base, Qwen3-4B-Base, Qwen3-4B-Instruct): how many wrong answers are errors of planning and strategy, and how many are others, over training steps. A language model sorted them.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ScaledDown => [.. base.ScaledDown, "errors are sorted by the exact verifier, and not by a language model", "counts are of the 256 rollouts of a training step"];

    /// <inheritdoc/>
    public override IReadOnlyList<int> Claims => [10];

    /// <inheritdoc/>
    public override string? Notebook => "06-error-types";

    /// <inheritdoc/>
    public override Needs Needs(RunScale scale) => Recipes.Needs.Of(Models.Select(m => scale.Runs(m.Family, "grpo")));

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence)
    {
        var missing = new List<string>();
        (string Model, Family Family, IReadOnlyList<MadeRun> Runs)[] rows = [.. Models.Select(m => (m.Model, m.Family, StandIns.Find(evidence, scale.Runs(m.Family, "grpo"), missing)))];
        (string Model, Family Family, IReadOnlyList<MadeRun> Runs)[] there = [.. rows.Where(r => r.Runs.Count > 0)];
        var reported = new Figure
        {
            Title = "Figure 5 as reported", Columns = 3, PlotHeight = 140, Caption = ReportedMark.Digitised.Sentence(),
            Panels = [.. Models.Select(m => Panel(m.Model, Curves.Of("planning and strategy", ReportedCurve.Errors(m.Model).Planning, Palette.Planning), Curves.Of("others", ReportedCurve.Errors(m.Model).Others, Grey)))],
        };
        if (there.Length == 0) return new Drawing { State = ItemState.NotRun, Missing = missing, Reported = [new(reported)] };
        var measured = new Figure
        {
            Title = "Figure 5 as measured here", Columns = 3, PlotHeight = 140, Caption = Curves.Reading(there[0].Runs) + " Counts of 256 rollouts a step.",
            Panels = [.. there.Select(r => Panel($"{r.Family.Title} (for {r.Model})", Errors("planning and strategy", r.Runs, MetricNames.PlanningErrors, Palette.Planning), Errors("others", r.Runs, MetricNames.OtherErrors, Grey)))],
        };
        return new Drawing
        {
            State = StandIns.State(true, missing, Lacks), Missing = missing, Reported = [new(reported)], Measured = [new(measured)],
            Numbers = Rows.Table(this, there.SelectMany(r => Numbers(r.Model, r.Family, r.Runs)), evidence),
            Differences = [.. there.Select(Sentence), "The paper's caption says that RL takes away planning errors more than others in all models. Its own counts say so for one of the three relative to the start: Qwen2.5-7B-Base -18 % against +19 %, Qwen3-4B-Base -13 % against -45 %, Qwen3-4B-Instruct -61 % against -65 %."],
        };
    }

    /// <inheritdoc/>
    internal override LongPart Long => LongPart.OfGrpo((runs, evidence) =>
    {
        var figure = new Figure
        {
            Title = $"Errors {LongPart.In}", Columns = 3, PlotHeight = 140, Caption = Curves.Reading(runs) + " Counts of 128 rollouts a step. A wrong column or copy makes an error of execution, the sound execution of another strategy one of planning.",
            Panels =
            [
                Panel(Families.LongWorld.Title, Errors("planning and strategy", runs, MetricNames.PlanningErrors, Palette.Planning), Errors("others", runs, MetricNames.OtherErrors, Grey)),
                Shares("Slips in execution", Curves.Of("columns added wrongly", runs, MetricNames.ColumnSlips, Grey), Curves.Of("copies made wrongly", runs, MetricNames.CopyErrors, Palette.Execution)),
                Shares("Plans an attempt", Curves.Of("fit the kind of problem", runs, MetricNames.PlanFits, Palette.Accuracy), Curves.Of("reach the target", runs, MetricNames.PlanHits, Palette.Planning)),
            ],
        };
        Clustered? gap = Clustered.Of(runs, r => r.Ratio(MetricNames.PlanningErrors) - r.Ratio(MetricNames.OtherErrors));
        return new Drawing
        {
            State = ItemState.Measured, Measured = [new(figure)], Differences = [$"Relative to the start, {Fall(gap)}."],
            Numbers = Rows.Table(this,
            [
                Change(runs, "change of planning errors", MetricNames.PlanningErrors), Change(runs, "change of other errors", MetricNames.OtherErrors),
                Change(runs, "change of slips a column", MetricNames.ColumnSlips), Change(runs, "change of plan hits an attempt", MetricNames.PlanHits),
            ], evidence),
        };
    });

    private static PaperRow Change(IReadOnlyList<MadeRun> runs, string what, string metric) => Rows.Row($"{Families.LongWorld.Title}: {what}", null, Rows.Percent(Clustered.Of(runs, r => r.Ratio(metric) - 1)), "%", ReportedMark.Digitised);

    private static Panel Shares(string title, params Series[] series) => new() { Title = title, X = Curves.Steps, Y = new Axis { Percent = true, FromZero = true }, Series = series };

    private static string Fall(Clustered? gap) => gap?.Interval is { ExcludesZero: true } i ? i.Estimate < 0 ? "planning errors fall more" : "the others fall more" : "the two cannot be told apart";

    private static IEnumerable<PaperRow> Numbers(string model, Family family, IReadOnlyList<MadeRun> runs)
    {
        (ReportedCurve planning, ReportedCurve others) = ReportedCurve.Errors(model);
        yield return Rows.Row($"{model} / {family.Title}: change of planning errors", 100 * (planning.Last / planning.First - 1), Rows.Percent(Clustered.Of(runs, r => r.Ratio(MetricNames.PlanningErrors) - 1)), "%", ReportedMark.Digitised);
        yield return Rows.Row($"{model} / {family.Title}: change of other errors", 100 * (others.Last / others.First - 1), Rows.Percent(Clustered.Of(runs, r => r.Ratio(MetricNames.OtherErrors) - 1)), "%", ReportedMark.Digitised);
    }

    private static string Sentence((string Model, Family Family, IReadOnlyList<MadeRun> Runs) row)
    {
        (ReportedCurve planning, ReportedCurve others) = ReportedCurve.Errors(row.Model);
        double paper = planning.Last / planning.First - others.Last / others.First;
        Clustered? here = Clustered.Of(row.Runs, r => r.Ratio(MetricNames.PlanningErrors) - r.Ratio(MetricNames.OtherErrors));
        return string.Create(CultureInfo.InvariantCulture, $"{row.Model}: relative to the start, {(paper < 0 ? "planning errors fall more" : "the others fall more")} in the paper's counts; here, with {row.Family.Title}, {Fall(here)}.");
    }

    private static Series Errors(string name, IReadOnlyList<MadeRun> runs, string metric, string color) => Curves.Of(name, runs, metric, color, times: runs[0].Recipe.Training.Prompts * runs[0].Recipe.Training.GroupSize);

    private static Panel Panel(string title, params Series[] series) => new() { Title = title, X = Curves.Steps, Y = new Axis { Label = "errors", FromZero = true }, Series = series };
}
