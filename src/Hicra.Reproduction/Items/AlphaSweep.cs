using System.Globalization;
using Hicra.Interactive.Features.Paper;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Reproduction.Reported;
using Hicra.Training.Learning;

namespace Hicra.Reproduction.Items;

/// <summary>What the paper lacks: the same runs under six strengths of HICRA's credit, 0 (which is GRPO) to 0.9.</summary>
public sealed class AlphaSweep() : PaperItem(PaperItemKind.Beyond, 1, "what alpha does")
{
    private static readonly double[] Alphas = [0, 0.1, 0.2, 0.4, 0.6, 0.9];

    private static readonly (string Title, string? Metric, string Unit)[] Measures =
    [
        ("Validation accuracy", null, "%"), ("pass@8 on training problems", "hicra/pass@8", "%"), ("Semantic entropy", MetricNames.SemanticEntropy, "nats"),
        ("Planning tokens", MetricNames.PlanningShare, "%"), ("Entropy of planning tokens", MetricNames.PlanningEntropy, "nats"), ("Response length", MetricNames.ResponseLength, "tokens"),
    ];

    /// <inheritdoc/>
    public override string Id => "alpha";

    /// <inheritdoc/>
    public override string Name => "Beyond the paper";

    /// <inheritdoc/>
    public override string Shows => "Nothing: the paper trains with alpha 0.2 alone. Here the same runs are made under six alphas from 0 to 0.9.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ScaledDown => [.. base.ScaledDown, "values are means over the last eighth of the steps"];

    /// <inheritdoc/>
    public override string? Notebook => "11-what-alpha-does";

    /// <inheritdoc/>
    public override Needs Needs(RunScale scale) => Recipes.Needs.Of(Alphas.Select(a => Runs(scale, a)));

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence)
    {
        Exhibit[] reported = [new(new TextBlock("In the paper", ["alpha = 0.2 in every experiment; no other value is shown."]))];
        var missing = new List<string>();
        (double Alpha, IReadOnlyList<MadeRun> Runs)[] groups = [.. Alphas.Select(a => (a, StandIns.Find(evidence, Runs(scale, a), missing))).Where(g => g.Item2.Count > 0)];
        if (groups is not [{ Alpha: 0 }, { }, ..]) return new Drawing { State = ItemState.NotRun, Missing = missing, Reported = reported };
        IReadOnlyList<MadeRun> grpo = groups[0].Runs;
        var numbers = new List<PaperRow>();
        var sentences = new List<string>();
        foreach ((string title, string? metric, string unit) in Measures)
        {
            var apart = new List<string>();
            foreach ((double alpha, IReadOnlyList<MadeRun> runs) in groups.Skip(1))
            {
                Clustered? difference = Clustered.Difference(runs, grpo, r => r.End(metric ?? r.Validation));
                string named = alpha.ToString(CultureInfo.InvariantCulture);
                numbers.Add(Rows.Row($"{title}, alpha {named} minus alpha 0", null, unit == "%" ? Rows.Percent(difference) : difference, unit == "%" ? "points" : unit, ReportedMark.Described));
                if (difference?.Interval is { ExcludesZero: true } interval) apart.Add($"{(interval.Estimate > 0 ? "higher" : "lower")} at {named}");
            }
            sentences.Add($"{title}, against alpha 0: {(apart.Count > 0 ? string.Join(", ", apart) : "no alpha can be told from it")}.");
        }
        var figure = new Figure
        {
            Title = "Six alphas, the same base models, seeds and random numbers", Columns = 3, PlotHeight = 140,
            Panels = [.. Measures.Select(m => Panel(m.Title, m.Metric, m.Unit, groups))],
            Caption = $"Dots: means, {Clustered.Of(grpo, r => r.End(r.Validation))?.Over}. Whiskers: their 95 % intervals. At {groups.Length - 1} alphas and {Measures.Length} measures one or two differences lie outside their intervals by chance alone.",
        };
        return new Drawing { State = StandIns.State(true, missing, Lacks), Measured = [new(figure)], Numbers = Rows.Table(this, numbers, evidence), Differences = sentences, Missing = missing, Reported = reported };
    }

    // Alpha 0 is GRPO, to the bit.
    private static IReadOnlyList<RunRecipe> Runs(RunScale scale, double alpha) => alpha == 0 ? scale.Runs(Families.Base, "grpo") : [.. scale.Runs(Families.Base, "hicra").Select(r => r with { Alpha = alpha })];

    private static Panel Panel(string title, string? metric, string unit, IReadOnlyList<(double Alpha, IReadOnlyList<MadeRun> Runs)> groups)
    {
        (double Alpha, Clustered Value)[] points = [.. groups.Select(g => (g.Alpha, Clustered.Of(g.Runs, r => r.End(metric ?? r.Validation)))).Where(p => p.Item2 is not null).Select(p => (p.Alpha, p.Item2!))];
        return new Panel
        {
            Title = title, X = new Axis { Label = "alpha" }, Y = new Axis { Percent = unit == "%", Label = unit == "%" ? "" : unit },
            Series =
            [
                new Series
                {
                    Name = "", Kind = SeriesKind.Points, Color = Palette.Planning, X = [.. points.Select(p => p.Alpha)], Y = [.. points.Select(p => p.Value.Mean)],
                    Low = [.. points.Select(p => Math.Max(0, p.Value.Interval?.Low ?? p.Value.Mean))], High = [.. points.Select(p => p.Value.Interval?.High ?? p.Value.Mean)],
                },
            ],
        };
    }
}
