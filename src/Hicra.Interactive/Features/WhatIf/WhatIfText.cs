using System.Globalization;
using Hicra.Credit;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Rendering;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.WhatIf;

/// <summary>A what-if report in words and in a plain table.</summary>
internal static class WhatIfText
{
    private const int MostRows = 12;

    public static string Render(WhatIfReport report, CommandStyle style)
    {
        string conclusions = string.Join("\n\n", Conclusions(report, style).Select(c => Paragraph($"{c.Heading}. {c.Text}")));
        string steps = report.Steps.Count > 1 ? $"{StepTable(report, MostRows).Text()}\n" : "";
        return $"{Paragraph(Subject(report))}\n\n{Table(report).Text()}\n{steps}{conclusions}";
    }

    private static string Paragraph(string text) => PlainTable.Wrap(PlainTable.Clean(text));

    /// <summary>What was replayed, in one sentence.</summary>
    public static string Subject(WhatIfReport report) => string.Create(CultureInfo.InvariantCulture,
        $"{report.Run}, step {report.Step}: {report.Rollouts} saved rollouts in groups of {report.GroupSize} ({(report.Log is { } log ? log.Describe() : $"made under {report.MadeBy}")}), {report.Tokens} tokens of which {NumberText.Percent(report.PlanningShare)} plan; {NumberText.Percent(report.Accuracy)} right; in {NumberText.Percent(report.FlatGroups)} of the groups all rewards are equal, so that no rule learns from them");

    public static RowTable Table(WhatIfReport report) => new(
    [
        ["rule", "on planning", "advantage: planning, praised", "planning, blamed", "others, praised", "others, blamed", "cosine to GRPO", "extra / A"],
        .. report.Outcomes.Select(o => (string[])
        [
            o.Scenario.Name, o.Mass is { } mass ? NumberText.Percent(mass.Planning) : "–", NumberText.Signed(o.Advantages.PlanningPraise), NumberText.Signed(o.Advantages.PlanningBlame), NumberText.Signed(o.Advantages.ExecutionPraise), NumberText.Signed(o.Advantages.ExecutionBlame),
            NumberText.Of(o.CosineToGrpo), NumberText.Of(o.Extra?.Size),
        ]),
    ], Drop: [7, 6, 4, 5]);

    /// <summary>A log's steps under the first rule, at most so many rows, evenly spread.</summary>
    public static RowTable StepTable(WhatIfReport report, int most)
    {
        WhatIfStep[] steps = report.Steps.Count <= most ? [.. report.Steps] : [.. Enumerable.Range(0, most).Select(i => report.Steps[i * (report.Steps.Count - 1) / (most - 1)])];
        return new RowTable(
        [
            ["step", "planning tokens", "groups without signal", "GRPO on planning", $"{report.Steps[0].Outcome.Scenario.Name} on planning", "angle to GRPO", "cosine", "95 % over groups"],
            .. steps.Select(s => (string[])
            [
                s.Step.ToString(CultureInfo.InvariantCulture), NumberText.Percent(s.PlanningShare), NumberText.Percent(s.FlatGroups), Share(s.Grpo), Share(s.Outcome),
                s.Outcome.CosineToGrpo is double cosine ? (Math.Acos(cosine) * 180 / Math.PI).ToString("F2", CultureInfo.InvariantCulture) + "°" : "–", NumberText.Fixed(s.Outcome.CosineToGrpo, 4), Range(s.Outcome),
            ]),
        ]);

        static string Share(WhatIfOutcome outcome) => outcome.Mass is { } mass ? NumberText.Percent(mass.Planning) : "–";
    }

    private static string Range(WhatIfOutcome outcome) => outcome.CosineInterval is { } x ? $"{NumberText.Fixed(x.Low, 4)} to {NumberText.Fixed(x.High, 4)}" : "–";

    public static (string Heading, string Text)[] Conclusions(WhatIfReport report, CommandStyle style) => [("What changed", Changed(report)), ("What a replay cannot tell", Limits(report, style)), ("How many seeds", Seeds(report, style))];

    private static string Changed(WhatIfReport report)
    {
        if (report.Grpo.Mass is not { } before) return "Nothing: every group has equal rewards, so that all advantages are 0 under every rule. Take a step at which some answers of a group are right and others wrong.";
        var text = new List<string> { $"Under GRPO planning tokens carry {NumberText.Percent(before.Planning)} of the gradient and are {NumberText.Percent(report.PlanningShare)} of the tokens (in the paper's long texts 2 to 6 %)." };
        WhatIfOutcome[] others = [.. report.Outcomes.Skip(1).Where(o => o.Mass is not null && o.Extra is not null)];
        if (others.Length > 0) text.Add($"Replayed, with the cosine to GRPO's gradient: {string.Join(", ", others.Select(o => $"{o.Scenario.Name} {NumberText.Percent(o.Mass!.Planning)} ({NumberText.Of(o.CosineToGrpo)})"))}.");
        foreach (WhatIfOutcome outcome in report.Outcomes.Skip(1).Where(o => o.Mass is not null && o.Extra is null)) text.Add(Same(outcome.Scenario));
        foreach (WhatIfOutcome outcome in others.Where(o => o.Flipped > 0))
            text.Add(string.Create(CultureInfo.InvariantCulture, $"At {outcome.Scenario.Name} {outcome.Flipped} tokens are praised in rollouts that did worse than their group, or blamed in better ones."));
        if (report.Outcomes.FirstOrDefault(o => o.Scenario is { Method: "hicra", Alpha: > 0 and <= 1 } && o.Extra is not null) is { Extra: { } extra, Mass: { } hicra })
        {
            text.Add($"Of what HICRA adds, {NumberText.Percent(extra.OnPraise)} lies on rollouts that did better than their group (a larger bonus), {NumberText.Percent(1 - extra.OnPraise)} on those that did worse (a softer penalty, never a harder one).");
            if (hicra.Planning < before.Planning) text.Add("So up to alpha 1 the share of planning tokens falls: the penalties that shrink weigh more than the bonuses that grow.");
        }
        return string.Join(" ", text);
    }

    // Equal credit is not equal training: a method may differ where a replay does not look.
    private static string Same(WhatIfScenario scenario)
    {
        CreditMethod method = CreditCatalog.BuiltIn.Find(scenario.Method);
        if (method.UsesEntropyCoefficient) return $"{scenario.Name} has the credit of GRPO and is not GRPO: what sets it apart is in the loss, where a replay of credit does not look.";
        if (scenario.Alpha == 0 && method.IsUniformAtZero) return $"{scenario.Name} is GRPO itself.";
        return $"{scenario.Name} gives these rollouts the credit of GRPO: {(method.UsesPlanning ? "no token of theirs plans" : "it finds no token to treat otherwise")}.";
    }

    /// <summary>What a replay shows of each method of a report and what it cannot, a sentence each.</summary>
    public static IEnumerable<(string Method, string Shows, string? Hides)> Sight(WhatIfReport report) => report.Outcomes.Select(o => o.Scenario.Method).Distinct()
        .Select(name => CreditCatalog.BuiltIn.Find(name)).Select(method => (method.Name, method.ReplayShows, method.ReplayHides));

    private static string Limits(WhatIfReport report, CommandStyle style) => report.Log is { } log ? LimitsOfLog(report, log, style) : $"Of {string.Join("; of ", Sight(report).Select(s => $"{s.Method} it shows {s.Shows}"))}. "
        + string.Concat(Sight(report).Where(s => s.Hides is not null).Select(s => $"{s.Method}: {s.Hides} "))
        + (report.LeftOut.Count > 0 ? $"The run itself had {string.Join(" and ", report.LeftOut)}, which take{(report.LeftOut.Count == 1 ? "s" : "")} no part here. " : "") + string.Create(CultureInfo.InvariantCulture,
        $"No replay tells whether accuracy would rise. The texts are those that {report.MadeBy} wrote at step {report.Step}; under another alpha the policy would have written others from the first update on. The numbers are those of one update at ratio 1, where nothing is clipped yet, with all {report.Rollouts} rollouts as one batch and with respect to log-probs, before the network and the optimiser turn them into weights. And alpha |A| rewards every listed phrase in every group whose rewards differ, right or wrong: part of any effect is fidelity to the list, which only a placebo run can tell apart. To measure instead: {CommandName.Typed("what-if", style)} --fork {report.Run}@{report.Step} --steps 20.");

    private static string LimitsOfLog(WhatIfReport report, LogOrigin log, CommandStyle style) => string.Create(CultureInfo.InvariantCulture,
        $"Whether accuracy would rise: under another rule the policy would have written other texts from the first update on. {(report.KnowsLogProbs ? "The log has log-probs, but the numbers are those of" : "Ratios, clipping and KL: the log has no log-probs. The numbers are those of")} one update at ratio 1 with the kit's usual settings (advantages over the group's deviation, every token weighing the same), since the log does not say its own; planning tokens are found by {log.Tokens}. And alpha |A| rewards every listed phrase in every group whose rewards differ, right or wrong. To measure instead, train both rules: {CommandName.Typed("train", style)} --method grpo,hicra.");

    private static string Seeds(WhatIfReport report, CommandStyle style)
    {
        if (report.Spread is not { } spread) return $"Not known here: the spread over seeds has to be measured first, for example by {CommandName.Typed("train", style)} --method grpo,hicra --seeds 0..6.";
        string needed = spread.SeedsForTwoPoints is int seeds ? string.Create(CultureInfo.InvariantCulture, $"{seeds} seeds of each method") : "more than a million seeds";
        return string.Create(CultureInfo.InvariantCulture,
            $"About {needed}, to see a true difference of two points of accuracy in four of five studies (paired t test, level 5 %). Measured, not guessed: over {spread.Seeds} seeds of the reference program (data/demo/reference-seeds.csv; validation accuracy after 400 steps, 64 problems x 4 samples) the difference HICRA minus GRPO has a standard deviation of {NumberText.Of(spread.Deviation, share: true)} points. A single pair of runs is an anecdote.");
    }
}
