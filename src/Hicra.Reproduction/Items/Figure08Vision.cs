using Hicra.Interactive.Figures;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Reproduction.Reported;

namespace Hicra.Reproduction.Items;

/// <summary>Figure 8: HICRA against GRPO on a vision-language model.</summary>
public sealed class Figure08Vision() : PaperItem(PaperItemKind.Figure, 8, "HICRA against GRPO on MiMO-VL")
{
    private static readonly (string Title, string Metric, bool Share)[] Panels = [("Semantic entropy", "semantic_entropy", false), ("Validation accuracy", "validation_accuracy", true), ("Token entropy", "token_entropy", false)];

    /// <inheritdoc/>
    public override string Shows => "Four panels over training steps of MiMO-VL-Instruct-7B: semantic entropy, validation accuracy, pass@8 on training prompts (both saturate at 100 % by step 20), and token entropy, of HICRA and GRPO.";

    /// <inheritdoc/>
    public override IReadOnlyList<Lack> Lacks => [new("the whole figure", LackReason.VisionFamily)];

    /// <inheritdoc/>
    public override string? Notebook => "05-two-entropies";

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence)
    {
        IReadOnlyDictionary<string, ReportedCurve> curves = ReportedCurve.Vision();
        var figure = new Figure
        {
            Title = "Figure 8 as reported: MiMO-VL-Instruct-7B", Columns = 3, PlotHeight = 140, Caption = ReportedMark.Digitised.Sentence() + " Smoothed curves.",
            Panels = [.. Panels.Select(p => new Panel { Title = p.Title, X = Curves.Steps, Y = new Axis { Percent = p.Share }, Series = [.. ((string[])["GRPO", "HICRA"]).Where(m => curves.ContainsKey($"{p.Metric} {m}")).Select(m => Curves.Of(m, curves[$"{p.Metric} {m}"], Curves.ColorOf(m.ToLowerInvariant())))] })],
        };
        return new Drawing { State = ItemState.NotYet, Reported = [new(figure)] };
    }
}
