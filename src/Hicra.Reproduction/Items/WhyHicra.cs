using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;

namespace Hicra.Reproduction.Items;

/// <summary>What the paper lacks: why HICRA does what it does. Its gradient in parts, and three controls beside it.</summary>
public sealed class WhyHicra() : PaperItem(PaperItemKind.Beyond, 2, "why HICRA does what it does")
{
    /// <summary>GRPO, HICRA, and the controls.</summary>
    internal static readonly string[] Methods = ["grpo", "hicra", "placebo", "gram-bonus", "hicra-equal-norm"];

    /// <inheritdoc/>
    public override string Id => "why";

    /// <inheritdoc/>
    public override string Name => "Beyond the paper";

    /// <inheritdoc/>
    public override string Shows => "Nothing but Placebo (random n-grams, in Table 1 of the camera-ready). Here HICRA's gradient is taken apart into that of A and that of alpha |A|, and HICRA stands beside three controls: Placebo, a plain bonus for any listed gram that adds up to HICRA's, and HICRA's credit at the norm of GRPO's.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ScaledDown => [.. base.ScaledDown, "one alpha, the paper's 0.2"];

    /// <inheritdoc/>
    public override string? Notebook => "11-what-alpha-does";

    /// <inheritdoc/>
    public override Needs Needs(RunScale scale)
    {
        ArgumentNullException.ThrowIfNull(scale);
        return Recipes.Needs.Of(Methods.Select(m => scale.Runs(Families.Base, m))) with { Splits = Splits(scale) };
    }

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence)
    {
        Exhibit[] reported =
        [
            new(new TextBlock("In the paper",
            [
                "Planning tokens take A + alpha |A|: 1.2 A where A is positive, 0.8 A where it is negative.",
                "Placebo, the same rule on random n-grams: 14.6 on AIME24 and 9.3 on AIME25, against HICRA's 18.8 and 14.8 (camera-ready, single runs).",
                "No gradient is taken apart, and there is neither a plain bonus nor a run at equal norm.",
            ])),
        ];
        var missing = new List<string>();
        (string Method, IReadOnlyList<MadeRun> Runs)[] groups = [.. Methods.Select(m => (m, StandIns.Find(evidence, scale.Runs(Families.Base, m), missing)))];
        (SplitRecipe Recipe, GradientSplits? Found)[] splits = [.. Splits(scale).Select(s => (s, evidence.Splits(s)))];
        missing.AddRange(splits.Where(s => s.Found is null).Select(s => $"gradient of {s.Recipe.Name}"));
        var found = splits.Where(s => s.Found is not null).Select(s => (s.Recipe, s.Found!)).ToList();
        var contrasts = new MethodContrasts(groups);
        var measured = new List<Exhibit>();
        var sentences = new List<string>();
        if (found.Count > 0)
        {
            measured.Add(new(SplitFigure.Of(found)));
            sentences.AddRange(SplitFigure.Sentences(found));
        }
        if (contrasts.Any)
        {
            measured.Add(new(contrasts.Figure()));
            sentences.AddRange(contrasts.Sentences());
        }
        return new Drawing
        {
            State = StandIns.State(measured.Count > 0, missing, Lacks), Reported = reported, Measured = measured, Differences = sentences, Missing = missing,
            Numbers = contrasts.Any ? Rows.Table(this, contrasts.Numbers(), evidence) : null,
        };
    }

    private static SplitRecipe[] Splits(RunScale scale) => [.. scale.Runs(Families.Base, "hicra").Select(r => new SplitRecipe(r))];
}
