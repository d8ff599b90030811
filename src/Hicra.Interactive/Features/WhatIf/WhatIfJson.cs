using System.Text.Json;
using Hicra.Interactive.Commands;

namespace Hicra.Interactive.Features.WhatIf;

/// <summary>A what-if report for machines.</summary>
internal static class WhatIfJson
{
    public static void Write(Utf8JsonWriter json, WhatIfReport report)
    {
        json.WriteStartObject();
        json.WriteString("run", report.Run);
        json.WriteNumber("step", report.Step);
        json.WriteString("made_by", report.MadeBy);
        json.WriteNumber("rollouts", report.Rollouts);
        json.WriteNumber("group_size", report.GroupSize);
        json.WriteNumber("tokens", report.Tokens);
        json.WriteNumber("planning_share", report.PlanningShare);
        json.WriteNumber("flat_groups", report.FlatGroups);
        json.WriteNumber("accuracy", report.Accuracy);
        json.WriteStartArray("outcomes");
        foreach (WhatIfOutcome outcome in report.Outcomes)
        {
            json.WriteStartObject();
            json.WriteString("method", outcome.Scenario.Method);
            Number("alpha", outcome.Scenario.Alpha);
            Number("gradient_planning_share", outcome.Mass?.Planning);
            Number("advantage_planning_praised", outcome.Advantages.PlanningPraise);
            Number("advantage_planning_blamed", outcome.Advantages.PlanningBlame);
            Number("advantage_others_praised", outcome.Advantages.ExecutionPraise);
            Number("advantage_others_blamed", outcome.Advantages.ExecutionBlame);
            Number("cosine_to_grpo", outcome.CosineToGrpo);
            Number("cosine_low", outcome.CosineInterval?.Low);
            Number("cosine_high", outcome.CosineInterval?.High);
            Number("extra_size", outcome.Extra?.Size);
            Number("extra_cosine", outcome.Extra?.Cosine);
            Number("extra_on_praise", outcome.Extra?.OnPraise);
            json.WriteNumber("flipped_tokens", outcome.Flipped);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (report.Log is not null)
        {
            json.WriteBoolean("log_probs", report.KnowsLogProbs);
            json.WriteStartArray("steps");
            foreach (WhatIfStep step in report.Steps)
            {
                json.WriteStartObject();
                json.WriteNumber("step", step.Step);
                json.WriteNumber("planning_share", step.PlanningShare);
                json.WriteNumber("flat_groups", step.FlatGroups);
                Number("gradient_planning_share_grpo", step.Grpo.Mass?.Planning);
                Number("gradient_planning_share", step.Outcome.Mass?.Planning);
                Number("cosine_to_grpo", step.Outcome.CosineToGrpo);
                Number("cosine_low", step.Outcome.CosineInterval?.Low);
                Number("cosine_high", step.Outcome.CosineInterval?.High);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteStartArray("methods");
        foreach ((string method, string shows, string? hides) in WhatIfText.Sight(report))
        {
            json.WriteStartObject();
            json.WriteString("method", method);
            json.WriteString("replay_shows", shows);
            if (hides is not null) json.WriteString("replay_hides", hides);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("left_out");
        foreach (string part in report.LeftOut) json.WriteStringValue(part);
        json.WriteEndArray();
        if (report.Spread is { } spread)
        {
            json.WriteStartObject("seeds");
            json.WriteNumber("measured_seeds", spread.Seeds);
            json.WriteNumber("deviation_of_difference", spread.Deviation);
            if (spread.SeedsForTwoPoints is int seeds) json.WriteNumber("seeds_for_two_points", seeds);
            json.WriteEndObject();
        }
        json.WriteStartObject("conclusions");
        foreach ((string heading, string text) in WhatIfText.Conclusions(report, CommandStyle.Terminal)) json.WriteString(heading, text);
        json.WriteEndObject();
        json.WriteEndObject();

        void Number(string name, double? value)
        {
            if (value is double number) json.WriteNumber(name, number);
        }
    }
}
