using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Training.Learning;

namespace Hicra.Reproduction.Items;

/// <summary>Figure 7: HICRA against GRPO and against GRPO with entropy regularisation.</summary>
public sealed class Figure07EntropyRegularisation() : PaperItem(PaperItemKind.Figure, 7, "targeted against indiscriminate exploration")
{
    private static readonly ComparedPanel[] Panels =
    [
        new("Semantic entropy", MetricNames.SemanticEntropy, "nats", "axis 6.0 to 9.0, steps 0 to 500; HICRA the highest."),
        new("Validation accuracy", null, "%", "axis 22.5 to 37.5 %; entropy regularisation the lowest, HICRA the highest."),
        new("Pass@8 in training", "hicra/pass@8", "%", "axis 45 to 75 %."),
        new("Token entropy", MetricNames.Entropy, "nats", "axis 0.4 to 1.6; entropy regularisation the highest."),
        new("Response length", MetricNames.ResponseLength, "tokens", "no panel; the caption says that entropy regularisation makes length grow without control."),
    ];

    /// <inheritdoc/>
    public override string Shows => "Four panels over training steps of Qwen2.5-7B-Base: semantic entropy, validation accuracy, pass@8 on training prompts, and token entropy of HICRA, GRPO and GRPO with entropy regularisation. The caption also speaks of length, which is drawn here as a fifth panel.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ScaledDown => [.. base.ScaledDown, "the weight of the entropy bonus is 0.01; the paper does not give its own"];

    /// <inheritdoc/>
    public override string? Notebook => "07-hicra-against-grpo";

    /// <inheritdoc/>
    public override IReadOnlyList<int> Claims => [12, 13, 17];

    /// <inheritdoc/>
    public override Needs Needs(RunScale scale) => Recipes.Needs.Of(Methods.Select(m => scale.Runs(Families.Base, m)));

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence) => MethodComparison.Of(this, Families.Base, Methods, Panels, scale, evidence);

    private static readonly string[] Methods = ["grpo", "hicra", "entropy-bonus"];
}
