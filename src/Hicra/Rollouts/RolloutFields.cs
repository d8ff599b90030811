using System.Text.Json;

namespace Hicra.Rollouts;

/// <summary>The member names of a rollout in JSON, encoded once.</summary>
internal static class RolloutFields
{
    public static readonly JsonEncodedText
        Step = JsonEncodedText.Encode("step"),
        Group = JsonEncodedText.Encode("group"),
        Sample = JsonEncodedText.Encode("sample"),
        Seed = JsonEncodedText.Encode("seed"),
        Method = JsonEncodedText.Encode("method"),
        Alpha = JsonEncodedText.Encode("alpha"),
        ProblemId = JsonEncodedText.Encode("problem"),
        Prompt = JsonEncodedText.Encode("prompt"),
        PromptPixels = JsonEncodedText.Encode("prompt_pixels"),
        Response = JsonEncodedText.Encode("response"),
        Reward = JsonEncodedText.Encode("reward"),
        Correct = JsonEncodedText.Encode("correct"),
        Kind = JsonEncodedText.Encode("kind"),
        Truncated = JsonEncodedText.Encode("truncated"),
        Advantage = JsonEncodedText.Encode("advantage"),
        TokenIds = JsonEncodedText.Encode("ids"),
        TokenTexts = JsonEncodedText.Encode("tokens"),
        LogProbs = JsonEncodedText.Encode("logprobs"),
        Entropies = JsonEncodedText.Encode("entropies"),
        TokenAdvantages = JsonEncodedText.Encode("advantages"),
        PlanningSpans = JsonEncodedText.Encode("grams");
}
