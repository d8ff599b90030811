using Hicra.Interactive.Features.Paper;
using Hicra.Interactive.Figures;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Reproduction.Reported;
using Hicra.Training.Learning;

namespace Hicra.Reproduction.Items;

/// <summary>Figure 8: HICRA against GRPO on a vision-language model.</summary>
public sealed class Figure08Vision() : PaperItem(PaperItemKind.Figure, 8, "HICRA against GRPO on MiMO-VL")
{
    private const string Pass8 = "hicra/pass@8";

    private static readonly string[] Methods = ["grpo", "hicra"];

    // The paper's four, and what only a family that sees has.
    private static readonly ComparedPanel[] Panels =
    [
        new("Semantic entropy", MetricNames.SemanticEntropy, "nats", ""), new("Validation accuracy", null, "%", ""), new("Pass@8 in training", Pass8, "%", ""),
        new("Token entropy", MetricNames.Entropy, "nats", ""), new("Numbers read", MetricNames.ReadNumbers, "%", ""),
    ];

    private static readonly (string Title, string Series, bool Share)[] Digitised = [("Semantic entropy", "semantic_entropy", false), ("Validation accuracy", "validation_accuracy", true), ("Token entropy", "token_entropy", false)];

    /// <inheritdoc/>
    public override string Shows => "Four panels over training steps of MiMO-VL-Instruct-7B: semantic entropy, validation accuracy, pass@8 on training prompts (both saturate at 100 % by step 20), and token entropy, of HICRA and GRPO.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ScaledDown => [.. base.ScaledDown, "a picture is three digits of 30 x 12 black and white pixels, cut into twelve patches", "a fifth panel shows how many attempts have the picture's numbers, which the paper does not measure"];

    /// <inheritdoc/>
    public override string? Notebook => "10-vision";

    /// <inheritdoc/>
    public override IReadOnlyList<int> Claims => [12, 17];

    /// <inheritdoc/>
    public override Needs Needs(RunScale scale) => Recipes.Needs.Of(Methods.Select(m => scale.Runs(Families.Seeing, m)));

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence)
    {
        Drawing drawing = MethodComparison.Of(this, Families.Seeing, Methods, Panels, scale, evidence) with { Reported = [new(Reported())] };
        if (drawing.Measured.Count == 0) return drawing;
        IReadOnlyList<MadeRun> grpo = StandIns.Find(evidence, scale.Runs(Families.Seeing, "grpo"), []), hicra = StandIns.Find(evidence, scale.Runs(Families.Seeing, "hicra"), []);
        return drawing with { Numbers = Rows.Table(this, Numbers(grpo, hicra), evidence), Differences = [.. drawing.Differences, .. Criteria(grpo, hicra)] };
    }

    private static Figure Reported()
    {
        IReadOnlyDictionary<string, ReportedCurve> curves = ReportedCurve.Vision();
        return new Figure
        {
            Title = "Figure 8 as reported: MiMO-VL-Instruct-7B", Columns = 3, PlotHeight = 140, Caption = ReportedMark.Digitised.Sentence() + " Smoothed curves. Pass@8, not drawn: both from about 0.36 to 0.5 at the start to 1 by step 17 to 20.",
            Panels = [.. Digitised.Select(p => new Panel { Title = p.Title, X = Curves.Steps, Y = new Axis { Percent = p.Share }, Series = [.. ((string[])["GRPO", "HICRA"]).Where(m => curves.ContainsKey($"{p.Series} {m}")).Select(m => Curves.Of(m, curves[$"{p.Series} {m}"], Curves.ColorOf(m.ToLowerInvariant())))] })],
        };
    }

    private static IEnumerable<PaperRow> Numbers(IReadOnlyList<MadeRun> grpo, IReadOnlyList<MadeRun> hicra)
    {
        IReadOnlyDictionary<string, ReportedCurve> curves = ReportedCurve.Vision();
        foreach (ComparedPanel panel in Panels)
        {
            string? series = Digitised.FirstOrDefault(d => d.Title == panel.Title).Series;
            double? known = series is null ? panel.Metric == Pass8 ? 0 : null : curves[$"{series} HICRA"].Last - curves[$"{series} GRPO"].Last;
            bool share = panel.Unit == "%";
            Clustered? difference = Clustered.Difference(hicra, grpo, r => r.End(panel.Metric ?? r.Validation));
            yield return Rows.Row($"{panel.Title}, HICRA minus GRPO at the end", share ? 100 * known : known, share ? Rows.Percent(difference) : difference, share ? "points" : panel.Unit, ReportedMark.Digitised);
        }
    }

    private static IEnumerable<string> Criteria(IReadOnlyList<MadeRun> grpo, IReadOnlyList<MadeRun> hicra)
    {
        yield return "In the paper HICRA's semantic entropy lies above GRPO's throughout (8.01 against 7.64 at the end), its validation accuracy too (55.2 against 53.3 %).";
        yield return VisionCriteria.Say(12, "semantic entropy over all steps, HICRA less GRPO,", Whole(r => r.Whole(MetricNames.SemanticEntropy)), 0, above: true);
        yield return VisionCriteria.Say(12, "validation accuracy over all steps, HICRA less GRPO,", Whole(r => r.Whole(r.Validation)), 0, above: true, share: true);
        yield return VisionCriteria.Say(17, "pass@8 over all steps, HICRA less GRPO,", Whole(r => r.Whole(Pass8)), 0.02, above: false, share: true);

        Clustered? Whole(Func<MadeRun, double?> measure) => Clustered.Difference(hicra, grpo, measure);
    }
}
