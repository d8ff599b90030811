using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Training.Learning;

namespace Hicra.Reproduction.Items;

/// <summary>Figure 6: HICRA against GRPO with clip-higher.</summary>
public sealed class Figure06HicraAgainstGrpo() : PaperItem(PaperItemKind.Figure, 6, "HICRA against GRPO")
{
    private static readonly ComparedPanel[] Panels =
    [
        new("Semantic entropy", MetricNames.SemanticEntropy, "nats", "axis 6 to 9, steps 0 to 400; HICRA is drawn above GRPO throughout. The model is not named."),
        new("Validation accuracy", null, "%", "axis 30 to 50 %, steps 0 to 300; HICRA ends above GRPO."),
    ];

    /// <inheritdoc/>
    public override string Shows => "Two panels over training steps: semantic entropy and validation accuracy of HICRA and of GRPO with clip-higher. The caption does not name the model.";

    /// <inheritdoc/>
    public override string? Notebook => "07-hicra-against-grpo";

    /// <inheritdoc/>
    public override IReadOnlyList<int> Claims => [11, 12, 24];

    /// <inheritdoc/>
    public override Needs Needs(RunScale scale) => Recipes.Needs.Of(scale.Runs(Families.Base, "grpo"), scale.Runs(Families.Base, "hicra"));

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence) => MethodComparison.Of(this, Families.Base, ["grpo", "hicra"], Panels, scale, evidence);

    /// <inheritdoc/>
    internal override LongPart Long => new(
        scale => Recipes.Needs.Of(scale.Runs(Families.LongWorld, "grpo"), scale.Runs(Families.LongWorld, "hicra")),
        (scale, evidence) => MethodComparison.Of(this, Families.LongWorld, ["grpo", "hicra"], Panels, scale, evidence));
}
