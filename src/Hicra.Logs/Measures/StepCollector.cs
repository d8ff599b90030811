using Hicra.Rollouts;

namespace Hicra.Logs.Measures;

/// <summary>What is kept of a step while its rollouts pass by: sums, and some numbers a rollout by prompt.</summary>
internal sealed class StepCollector(int step)
{
    private readonly Dictionary<int, GroupTally> _groups = [];
    private readonly List<GroupTally> _alone = [];

    public int Step { get; } = step;

    public FollowingGrams Following { get; } = new();

    public Spread Length { get; } = new();

    public Spread Reward { get; } = new();

    public Spread Thinking { get; } = new();

    public long Tokens { get; private set; }

    public long Planning { get; private set; }

    public long Grams { get; private set; }

    public long ThinkingTokens { get; private set; }

    public long ThinkingPlanning { get; private set; }

    /// <summary>Rollouts that say whether they were cut off, and those that were.</summary>
    public (long Known, long Cut) Truncated { get; private set; }

    /// <summary>Rollouts with thoughts, and those whose thoughts do not end.</summary>
    public (long All, long Open) Thoughts { get; private set; }

    public (long Known, long Right) Verdicts { get; private set; }

    /// <summary>[planning, execution] sums of entropies and log-probs, with their tokens.</summary>
    public double[] Entropies { get; } = new double[2];

    public long[] EntropyTokens { get; } = new long[2];

    public double[] LogProbs { get; } = new double[2];

    public long[] LogProbTokens { get; } = new long[2];

    /// <summary>Rollouts whose numbers were not kept, because there were too many.</summary>
    public long NotKept { get; private set; }

    public long Rollouts { get; private set; }

    public IEnumerable<GroupTally> Groups => _groups.Values.Concat(_alone);

    public int GroupCount => _groups.Count + _alone.Count;

    /// <summary>Adds a rollout.</summary>
    /// <param name="rollout">The rollout.</param>
    /// <param name="response">Its tokens.</param>
    /// <param name="keep">Whether there is room for its numbers.</param>
    /// <returns>What it takes, in numbers kept.</returns>
    public int Add(Rollout rollout, MarkedResponse response, bool keep)
    {
        Rollouts++;
        Tokens += response.Count;
        Planning += response.PlanningCount;
        Grams += response.Spans.Count;
        Length.Add(response.Count);
        if (rollout.Reward is double reward) Reward.Add(reward);
        bool? correct = rollout.Correct ?? (rollout.Kind is { } kind ? kind == "right" : null);
        if (correct is bool right) Verdicts = (Verdicts.Known + 1, Verdicts.Right + (right ? 1 : 0));
        if (rollout.Truncated is bool cut) Truncated = (Truncated.Known + 1, Truncated.Cut + (cut ? 1 : 0));
        if (response.Thinking is (int from, int to))
        {
            Thoughts = (Thoughts.All + 1, Thoughts.Open + (response.Parts.IsOpen ? 1 : 0));
            Thinking.Add(to - from);
            ThinkingTokens += to - from;
            ThinkingPlanning += response.Planning[from..to].Count(true);
        }
        if (rollout.Entropies is { } entropies) Classes(entropies, response.Planning, Entropies, EntropyTokens);
        if (rollout.LogProbs is { } logProbs) Classes(logProbs, response.Planning, LogProbs, LogProbTokens);
        if (!keep)
        {
            NotKept++;
            return 0;
        }
        Following.Add(response);
        Group(rollout).Add(rollout.Reward, correct, response);
        return 4 + 2 * response.Spans.Count;
    }

    private GroupTally Group(Rollout rollout)
    {
        if (rollout.Group is int group)
        {
            if (!_groups.TryGetValue(group, out GroupTally? known)) _groups[group] = known = new GroupTally();
            return known;
        }
        var alone = new GroupTally();
        _alone.Add(alone);
        return alone;
    }

    private static void Classes(float[] values, ReadOnlySpan<bool> planning, double[] sums, long[] counts)
    {
        if (values.Length != planning.Length) return; // the log's numbers are of other tokens than those that were marked
        for (int i = 0; i < values.Length; i++)
        {
            int part = planning[i] ? 0 : 1;
            sums[part] += values[i];
            counts[part]++;
        }
    }
}

/// <summary>Mean, least and most of numbers as they come.</summary>
internal sealed class Spread
{
    private double _sum;

    public long Count { get; private set; }

    public double Min { get; private set; } = double.PositiveInfinity;

    public double Max { get; private set; } = double.NegativeInfinity;

    public double? Mean => Count == 0 ? null : _sum / Count;

    public void Add(double value)
    {
        Count++;
        _sum += value;
        (Min, Max) = (Math.Min(Min, value), Math.Max(Max, value));
    }
}
