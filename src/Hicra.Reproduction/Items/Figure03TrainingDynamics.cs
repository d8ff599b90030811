using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;

namespace Hicra.Reproduction.Items;

/// <summary>Figure 3: the training dynamics of three models under GRPO.</summary>
public sealed class Figure03TrainingDynamics() : PaperItem(PaperItemKind.Figure, 3, "training dynamics")
{
    private static readonly (string Model, Family Family)[] Models = [("Qwen3-4B-Base", Families.Base), ("Qwen2.5-7B-Base", Families.Larger), ("Llama-3.1-8B-Instruct", Families.Unreliable)];

    /// <inheritdoc/>
    public override string Shows => "Three models by four panels over training steps of GRPO: relative perplexity of planning and of execution tokens; their token entropies; the semantic entropy of strategic grams and the conditional entropy of other grams, as ratios to the start; validation accuracy beside response length. Pale raw lines, dark smoothed ones.";

    /// <inheritdoc/>
    public override string? Notebook => "04-training-dynamics";

    /// <inheritdoc/>
    public override IReadOnlyList<int> Claims => [1, 2, 3, 4, 5, 6, 23];

    /// <inheritdoc/>
    public override Needs Needs(RunScale scale) => Recipes.Needs.Of(Models.Select(m => scale.Runs(m.Family, "grpo")));

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence) => DynamicsDrawing.Of(this, Models, scale, evidence);

    /// <inheritdoc/>
    internal override LongPart Long => LongPart.OfGrpo((runs, evidence) => LongDynamics.Together(this, runs, evidence));
}
