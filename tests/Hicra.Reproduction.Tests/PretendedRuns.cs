using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Rollouts;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Worlds;

namespace Hicra.Reproduction.Tests;

/// <summary>
/// Evidence without training: rows that fall, rise and scatter as asked, for every recipe. Rollouts are those of the shipped demo.
/// What a drawing or a verdict says of it is known beforehand.
/// </summary>
internal sealed class PretendedRuns : IEvidence
{
    /// <summary>A scale with enough base models for tests of claims.</summary>
    public static RunScale Scale { get; } = new() { Name = "pretended", Steps = 60, ValidationEvery = 6, BaseSeeds = [0, 1, 2, 3, 4, 5], Seeds = [0, 1], FamilyBaseSeeds = [0, 1, 2, 3], FamilySeeds = [0, 1], Samples = 4 };

    /// <summary>The same with the long world beside the puzzle.</summary>
    public static RunScale BothWorlds { get; } = (Scale with { LongSteps = 60, LongValidationEvery = 6, LongBaseSeeds = [105, 108, 109, 112], LongSeeds = [0, 1] }).In("both");

    /// <summary>What HICRA adds to accuracy.</summary>
    public double Gain { get; init; }

    /// <summary>What HICRA adds to semantic entropy.</summary>
    public double Diversity { get; init; }

    /// <summary>Whether semantic entropy stays as it is in the long world.</summary>
    public bool FlatLongWorld { get; init; }

    /// <summary>Recipes that are not there.</summary>
    public Func<RunRecipe, bool> Lacks { get; init; } = _ => false;

    public string Source => "pretended runs";

    public MadeRun? Run(RunRecipe recipe)
    {
        if (Lacks(recipe)) return null;
        CounterRandom random = CounterRandom.FromSeed(recipe.Base.Seed * 31 + recipe.Seed).Derive(recipe.Method).Derive(recipe.Base.Family.Name);
        double gain = recipe.Method == "hicra" ? Gain : 0, diversity = recipe.Method == "hicra" ? Diversity : 0;
        var rows = new List<MetricRow>();
        for (int step = 0; step <= recipe.Steps; step++)
        {
            double part = (double)step / recipe.Steps, settled = Math.Min(1, part / 0.15), scatter = 0.01 * (random.Uniform(step) - 0.5);
            var row = new MetricRow(step);
            row.Set(MetricNames.Accuracy, 0.1 + 0.3 * part + gain + scatter);
            if (step % recipe.ValidationEvery == 0 || step == recipe.Steps) row.Set(MetricNames.Validation(recipe.World, recipe.Training.ValidationSamples), 0.1 + 0.3 * part + gain + scatter);
            row.Set(MetricNames.ExecutionEntropy, 0.4 - 0.2 * settled + scatter);
            row.Set(MetricNames.PlanningEntropy, 1.2 - 0.3 * settled + scatter);
            row.Set(MetricNames.ExecutionPerplexity, 1.6 - 0.3 * settled + scatter);
            row.Set(MetricNames.PlanningPerplexity, 2.4 - 0.4 * settled + scatter);
            row.Set(MetricNames.SemanticEntropy, 2.5 + 0.5 * part + diversity + scatter);
            row.Set(MetricNames.ConditionalEntropy, 3 + scatter);
            row.Set(MetricNames.Entropy, 0.7 - 0.1 * settled + scatter);
            row.Set(MetricNames.ResponseLength, 25 + 30 * part + scatter);
            row.Set(MetricNames.PlanningErrors, 0.5 - 0.2 * part + scatter);
            row.Set(MetricNames.OtherErrors, 0.4 - 0.1 * part + scatter);
            row.Set(MetricNames.Grams, 2 + 10 * gain + scatter);
            row.Set(MetricNames.PlanningShare, 0.3 + scatter);
            if (recipe.Base.Family.Sees) row.Set(MetricNames.ReadNumbers, 0.9 + scatter);
            row.Set("hicra/pass@8", 0.5 + 0.3 * part + scatter);
            row.Set("hicra/high_entropy_among_planning", 0.7 + scatter);
            row.Set("hicra/planning_among_high_entropy", 0.6 + scatter);
            if (recipe.World == WorldCatalog.LongSums) OfLongWorld(row, part, settled, scatter);
            if (recipe.World == WorldCatalog.LongSums && FlatLongWorld) row.Set(MetricNames.SemanticEntropy, 2.5 + scatter);
            rows.Add(row);
        }
        return new MadeRun(recipe, rows);
    }

    // The last settings win: planning is rare here, and so are planning tokens among those of high entropy.
    private static void OfLongWorld(MetricRow row, double part, double settled, double scatter)
    {
        row.Set(MetricNames.PlanningShare, 0.04 + scatter / 10);
        row.Set("hicra/planning_among_high_entropy", 0.08 + scatter);
        row.Set(MetricNames.ColumnSlips, 0.09 - 0.05 * settled + scatter / 10);
        row.Set(MetricNames.CopyErrors, 0.001 + scatter / 100);
        row.Set(MetricNames.PlanFits, 0.4 + 0.3 * part + scatter);
        row.Set(MetricNames.PlanHits, 0.2 + 0.1 * part + scatter);
        row.Set(MetricNames.Persistence, 0.04 + 0.5 * part + scatter);
        row.Set(MetricNames.Strategies, 1 + part + scatter);
        row.Set(MetricNames.StrategyEntropy, 2.2 + 0.2 * part + scatter);
        row.Set(MetricNames.Withheld(WorldCatalog.LongSums, "numbers", 4), 0.05 + 0.3 * part + scatter);
    }

    public EvaluationResult? Evaluation(EvaluationRecipe recipe)
    {
        if (recipe.Run is { } run && Lacks(run)) return null;
        CounterRandom random = CounterRandom.FromSeed(recipe.Base.Seed * 31 + (recipe.Run?.Seed ?? 9)).Derive(recipe.Run?.Method ?? "base");
        double right = recipe.Samples * (0.4 + (recipe.Run?.Method == "hicra" ? Gain : 0));
        return new(recipe.Samples, ProblemSets.Of(recipe.Base.Family).ToDictionary(s => s.Name, s => (int[])[.. Enumerable.Range(0, 64).Select(i => Math.Clamp((int)Math.Floor(right + random.Derive(s.Name).Uniform(i)), 0, recipe.Samples))]))
        {
            PicturesRead = recipe.Base.Family.Sees ? VisionSets.All.ToDictionary(s => s.Name, _ => 64 * recipe.Samples * 9 / 10) : new Dictionary<string, int>(),
        };
    }

    public IReadOnlyList<int> RolloutSteps(RunRecipe recipe) => recipe.KeepsRollouts && !Lacks(recipe) ? recipe.World == WorldCatalog.LongSums ? [40, 160] : [40, 80] : [];

    // Parts of length 1: the two bonuses have a cosine of 0.9, halves agree by half on them and hardly on the rest.
    public GradientSplits? Splits(SplitRecipe recipe)
    {
        if (Lacks(recipe.Run)) return null;
        CounterRandom random = CounterRandom.FromSeed(recipe.Run.Base.Seed * 31 + recipe.Run.Seed);
        return new([.. recipe.Steps.Select(step =>
        {
            var products = new List<double>();
            for (int i = 0; i < GradientSplit.Vectors; i++)
                for (int j = i; j < GradientSplit.Vectors; j++)
                {
                    int first = i % GradientSplit.Parts, second = j % GradientSplit.Parts;
                    double same = first == second ? 1 : first >= 2 && second >= 2 ? 0.9 : 0, across = i / GradientSplit.Parts == j / GradientSplit.Parts ? 1 : first >= 2 && second >= 2 ? 0.5 : 0.1;
                    products.Add(same * across * (1 + 0.01 * random.Uniform(step + i)));
                }
            return new GradientSplit(step, products, -1, 4);
        })]);
    }

    public IReadOnlyList<Rollout> Rollouts(RunRecipe recipe, int atStep) => [.. RolloutJsonl.Read(Path.Combine(Repository.Root, "data", recipe.World == WorldCatalog.LongSums ? "demo-long" : "demo/grpo", "rollouts", FormattableString.Invariant($"step-{atStep:D6}.jsonl")))];
}
