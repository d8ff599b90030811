using Hicra.Interactive.Features.Paper;
using Hicra.Interactive.Figures;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Reproduction.Reported;

namespace Hicra.Reproduction.Items;

/// <summary>Figure 10: how far planning tokens are fork tokens.</summary>
public sealed class Figure10ForkTokens() : PaperItem(PaperItemKind.Figure, 10, "planning tokens and high-entropy tokens")
{
    private const string High = "hicra/high_entropy_among_planning", Planning = "hicra/planning_among_high_entropy";
    private static readonly (string Model, Family Family)[] Models = [("Qwen3-4B-Instruct", Families.Sound), ("Llama-3.1-8B-Instruct", Families.Unreliable), ("MiMO-VL", Families.Seeing), ("Qwen3-4B-Base", Families.Base), ("Qwen2.5-7B-Base", Families.Larger)];

    /// <inheritdoc/>
    public override string Shows => "Two dumbbell plots, five models, before RL and after: which portion of planning tokens is among the 30 % of tokens with the highest entropy, and which portion of those is planning tokens.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ScaledDown => [.. base.ScaledDown, "before RL: the first fortieth of the steps; after: the last eighth", "a third of all tokens plans in the puzzle world, so its right panel cannot be as low as in the paper"];

    /// <inheritdoc/>
    public override IReadOnlyList<int> Claims => [18];

    /// <inheritdoc/>
    public override string? Notebook => "08-fork-tokens";

    /// <inheritdoc/>
    public override Needs Needs(RunScale scale) => Recipes.Needs.Of(Models.Select(m => scale.Runs(m.Family, "grpo")));

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence)
    {
        var missing = new List<string>();
        (string Model, Family Family, IReadOnlyList<MadeRun> Runs)[] rows = [.. Models.Select(m => (m.Model, m.Family, StandIns.Find(evidence, scale.Runs(m.Family, "grpo"), missing))).Where(r => r.Item3.Count > 0)];
        IReadOnlyList<ReportedForks> paper = ReportedForks.Read();
        Figure reported = Dumbbells("Figure 10 as reported", [.. paper.Select(p => (p.Model, p.HighBefore, p.HighAfter, p.PlanningBefore, p.PlanningAfter))], ReportedMark.Digitised.Sentence());
        if (rows.Length == 0) return new Drawing { State = ItemState.NotRun, Missing = missing, Reported = [new(reported)] };
        Figure measured = Dumbbells("Figure 10 as measured here",
            [.. rows.Select(r => (StandIns.Label(r.Family), Mean(r.Runs, x => x.Start(High)), Mean(r.Runs, x => x.End(High)), Mean(r.Runs, x => x.Start(Planning)), Mean(r.Runs, x => x.End(Planning))))], Curves.Reading(rows[0].Runs));
        var numbers = new List<PaperRow>();
        var sentences = new List<string>();
        foreach ((string model, Family family, IReadOnlyList<MadeRun> runs) in rows)
        {
            ReportedForks p = paper.First(x => x.Model == model);
            numbers.Add(Row("high entropy among planning, before", p.HighBefore, r => r.Start(High)));
            numbers.Add(Row("high entropy among planning, after", p.HighAfter, r => r.End(High)));
            numbers.Add(Row("planning among high entropy, before", p.PlanningBefore, r => r.Start(Planning)));
            numbers.Add(Row("planning among high entropy, after", p.PlanningAfter, r => r.End(Planning)));
            double after = Mean(runs, r => r.End(High));
            sentences.Add($"{model}: {(p.HighAfter > 0.5 ? "most" : "fewer than half")} of the planning tokens are of high entropy after RL in the paper; here, with {family.Title}, {(after > 0.5 ? "most" : "fewer than half")} are.");

            PaperRow Row(string what, double known, Func<MadeRun, double?> measure) => Rows.Row($"{model} / {family.Title}: {what}", 100 * known, Rows.Percent(Clustered.Of(runs, measure)), "%", ReportedMark.Digitised);
        }
        return new Drawing { State = StandIns.State(true, missing, Lacks), Missing = missing, Reported = [new(reported)], Measured = [new(measured)], Numbers = Rows.Table(this, numbers, evidence), Differences = sentences };
    }

    /// <inheritdoc/>
    internal override LongPart Long => LongPart.OfGrpo((runs, evidence) =>
    {
        Figure figure = Dumbbells($"Figure 10 {LongPart.In}, a row a base model",
            [.. LongPart.ByBase(runs).Select(b => (b.Base.Name, Mean(b.Runs, x => x.Start(High)), Mean(b.Runs, x => x.End(High)), Mean(b.Runs, x => x.Start(Planning)), Mean(b.Runs, x => x.End(Planning))))], Curves.Reading(runs));
        Clustered? high = Clustered.Of(runs, r => r.End(High)), planning = Clustered.Of(runs, r => r.End(Planning));
        return new Drawing
        {
            State = ItemState.Measured, Measured = [new(figure)],
            Numbers = Rows.Table(this,
            [
                Rows.Row("long world: high entropy among planning, before", null, Rows.Percent(Clustered.Of(runs, r => r.Start(High))), "%", ReportedMark.Digitised), Rows.Row("long world: high entropy among planning, after", null, Rows.Percent(high), "%", ReportedMark.Digitised),
                Rows.Row("long world: planning among high entropy, before", null, Rows.Percent(Clustered.Of(runs, r => r.Start(Planning))), "%", ReportedMark.Digitised), Rows.Row("long world: planning among high entropy, after", null, Rows.Percent(planning), "%", ReportedMark.Digitised),
            ], evidence),
            Differences = [FormattableString.Invariant($"After RL {100 * (high?.Mean ?? 0):F0} % of the planning tokens are of high entropy, and {100 * (planning?.Mean ?? 0):F0} % of the high-entropy tokens plan (in the paper fewer than 10 % do).")],
        };
    });

    private static double Mean(IReadOnlyList<MadeRun> runs, Func<MadeRun, double?> measure) => Clustered.Of(runs, measure)?.Mean ?? 0;

    private static Figure Dumbbells(string title, IReadOnlyList<(string Name, double HighBefore, double HighAfter, double PlanningBefore, double PlanningAfter)> rows, string caption)
    {
        return new Figure
        {
            Title = title, Columns = 1, Caption = "Open: before RL. Filled: after. " + caption,
            Panels =
            [
                Panel("Portion of planning tokens that are of high entropy", [.. rows.Select(r => (r.Name, r.HighBefore, r.HighAfter))]),
                Panel("Portion of high-entropy tokens that are planning tokens", [.. rows.Select(r => (r.Name, r.PlanningBefore, r.PlanningAfter))]),
            ],
        };

        static Panel Panel(string name, (string Name, double Before, double After)[] values) => new()
        {
            Title = name, X = new Axis { Percent = true }, Y = new Axis { Categories = [.. values.Select(v => v.Name)] },
            Series = [new Series { Name = name, Kind = SeriesKind.Dumbbell, X = [.. values.Select(v => v.After)], Y = [.. values.Select((_, i) => (double)i)], Low = [.. values.Select(v => v.Before)], High = [.. values.Select(v => v.After)] }],
        };
    }
}
