using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Training.Learning;

namespace Hicra.Reproduction.Items;

/// <summary>Figure 14: HICRA against GRPO where execution is unreliable.</summary>
public sealed class Figure14WhenItFails() : PaperItem(PaperItemKind.Figure, 14, "when HICRA does not help")
{
    private static readonly ComparedPanel[] Panels =
    [
        new("Semantic entropy", MetricNames.SemanticEntropy, "nats", "axis 6.2 to 7.0, steps 0 to 300; the trends of HICRA and GRPO are reversed."),
        new("Validation accuracy", null, "%", "axis 15 to 21 %; unstable, no gain of HICRA."),
    ];

    /// <inheritdoc/>
    public override string Shows => "Two panels over training steps of Llama-3.1-Instruct-8B, the failure case: semantic entropy and validation accuracy of HICRA and GRPO.";

    /// <inheritdoc/>
    public override IReadOnlyList<int> Claims => [16];

    /// <inheritdoc/>
    public override string? Notebook => "09-when-it-fails";

    /// <inheritdoc/>
    public override Needs Needs(RunScale scale) => Recipes.Needs.Of(scale.Runs(Families.Unreliable, "grpo"), scale.Runs(Families.Unreliable, "hicra"));

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence) => MethodComparison.Of(this, Families.Unreliable, ["grpo", "hicra"], Panels, scale, evidence);
}
