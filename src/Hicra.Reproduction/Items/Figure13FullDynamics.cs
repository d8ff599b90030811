using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Training.Learning;

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
    public override Needs Needs(RunScale scale) => Recipes.Needs.Of(Families.All.Select(f => scale.Runs(f, "grpo")));

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence)
    {
        Drawing drawing = DynamicsDrawing.Of(this, Models, scale, evidence);
        return drawing.Measured.Count == 0 ? drawing : drawing with { Differences = [.. drawing.Differences, .. Families.Vision.SelectMany(f => OfVision(f, scale, evidence))] };
    }

    private static IEnumerable<string> OfVision(Family family, RunScale scale, IEvidence evidence)
    {
        IReadOnlyList<MadeRun> runs = StandIns.Find(evidence, scale.Runs(family, "grpo"), []);
        if (runs.Count == 0) yield break;
        yield return VisionCriteria.Say(7, $"{family.Title}: fall of the entropy of execution tokens within the first fifth, as a share of its start,", Clustered.Of(runs, r => 1 - r.Between(MetricNames.ExecutionEntropy, r.Recipe.Steps * 3 / 20, r.Recipe.Steps / 4) / r.Start(MetricNames.ExecutionEntropy)), 0.2, above: false);
        yield return VisionCriteria.Say(8, $"{family.Title}: entropy of all tokens, end over start, less 1,", Clustered.Of(runs, r => r.Ratio(MetricNames.Entropy) - 1), 0.05, above: false);
        yield return VisionCriteria.Say(8, $"{family.Title}: validation accuracy gained", Clustered.Of(runs, r => r.End(r.Validation) - r.Start(r.Validation)), 0, above: true, share: true);
    }

    /// <inheritdoc/>
    internal override LongPart Long => LongPart.OfGrpo((runs, _) => LongDynamics.BaseByBase(runs));
}
