using Hicra.Metrics;
using Hicra.Strategy;
using Hicra.Training.Policies;
using Hicra.Training.Worlds;

namespace Hicra.Training.Learning;

/// <summary>Packs sampled groups into a <see cref="RolloutBatch"/>: tokens side by side, grams matched, rewards shaped.</summary>
internal sealed class BatchBuilder
{
    private readonly TrainingOptions _options;
    private readonly PlanningGrams _grams;

    public BatchBuilder(TrainingOptions options, PlanningGrams grams) => (_options, _grams) = (options, grams);

    public RolloutBatch Build(int step, SampledStep sampled)
    {
        IReadOnlyList<SampledGroup> groups = sampled.Groups;
        int size = _options.GroupSize, rollouts = groups.Count * size;
        var offsets = new int[rollouts + 1];
        for (int i = 0; i < rollouts; i++) offsets[i + 1] = offsets[i] + Source(groups, i).Length;
        int[] tokens = new int[offsets[^1]];
        double[] logProbs = new double[tokens.Length], entropies = new double[tokens.Length], rewards = new double[rollouts];
        TruncatedScores? truncated = groups.All(group => group.Responses.Truncated is not null) ? new TruncatedScores(new float[tokens.Length], new float[tokens.Length]) : null;
        var verdicts = new Verdict[rollouts];
        for (int i = 0; i < rollouts; i++)
        {
            (SampledResponses from, int start, int length) = Source(groups, i);
            from.Tokens.AsSpan(start, length).CopyTo(tokens.AsSpan(offsets[i]));
            for (int t = 0; t < length; t++) (logProbs[offsets[i] + t], entropies[offsets[i] + t]) = (from.LogProbs[start + t], from.Entropies[start + t]);
            from.Truncated?.LogProbs.AsSpan(start, length).CopyTo(truncated!.LogProbs.AsSpan(offsets[i]));
            from.Truncated?.Entropies.AsSpan(start, length).CopyTo(truncated!.Entropies.AsSpan(offsets[i]));
            verdicts[i] = groups[i / size].Verdicts[i % size];
            rewards[i] = verdicts[i].Reward - Punishment(length);
        }

        var spans = new List<GramSpan>();
        var spanOffsets = new int[rollouts + 1];
        var planning = new bool[tokens.Length];
        for (int i = 0; i < rollouts; i++)
        {
            Range response = offsets[i]..offsets[i + 1];
            _grams.Mark(tokens.AsSpan(response), spans, planning.AsSpan(response));
            spanOffsets[i + 1] = spans.Count;
        }
        GramSpan[] allSpans = [.. spans];
        var counts = new int[_grams.Library.Grams.Count];
        SemanticEntropy.Count(allSpans, counts);

        return new RolloutBatch
        {
            Step = step,
            GroupSize = size,
            Problems = [.. groups.Select(g => g.Problem)],
            Prompts = [.. groups.Select(g => g.Prompt)],
            Tokens = tokens,
            Offsets = offsets,
            LogProbs = logProbs,
            Entropies = entropies,
            Truncated = truncated,
            Verdicts = verdicts,
            Rewards = rewards,
            SampledGroups = sampled.SampledGroups,
            SampledRounds = sampled.Rounds,
            SampledAccuracy = sampled.Accuracy,
            Spans = allSpans,
            SpanOffsets = spanOffsets,
            Planning = planning,
            GramCounts = counts,
            SemanticEntropy = SemanticEntropy.OverGrams(counts)?.Nats,
        };
    }

    /// <summary>DAPO's soft overlong punishment (Yu et al. 2025, equation 13), times the penalty's size.</summary>
    private double Punishment(int length)
    {
        if (_options.Overlong != Overlong.Soft) return 0;
        int buffer = Math.Min(_options.OverlongBuffer, _options.MaxNewTokens);
        int over = length - (_options.MaxNewTokens - buffer);
        return over <= 0 ? 0 : _options.OverlongPenalty * over / buffer;
    }

    private (SampledResponses From, int Start, int Length) Source(IReadOnlyList<SampledGroup> groups, int rollout)
    {
        SampledGroup group = groups[rollout / _options.GroupSize];
        int index = group.First + rollout % _options.GroupSize;
        int start = group.Responses.Offsets[index];
        return (group.Responses, start, group.Responses.Offsets[index + 1] - start);
    }
}
