using System.Globalization;

namespace Hicra.Training.Learning;

/// <summary>The metrics that code asks for by name; <see cref="MetricCatalog"/> says what each is.</summary>
public static class MetricNames
{
#pragma warning disable CS1591 // MetricCatalog describes each.
    public const string
        Accuracy = "hicra/accuracy", SoundAttempts = "hicra/sound_attempts", Attempts = "hicra/attempts", Alpha = "hicra/alpha", Grams = "hicra/grams",
        SemanticEntropy = "hicra/semantic_entropy", ConditionalEntropy = "hicra/conditional_entropy", ExecutedEntropy = "hicra/executed_entropy", StrategyEntropy = "hicra/semantic_entropy_strategies",
        ReadNumbers = "hicra/read_numbers", ColumnSlips = "hicra/column_slips", CopyErrors = "hicra/copy_errors", PlanHits = "hicra/plan_hits", PlanFits = "hicra/plan_fits", Persistence = "hicra/persistence", Strategies = "hicra/strategies",
        PlanningEntropy = "hicra/entropy/planning", ExecutionEntropy = "hicra/entropy/execution", PlanningPerplexity = "hicra/perplexity/planning", ExecutionPerplexity = "hicra/perplexity/execution",
        PlanningShare = "hicra/planning_share", PlanningErrors = "hicra/error/planning", OtherErrors = "hicra/error/other",
        ResponseLength = "response_length/mean", PromptLength = "prompt_length/mean", Entropy = "actor/entropy", PolicyLoss = "actor/pg_loss", ClipFraction = "actor/pg_clipfrac",
        GradientNorm = "actor/grad_norm", RewardMean = "critic/rewards/mean", RewardDeviation = "reward_std", FlatGroups = "frac_reward_zero_std", StepSeconds = "timing_s/step";
#pragma warning restore CS1591

    /// <summary>The accuracy of a validation: verl's <c>val-core/WORLD/acc/mean@k</c>.</summary>
    /// <param name="world">The world's name.</param>
    /// <param name="samples">Samples per validation problem.</param>
    public static string Validation(string world, int samples) => string.Create(CultureInfo.InvariantCulture, $"val-core/{world}/acc/mean@{samples}");

    /// <summary>The accuracy of a validation on problems of a withheld kind.</summary>
    /// <param name="world">The world's name.</param>
    /// <param name="kind">The kind's name.</param>
    /// <param name="samples">Samples per problem.</param>
    public static string Withheld(string world, string kind, int samples) => string.Create(CultureInfo.InvariantCulture, $"val-aux/{world}-{kind}/acc/mean@{samples}");

    /// <summary>Whether a name is that of a validation's accuracy, of whatever world and number of samples.</summary>
    public static bool IsValidation(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith("val-core/", StringComparison.Ordinal) && name.Contains("/acc/mean@", StringComparison.Ordinal);
    }
}
