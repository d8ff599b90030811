using Hicra.Reproduction.Recipes;
using Hicra.Rollouts;

namespace Hicra.Reproduction.Evidence;

/// <summary>What there is of the runs that items need: in a store, or in committed results.</summary>
public interface IEvidence
{
    /// <summary>Where it comes from, for captions.</summary>
    string Source { get; }

    /// <summary>A finished run; null where it is not there.</summary>
    MadeRun? Run(RunRecipe recipe);

    /// <summary>An evaluation; null where it is not there.</summary>
    EvaluationResult? Evaluation(EvaluationRecipe recipe);

    /// <summary>A run's gradient in parts; null where it is not there.</summary>
    GradientSplits? Splits(SplitRecipe recipe) => null;

    /// <summary>The steps whose rollouts are there, ascending.</summary>
    IReadOnlyList<int> RolloutSteps(RunRecipe recipe);

    /// <summary>The rollouts of such a step.</summary>
    IReadOnlyList<Rollout> Rollouts(RunRecipe recipe, int atStep);

    /// <summary>What a run's rollouts measure with grams dropped, where that is kept and the rollouts are not; null where it is to be made from them.</summary>
    GramRedraws? Redraws(RunRecipe recipe) => null;
}
