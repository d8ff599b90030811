using Hicra.Reproduction.Recipes;
using Hicra.Training.Runs;

namespace Hicra.Reproduction.Evidence;

/// <summary>What is still to be made, and how much work it is.</summary>
/// <param name="Bases">Base models.</param>
/// <param name="Runs">Runs, begun ones included.</param>
/// <param name="Evaluations">Evaluations.</param>
/// <param name="Units">The work in steps of the shipped model.</param>
public sealed record Work(IReadOnlyList<BaseRecipe> Bases, IReadOnlyList<RunRecipe> Runs, IReadOnlyList<EvaluationRecipe> Evaluations, double Units)
{
    // Measured on one core of an x86-64 machine with AVX-512, one run a core; corrected while the work goes on.
    private const double SecondsPerUnit = 0.15;

    // A batch of pretraining, and an evaluated response, in such steps. Taking a gradient apart is a step's rollouts and four backward passes over them.
    private const double BatchUnits = 0.2, EvaluatedResponseUnits = 1 / 600.0, SplitUnits = 3;

    // A batch and a step of the long world, whose responses grow from 110 tokens to several hundred.
    private const double LongBatchUnits = 0.5, LongStepUnits = 2.5;

    /// <summary>Gradients to be taken apart.</summary>
    public IReadOnlyList<SplitRecipe> Splits { get; init; } = [];

    /// <summary>Whether nothing is to be made.</summary>
    public bool IsNothing => Bases.Count + Runs.Count + Evaluations.Count + Splits.Count == 0;

    /// <summary>What of some needs a store does not have yet.</summary>
    public static Work Of(Needs needs, RunStore store)
    {
        ArgumentNullException.ThrowIfNull(needs);
        ArgumentNullException.ThrowIfNull(store);
        BaseRecipe[] bases = [.. needs.Bases.Where(b => store.Base(b) is null)];
        (RunRecipe Recipe, ExistingRun? Begun)[] runs = [.. needs.Runs.Select(r => (r, store.Begun(r))).Where(r => r.Item2 is not { IsFinished: true })];
        EvaluationRecipe[] evaluations = [.. needs.Evaluations.Where(e => store.Evaluation(e) is null)];
        SplitRecipe[] splits = [.. needs.Splits.Where(s => store.Splits(s) is null)];
        return new(bases, [.. runs.Select(r => r.Recipe)], evaluations, bases.Sum(Cost) + runs.Sum(r => (r.Recipe.Steps + 1 - (r.Begun?.NextStep ?? 0)) * CostOfStep(r.Recipe)) + evaluations.Sum(Cost) + splits.Sum(s => s.Steps.Count * CostOfStep(s))) { Splits = splits };
    }

    /// <summary>A base model's work.</summary>
    public static double Cost(BaseRecipe recipe) => recipe.Batches * (recipe.Family.IsLong ? LongBatchUnits : BatchUnits * Size(recipe.Family));

    /// <summary>The work of a step of a run.</summary>
    public static double CostOfStep(RunRecipe recipe) => recipe.Base.Family.IsLong ? LongStepUnits : Size(recipe.Base.Family);

    /// <summary>The work of taking one step's gradient apart.</summary>
    public static double CostOfStep(SplitRecipe recipe) => SplitUnits * CostOfStep(recipe.Run);

    /// <summary>An evaluation's work.</summary>
    public static double Cost(EvaluationRecipe recipe) => ProblemSets.Of(recipe.Base.Family).Sum(s => Math.Min(EvaluationRecipe.Problems, s.Problems.Count)) * recipe.Samples * EvaluatedResponseUnits * Size(recipe.Base.Family);

    /// <summary>How long it takes on so many cores, by what is usual.</summary>
    public TimeSpan Estimate(int cores) => TimeSpan.FromSeconds(Units * SecondsPerUnit / Math.Max(1, cores));

    private static double Size(Family family) => (double)family.Shape.ParameterCount / Families.Base.Shape.ParameterCount;
}
