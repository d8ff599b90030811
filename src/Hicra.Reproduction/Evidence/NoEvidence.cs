using Hicra.Reproduction.Recipes;
using Hicra.Rollouts;

namespace Hicra.Reproduction.Evidence;

/// <summary>Nothing, for what the paper reports without anything beside it.</summary>
internal sealed class NoEvidence : IEvidence
{
    public static NoEvidence Instance { get; } = new();

    public string Source => "no runs";

    public MadeRun? Run(RunRecipe recipe) => null;

    public EvaluationResult? Evaluation(EvaluationRecipe recipe) => null;

    public IReadOnlyList<int> RolloutSteps(RunRecipe recipe) => [];

    public IReadOnlyList<Rollout> Rollouts(RunRecipe recipe, int atStep) => [];
}
