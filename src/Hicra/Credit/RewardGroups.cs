namespace Hicra.Credit;

/// <summary>What the estimators share: checks, and baselines that are exact for a group of equal rewards.</summary>
internal static class RewardGroups
{
    /// <summary>Refuses spans that do not describe whole groups.</summary>
    public static void Check(ReadOnlySpan<double> rewards, ReadOnlySpan<int> lengths, int groupSize, ReadOnlySpan<double> advantages)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groupSize);
        if (lengths.Length != rewards.Length) throw new ArgumentException($"{lengths.Length} lengths for {rewards.Length} rewards.", nameof(lengths));
        if (advantages.Length != rewards.Length) throw new ArgumentException($"{advantages.Length} advantages for {rewards.Length} rewards.", nameof(advantages));
        if (rewards.Length % groupSize != 0) throw new ArgumentException($"{rewards.Length} rollouts do not divide into groups of {groupSize}.", nameof(groupSize));
        for (int i = 0; i < rewards.Length; i++)
        {
            if (!double.IsFinite(rewards[i])) throw new ArgumentException(FormattableString.Invariant($"The reward of rollout {i} is {rewards[i]}, not a finite number."), nameof(rewards));
            if (lengths[i] < 0) throw new ArgumentException($"The length of rollout {i} is negative.", nameof(lengths));
        }
    }

    /// <summary>Writes reward minus group mean; a group of one has mean 0 (verl), so that its advantage is its reward.</summary>
    public static void Centre(ReadOnlySpan<double> rewards, int groupSize, Span<double> advantages)
    {
        for (int start = 0; start < rewards.Length; start += groupSize)
        {
            ReadOnlySpan<double> group = rewards.Slice(start, groupSize);
            double mean = groupSize == 1 ? 0 : Mean(group);
            for (int i = 0; i < groupSize; i++) advantages[start + i] = group[i] - mean;
        }
    }

    /// <summary>The mean, summed as deviations from the first reward: equal rewards give that reward without rounding.</summary>
    public static double Mean(ReadOnlySpan<double> group)
    {
        double sum = 0;
        foreach (double reward in group) sum += reward - group[0];
        return group[0] + sum / group.Length;
    }
}
