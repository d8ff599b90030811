using System.Text.Json;
using Hicra.Rollouts;
using Hicra.Training.Learning;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Tests.Features.View;

/// <summary>A run's folder, written by hand: two problems with two rollouts each, hostile text included.</summary>
internal static class SmallRun
{
    public const string Hostile = "</script><img src=x onerror=\"window.hacked=1\">";

    public static ExistingRun Write(string path, string method = "hicra", int steps = 2, int groups = 2, int tokens = 4)
    {
        var folder = new RunFolder(path);
        Directory.CreateDirectory(folder.Rollouts);
        new RunConfig { Training = new TrainingOptions { Method = method, Steps = steps, Prompts = groups, GroupSize = 2, Minibatches = 1 }, Base = new BaseModel("shipped", new string('0', 64)) }.Write(folder.Config);
        using (var log = new StreamWriter(folder.Metrics))
        {
            for (int step = 0; step <= steps; step++)
            {
                var row = new MetricRow(step);
                row.Set("critic/rewards/mean", 0.5);
                row.Set("hicra/accuracy", 0.5);
                row.Set("response_length/mean", 4);
                row.Set("prompt_length/mean", 7);
                if (step < steps) row.Set("actor/pg_loss", -0.25);
                using var line = new MemoryStream();
                using (var json = new Utf8JsonWriter(line)) row.Write(json);
                log.Write(System.Text.Encoding.UTF8.GetString(line.ToArray()) + "\n");
            }
        }
        for (int step = 0; step < steps; step++)
        {
            using RolloutWriter writer = RolloutJsonl.OpenWrite(folder.RolloutsOf(step));
            for (int group = 0; group < groups; group++)
                for (int sample = 0; sample < 2; sample++) writer.Write(Rollout(step, group, sample, method, tokens));
        }
        return ExistingRun.Open(path);
    }

    // Group 0 has one right answer of two: mean 0.5, deviation 0.7071, advantages +-0.7071. The others have no signal.
    private static Rollout Rollout(int step, int group, int sample, string method, int tokens)
    {
        bool isRight = group == 0 && sample == 0;
        double advantage = group == 0 ? (isRight ? 0.7071 : -0.7071) : 0;
        string[] texts = [.. Enumerable.Range(0, tokens).Select(i => i == 3 ? Hostile : $" w{i}")];
        float planning = (float)(advantage + 0.2 * Math.Abs(advantage)), plain = (float)advantage;
        return new Rollout
        {
            Step = step, Group = group, Sample = sample, Method = method, Alpha = 0.2, ProblemId = $"problem {group} {Hostile}", Prompt = $"prompt {Hostile}", Response = string.Concat(texts),
            Reward = isRight ? 1 : 0, Kind = isRight ? "right" : Hostile, Advantage = advantage, TokenIds = [.. Enumerable.Range(0, tokens)], TokenTexts = texts,
            LogProbs = [.. Enumerable.Repeat(-0.5f, tokens)], Entropies = [.. Enumerable.Repeat(0.7f, tokens)],
            TokenAdvantages = [.. Enumerable.Range(0, tokens).Select(i => i < 2 && method == "hicra" ? planning : plain)], PlanningSpans = [new(0, 2, 0)],
        };
    }
}
