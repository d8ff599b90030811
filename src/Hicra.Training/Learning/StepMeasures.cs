using Hicra.Metrics;
using Hicra.Strategy;
using Hicra.Strategy.Judging;
using Hicra.Training.Worlds;

namespace Hicra.Training.Learning;

/// <summary>The metrics of a step's rollouts: names as verl and TRL use them, ours under <c>hicra/</c>.</summary>
internal sealed class StepMeasures(IWorld world, TrainingOptions options, PlanningGrams grams)
{
    private readonly ConditionalGramEntropy _conditional = new();

    /// <summary>Writes everything that the rollouts say.</summary>
    public void Write(RolloutBatch batch, MetricRow row)
    {
        Rewards(batch, row);
        Lengths(batch, row);
        TokenClasses(batch, row);
        Grams(batch, row);
        foreach ((string name, double value) in world.Measure(batch.Verdicts)) row.Set("hicra/" + name, value);
    }

    private static void Rewards(RolloutBatch batch, MetricRow row)
    {
        double[] scores = Array.ConvertAll(batch.Verdicts, v => v.Reward);
        Spread("critic/score", scores, row);
        Spread("critic/rewards", batch.Rewards, row);
        Spread("critic/advantages", batch.TokenAdvantages, row);
        double deviations = 0;
        int flat = 0, groups = batch.Problems.Count;
        for (int g = 0; g < groups; g++)
        {
            ReadOnlySpan<double> rewards = batch.Rewards.AsSpan(g * batch.GroupSize, batch.GroupSize);
            double deviation = Deviation(rewards);
            deviations += deviation;
            if (deviation == 0) flat++;
        }
        row.Set(MetricNames.RewardDeviation, deviations / groups);
        row.Set(MetricNames.FlatGroups, (double)flat / groups);
        row.Set("train/num_gen_batches", batch.SampledRounds);
        row.Set(MetricNames.Accuracy, (double)batch.Verdicts.Count(v => v.Kind == ErrorKind.Right) / batch.Count);
        if (batch.SampledRounds > 1)
        {
            row.Set("hicra/sampled_accuracy", batch.SampledAccuracy);
            row.Set("hicra/sampled_groups", batch.SampledGroups);
        }
        double[] right = Array.ConvertAll(batch.Verdicts, v => v.Kind == ErrorKind.Right ? 1.0 : 0.0);
        row.Set($"hicra/pass@{batch.GroupSize}", PassAtK.OfGroups(right, batch.GroupSize, batch.GroupSize));
    }

    private void Lengths(RolloutBatch batch, MetricRow row)
    {
        var lengths = new double[batch.Count];
        int full = 0, cut = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            ReadOnlySpan<int> response = batch.Response(i);
            lengths[i] = response.Length;
            if (response.Length >= options.MaxNewTokens) full++;
            if (!world.Tokenizer.Ends(response)) cut++;
        }
        Spread("response_length", lengths, row);
        row.Set("response_length/clip_ratio", (double)full / batch.Count);
        row.Set("hicra/truncated", (double)cut / batch.Count);
        Spread("prompt_length", [.. batch.Prompts.Select(p => (double)p.Length)], row);
    }

    private static void TokenClasses(RolloutBatch batch, MetricRow row)
    {
        TokenClassMetrics classes = TokenClassMetrics.Measure<double>(batch.Planning, batch.Entropies, batch.LogProbs);
        row.Set(MetricNames.PlanningEntropy, classes.PlanningEntropy);
        row.Set(MetricNames.ExecutionEntropy, classes.ExecutionEntropy);
        row.Set(MetricNames.PlanningPerplexity, classes.PlanningPerplexity);
        row.Set(MetricNames.ExecutionPerplexity, classes.ExecutionPerplexity);
        row.Set(MetricNames.PlanningShare, classes.PlanningShare);
        HighEntropyOverlap overlap = HighEntropyOverlap.Measure<double>(batch.Entropies, batch.Planning);
        row.Set("hicra/planning_among_high_entropy", overlap.PlanningAmongHighEntropy);
        row.Set("hicra/high_entropy_among_planning", overlap.HighEntropyAmongPlanning);
        if (batch.Tokens.Length > 0) row.Set(MetricNames.Entropy, batch.Entropies.Sum() / batch.Tokens.Length);
        if (batch.Tokens.Length == 0 || batch.Truncated is not { } drawn) return;
        row.Set("hicra/drawn/entropy", drawn.Entropies.Average(x => (double)x));
        row.Set("hicra/drawn/log_prob", drawn.LogProbs.Average(x => (double)x));
    }

    private void Grams(RolloutBatch batch, MetricRow row)
    {
        Entropy? overGrams = SemanticEntropy.OverGrams(batch.GramCounts);
        row.Set(MetricNames.Grams, (double)batch.Spans.Length / batch.Count);
        row.Set(MetricNames.SemanticEntropy, overGrams?.Nats);
        row.Set("hicra/semantic_entropy_bits", overGrams?.Bits);
        row.Set("hicra/semantic_entropy_clusters", SemanticEntropy.OverClusters(batch.GramCounts, grams.Library.ClusterOf, grams.Library.Clusters.Count)?.Nats);
        row.Set(MetricNames.StrategyEntropy, StrategyEntropy(batch));
        _conditional.Clear();
        for (int i = 0; i < batch.Count; i++)
            _conditional.Add(batch.Response(i), batch.SpansOf(i), batch.Planning.AsSpan(batch.Offsets[i]..batch.Offsets[i + 1]));
        row.Set(MetricNames.ConditionalEntropy, _conditional.Value?.Nats);
        if (!grams.IsWorlds)
        {
            MaskScore? score = grams.Judge(batch);
            row.Set("hicra/library_grams", grams.Library.Grams.Count);
            row.Set("hicra/mask_precision", score?.Precision);
            row.Set("hicra/mask_recall", score?.Recall);
        }
        // A rule that amplifies nothing is one of alpha 0, so that HICRA with alpha 0 logs what GRPO logs.
        row.Set(MetricNames.Alpha, batch.Alpha ?? 0);
    }

    // Where the world says which of its grams announce strategies, and they are not all.
    private double? StrategyEntropy(RolloutBatch batch)
    {
        if (!grams.IsWorlds || !world.GramMoves.Any(move => move != StrategicMove.Deduction)) return null;
        int[] strategies = [.. batch.GramCounts.Where((_, gram) => world.GramMoves[gram] == StrategicMove.Deduction)];
        return SemanticEntropy.OverGrams(strategies)?.Nats;
    }

    private static void Spread(string name, ReadOnlySpan<double> values, MetricRow row)
    {
        if (values.IsEmpty) return;
        double sum = 0, most = values[0], least = values[0];
        foreach (double value in values) (sum, most, least) = (sum + value, Math.Max(most, value), Math.Min(least, value));
        row.Set(name + "/mean", sum / values.Length);
        row.Set(name + "/max", most);
        row.Set(name + "/min", least);
    }

    // The unbiased deviation of a group; 0 for a group of one.
    private static double Deviation(ReadOnlySpan<double> values)
    {
        if (values.Length < 2 || !values.ContainsAnyExcept(values[0])) return 0;
        double mean = 0, squares = 0;
        foreach (double value in values) mean += value / values.Length;
        foreach (double value in values) squares += (value - mean) * (value - mean);
        return Math.Sqrt(squares / (values.Length - 1));
    }
}
