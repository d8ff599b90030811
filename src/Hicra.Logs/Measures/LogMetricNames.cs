using Hicra.Training.Learning;

namespace Hicra.Logs.Measures;

/// <summary>The metrics that only logs have; <see cref="MetricCatalog"/> says what each is.</summary>
public static class LogMetricNames
{
#pragma warning disable CS1591 // MetricCatalog describes each.
    public const string
        Corrected = "hicra/semantic_entropy_corrected", CorrectedLow = "hicra/semantic_entropy_corrected/low", CorrectedHigh = "hicra/semantic_entropy_corrected/high",
        Rollouts = "hicra/rollouts", Prompts = "hicra/prompts", Truncated = "hicra/truncated", ThinkingLength = "hicra/thinking_length", ThinkingOpen = "hicra/thinking_open",
        ThinkingShare = "hicra/planning_share/thinking", AnswerShare = "hicra/planning_share/answer",
        Cosine = "hicra/replay/cosine", CosineLow = "hicra/replay/cosine/low", CosineHigh = "hicra/replay/cosine/high", Angle = "hicra/replay/angle",
        GradientShare = "hicra/replay/planning_gradient/grpo", OwnGradientShare = "hicra/replay/planning_gradient/hicra";
#pragma warning restore CS1591
}
