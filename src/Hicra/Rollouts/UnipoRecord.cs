using System.Text.Json;

namespace Hicra.Rollouts;

/// <summary>
/// An entry of a UNIPO log (docs/canonical_schema.json of poloclub/unipo): a step with representative prompts, each with its
/// group of responses.
/// </summary>
internal static class UnipoRecord
{
    public static IEnumerable<Rollout> Parse(RecordView entry)
    {
        int? step = entry.Whole("step");
        int group = 0;
        foreach (JsonElement item in entry.List("prompts") ?? [])
        {
            var prompt = new RecordView(item);
            int sample = 0;
            foreach (JsonElement response in prompt.List("responses") ?? [])
                yield return Response(new RecordView(response), prompt.Text("prompt"), step, group, sample++);
            group++;
        }
    }

    private static Rollout Response(RecordView response, string? prompt, int? step, int group, int sample)
    {
        RecordView? tokens = response.Object("tokens");
        double? reward = response.Number("reward");
        string[]? strings = tokens?.Texts("strings");
        return new Rollout
        {
            Step = step, Group = group, Sample = sample, Prompt = prompt, ProblemId = prompt,
            Response = response.Text("response_text") ?? (strings is null ? null : string.Concat(strings)),
            Reward = reward, Advantage = response.Number("advantage"),
            TokenIds = tokens?.Wholes("ids"), TokenTexts = strings,
            // Ours are the log-probs of sampling; where a log has none of the old policy, it took one update a step.
            LogProbs = tokens?.Numbers("old_log_probs") ?? tokens?.Numbers("log_probs"),
            Entropies = tokens?.Numbers("entropies"), TokenAdvantages = tokens?.Numbers("advantages"),
        };
    }
}
