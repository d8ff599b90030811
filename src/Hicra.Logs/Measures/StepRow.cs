using System.Globalization;
using Hicra.Metrics;
using Hicra.Strategy;
using Hicra.Training.Learning;

namespace Hicra.Logs.Measures;

/// <summary>Turns what was kept of a step into its row of metrics. What the source does not say is not there.</summary>
internal sealed class StepRow(StrategicGramLibrary library, double alpha, CounterRandom random)
{
    private const int MostBlocks = 1000;

    public MetricRow Of(StepCollector step)
    {
        var row = new MetricRow(step.Step);
        row.Set(LogMetricNames.Rollouts, step.Rollouts);
        row.Set(LogMetricNames.Prompts, step.GroupCount);
        Spread("response_length", step.Length, row);
        Rewards(step, row);
        Tokens(step, row);
        Grams(step, row);
        Replay(step, row);
        return row;
    }

    private static void Spread(string name, Spread values, MetricRow row)
    {
        if (values.Count == 0) return;
        row.Set(name + "/mean", values.Mean);
        row.Set(name + "/max", values.Max);
        row.Set(name + "/min", values.Min);
    }

    private static void Rewards(StepCollector step, MetricRow row)
    {
        Spread("critic/rewards", step.Reward, row);
        if (step.Verdicts.Known > 0) row.Set(MetricNames.Accuracy, (double)step.Verdicts.Right / step.Verdicts.Known);
        GroupTally[] rewarded = [.. step.Groups.Where(g => g.HasRewards)];
        // A group of one has no spread to learn from, and says nothing of groups.
        GroupTally[] groups = [.. rewarded.Where(g => g.Rollouts > 1)];
        if (groups.Length > 0)
        {
            row.Set(MetricNames.RewardDeviation, groups.Average(g => g.Deviation()));
            row.Set(MetricNames.FlatGroups, (double)groups.Count(g => g.IsFlat) / groups.Length);
        }
        GroupTally[] judged = [.. step.Groups.Where(g => g.Judged == g.Rollouts && g.Rollouts > 1)];
        if (judged.Length == 0) return;
        int most = judged.Min(g => g.Rollouts);
        for (int k = 2; k <= most; k = k < most && 2 * k > most ? most : 2 * k)
            row.Set(string.Create(CultureInfo.InvariantCulture, $"hicra/pass@{k}"), PassAtK.Mean([.. judged.Select(g => g.Rollouts)], [.. judged.Select(g => g.Right)], k));
    }

    private static void Tokens(StepCollector step, MetricRow row)
    {
        if (step.Tokens > 0) row.Set(MetricNames.PlanningShare, (double)step.Planning / step.Tokens);
        if (step.Truncated.Known > 0) row.Set(LogMetricNames.Truncated, (double)step.Truncated.Cut / step.Truncated.Known);
        if (step.Thoughts.All > 0)
        {
            row.Set(LogMetricNames.ThinkingLength, step.Thinking.Mean);
            row.Set(LogMetricNames.ThinkingOpen, (double)step.Thoughts.Open / step.Thoughts.All);
            if (step.ThinkingTokens > 0) row.Set(LogMetricNames.ThinkingShare, (double)step.ThinkingPlanning / step.ThinkingTokens);
            if (step.Tokens > step.ThinkingTokens) row.Set(LogMetricNames.AnswerShare, (double)(step.Planning - step.ThinkingPlanning) / (step.Tokens - step.ThinkingTokens));
        }
        row.Set(MetricNames.PlanningEntropy, Mean(step.Entropies, step.EntropyTokens, 0));
        row.Set(MetricNames.ExecutionEntropy, Mean(step.Entropies, step.EntropyTokens, 1));
        if (step.EntropyTokens.Sum() is > 0 and long all) row.Set(MetricNames.Entropy, step.Entropies.Sum() / all);
        row.Set(MetricNames.PlanningPerplexity, Mean(step.LogProbs, step.LogProbTokens, 0) is double planned ? Math.Exp(-planned) : null);
        row.Set(MetricNames.ExecutionPerplexity, Mean(step.LogProbs, step.LogProbTokens, 1) is double executed ? Math.Exp(-executed) : null);
    }

    private void Grams(StepCollector step, MetricRow row)
    {
        row.Set(MetricNames.Grams, (double)step.Grams / step.Rollouts);
        var counts = new int[library.Grams.Count];
        foreach (GroupTally group in step.Groups)
            foreach (int gram in group.Grams) counts[gram]++;
        row.Set(MetricNames.SemanticEntropy, SemanticEntropy.OverGrams(counts)?.Nats);
        if (library.Clusters.Count < library.Grams.Count) row.Set("hicra/semantic_entropy_clusters", SemanticEntropy.OverClusters(counts, library.ClusterOf, library.Clusters.Count)?.Nats);
        if (EntropyEstimate.OverPrompts(Blocks(step), counts.Length) is not { } interval) row.Set(LogMetricNames.Corrected, EntropyEstimate.MillerMadow(counts)?.Nats);
        else
        {
            row.Set(LogMetricNames.Corrected, interval.Estimate);
            row.Set(LogMetricNames.CorrectedLow, interval.Low);
            row.Set(LogMetricNames.CorrectedHigh, interval.High);
        }
        row.Set(MetricNames.ConditionalEntropy, step.Following.Value());
    }

    // Prompts; where there are thousands, blocks of them, which scatter alike and take less time.
    private static List<(int, int)>[] Blocks(StepCollector step)
    {
        int blocks = Math.Min(step.GroupCount, MostBlocks), at = 0;
        var counts = new Dictionary<int, int>[blocks];
        foreach (GroupTally group in step.Groups)
        {
            Dictionary<int, int> block = counts[at++ % blocks] ??= [];
            foreach (int gram in group.Grams) block[gram] = block.GetValueOrDefault(gram) + 1;
        }
        return [.. counts.Select(block => block.OrderBy(gram => gram.Key).Select(gram => (gram.Key, gram.Value)).ToList())];
    }

    private void Replay(StepCollector step, MetricRow row)
    {
        CreditSums[] groups = [.. step.Groups.Where(g => g.HasRewards && g.Rollouts > 1).Select(g => g.Credit(alpha))];
        CreditSums whole = groups.Aggregate(default(CreditSums), (sum, group) => sum + group);
        if (whole.Cosine is not double cosine) return;
        row.Set(LogMetricNames.Cosine, cosine);
        row.Set(LogMetricNames.Angle, Math.Acos(cosine) * 180 / Math.PI);
        row.Set(LogMetricNames.GradientShare, whole.Share);
        row.Set(LogMetricNames.OwnGradientShare, whole.OwnShare);
        if (CreditInterval.Cosine([.. groups.Select(g => (g.Dot, g.Own, g.Uniform))], random.Derive("replay").Derive(step.Step)) is not { } interval) return;
        row.Set(LogMetricNames.CosineLow, interval.Low);
        row.Set(LogMetricNames.CosineHigh, interval.High);
    }

    private static double? Mean(double[] sums, long[] counts, int part) => counts[part] == 0 ? null : sums[part] / counts[part];
}
