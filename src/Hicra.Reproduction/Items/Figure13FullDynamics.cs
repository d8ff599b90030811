using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;

namespace Hicra.Reproduction.Items;

/// <summary>Figure 13: the training dynamics of all eight models.</summary>
public sealed class Figure13FullDynamics() : PaperItem(PaperItemKind.Figure, 13, "training dynamics of all models")
{
    private static readonly (string Model, Family Family)[] Models = [.. Families.All.Select(f => (f.StandsFor[0], f))];

    /// <inheritdoc/>
    public override string Shows => "The panels of Figure 3 for eight models: Qwen3-4B-Base, Qwen2.5-7B-Base, Llama-3.1-8B-Instruct, Qwen3-4B-Instruct, Qwen2.5-VL-Instruct, MiMO-VL-Instruct, Llama-3.1-8B-Base, DS-Distill-Llama-8B. The images of the last two rows could not be had.";

    /// <inheritdoc/>
    public override string? Notebook => "04-training-dynamics";

    /// <inheritdoc/>
    public override IReadOnlyList<int> Claims => [7, 8, 14, 15];

    /// <inheritdoc/>
    public override IReadOnlyList<Lack> Lacks => [new("the rows of Qwen2.5-VL-7B-Instruct and MiMO-VL-Instruct", LackReason.VisionFamily)];

    /// <inheritdoc/>
    public override Needs Needs(RunScale scale) => Recipes.Needs.Of(Families.All.Select(f => scale.Runs(f, "grpo")));

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence)
    {
        Drawing drawing = DynamicsDrawing.Of(this, Models, scale, evidence);
        // The rows that have no stand-in are shown all the same, as reported.
        string[] all = [Models[0].Model, Models[1].Model, Models[2].Model, Models[3].Model, "Qwen2.5-VL-7B-Instruct", "MiMO-VL-Instruct"];
        return drawing with { Reported = [new(Dynamics.Reported(all, "Figure 13 as reported"))] };
    }

    /// <inheritdoc/>
    internal override LongPart Long => LongPart.OfGrpo((runs, _) => LongDynamics.BaseByBase(runs));
}
