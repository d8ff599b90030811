using System.Globalization;
using Hicra.Metrics.Statistics;

namespace Hicra.Interactive.Features.WhatIf;

/// <summary>One answer to "what if": a credit rule and its alpha.</summary>
/// <param name="Method">The rule by its name in <see cref="Credit.CreditCatalog"/>.</param>
/// <param name="Alpha">Its alpha; null for a rule that has none.</param>
public sealed record WhatIfScenario(string Method, double? Alpha)
{
    /// <summary>For tables, for example <c>hicra 0.2</c>.</summary>
    public string Name => Alpha is double alpha ? string.Create(CultureInfo.InvariantCulture, $"{Method} {alpha}") : Method;
}

/// <summary>
/// The size of the gradient with respect to log-probs by class of token and sign of the rollout's advantage: sums over tokens
/// of |dLoss/dlogprob|, as shares of the whole.
/// </summary>
/// <param name="PlanningPraise">Planning tokens of rollouts with positive advantage.</param>
/// <param name="PlanningBlame">Planning tokens of rollouts with negative advantage.</param>
/// <param name="ExecutionPraise">Other tokens of rollouts with positive advantage.</param>
/// <param name="ExecutionBlame">Other tokens of rollouts with negative advantage.</param>
public sealed record GradientMass(double PlanningPraise, double PlanningBlame, double ExecutionPraise, double ExecutionBlame)
{
    /// <summary>The share of planning tokens.</summary>
    public double Planning => PlanningPraise + PlanningBlame;
}

/// <summary>Mean token advantages by class and sign of the rollout's advantage; null where there is no such token.</summary>
/// <param name="PlanningPraise">Planning tokens of rollouts with positive advantage.</param>
/// <param name="PlanningBlame">Planning tokens of rollouts with negative advantage.</param>
/// <param name="ExecutionPraise">Other tokens of rollouts with positive advantage.</param>
/// <param name="ExecutionBlame">Other tokens of rollouts with negative advantage.</param>
public sealed record ClassAdvantages(double? PlanningPraise, double? PlanningBlame, double? ExecutionPraise, double? ExecutionBlame);

/// <summary>
/// What a rule adds to uniform credit, as gradients with respect to log-probs: g = g(A) + g(extra), where extra is
/// <c>alpha * |A|</c> on planning tokens for HICRA.
/// </summary>
/// <param name="Size">The norm of g(extra) over the norm of g(A).</param>
/// <param name="Cosine">The cosine between the two; null where one is 0.</param>
/// <param name="OnPraise">The share of |g(extra)| on rollouts with positive advantage: the bonus. The rest softens penalties.</param>
public sealed record ExtraCredit(double Size, double? Cosine, double OnPraise);

/// <summary>What a scenario would have done with the saved rollouts.</summary>
public sealed record WhatIfOutcome
{
    /// <summary>The rule.</summary>
    public required WhatIfScenario Scenario { get; init; }

    /// <summary>Where the gradient is; null where it is 0 everywhere.</summary>
    public required GradientMass? Mass { get; init; }

    /// <summary>Mean token advantages.</summary>
    public required ClassAdvantages Advantages { get; init; }

    /// <summary>The cosine between this gradient and that of uniform credit (GRPO), with respect to log-probs; null where one is 0.</summary>
    public required double? CosineToGrpo { get; init; }

    /// <summary>That cosine with its 95 % interval, by a bootstrap over groups; null for one group that teaches, or where nothing is added.</summary>
    public Interval? CosineInterval { get; init; }

    /// <summary>What the rule adds to uniform credit; null where it adds nothing.</summary>
    public required ExtraCredit? Extra { get; init; }

    /// <summary>Tokens whose advantage has another sign than their rollout's.</summary>
    public required int Flipped { get; init; }

    /// <summary>Tokens that take part in the loss.</summary>
    public required int Kept { get; init; }

    /// <summary>[tokens] advantages after credit.</summary>
    public required IReadOnlyList<double> TokenAdvantages { get; init; }
}
