using Hicra.Interactive.Commands;
using Hicra.Rollouts;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.WhatIf;

/// <summary>A saved rollout that the report shows, with its advantage.</summary>
/// <param name="Rollout">The rollout.</param>
/// <param name="Advantage">Its advantage before token credit.</param>
/// <param name="Planning">[tokens] whether a token belongs to a strategic gram.</param>
public sealed record WhatIfRollout(Rollout Rollout, double Advantage, IReadOnlyList<bool> Planning);

/// <summary>A step of a log under one rule.</summary>
/// <param name="Step">The step.</param>
/// <param name="PlanningShare">The share of tokens that plan.</param>
/// <param name="FlatGroups">The share of groups whose rewards are all equal.</param>
/// <param name="Grpo">GRPO's outcome.</param>
/// <param name="Outcome">The rule's.</param>
public sealed record WhatIfStep(int Step, double PlanningShare, double FlatGroups, WhatIfOutcome Grpo, WhatIfOutcome Outcome);

/// <summary>The answer of <c>#!what-if</c>: saved rollouts of one step under several rules.</summary>
public sealed record WhatIfReport
{
    /// <summary>The run's name.</summary>
    public required string Run { get; init; }

    /// <summary>The step.</summary>
    public required int Step { get; init; }

    /// <summary>The rule under which the rollouts were made.</summary>
    public required string MadeBy { get; init; }

    /// <summary>Rollouts that took part.</summary>
    public required int Rollouts { get; init; }

    /// <summary>Rollouts per problem.</summary>
    public required int GroupSize { get; init; }

    /// <summary>Response tokens.</summary>
    public required int Tokens { get; init; }

    /// <summary>The share of tokens that belong to strategic grams.</summary>
    public required double PlanningShare { get; init; }

    /// <summary>The share of groups whose rewards are all equal: they teach nothing, whatever alpha is.</summary>
    public required double FlatGroups { get; init; }

    /// <summary>The share of rollouts whose answer is right.</summary>
    public required double Accuracy { get; init; }

    /// <summary>GRPO first, then what was asked.</summary>
    public required IReadOnlyList<WhatIfOutcome> Outcomes { get; init; }

    /// <summary>HICRA at evenly spaced alphas from 0 on, for curves.</summary>
    public required IReadOnlyList<WhatIfOutcome> Curve { get; init; }

    /// <summary>A right and a wrong rollout, to look at.</summary>
    public required IReadOnlyList<WhatIfRollout> Traces { get; init; }

    /// <summary>The spread over seeds; null where it is not known.</summary>
    public required SeedSpread? Spread { get; init; }

    /// <summary>Where the rollouts come from, if another trainer wrote them; null for a run of the kit's own.</summary>
    public LogOrigin? Log { get; init; }

    /// <summary>Whether the rollouts say the log-probs of their tokens. Without them ratios and clipping cannot be told; advantages, shares and the angle need none.</summary>
    public bool KnowsLogProbs { get; init; } = true;

    /// <summary>The first of the rules over all steps whose rollouts are kept, for logs of other trainers; else empty.</summary>
    public IReadOnlyList<WhatIfStep> Steps { get; init; } = [];

    /// <summary>What the run's own objective had and a replay of credit leaves out, as clauses; empty for a run of the policy loss alone.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>GRPO's outcome, which the others are held against.</summary>
    public WhatIfOutcome Grpo => Outcomes[0];

    /// <summary>What changed, what a replay cannot tell, how many seeds it would take: three headings with a paragraph each.</summary>
    public IReadOnlyList<(string Heading, string Text)> Conclusions => WhatIfText.Conclusions(this, CommandStyle.Cell);

    /// <inheritdoc/>
    public override string ToString() => WhatIfText.Render(this, CommandStyle.Cell);
}
