namespace Hicra.Credit;

/// <summary>
/// OPO (Hao et al. 2025; verl <c>opo</c>): reward minus the length-weighted mean reward of its group,
/// <c>r - sum(r * length) / sum(length)</c>, the baseline of least gradient variance under simplifying assumptions.
/// </summary>
/// <remarks>
/// A group of equal rewards gives exactly 0. A group of one has baseline 0, so its advantage is its reward, as in verl. An
/// empty response has no weight in the baseline; a group of only empty responses takes the plain mean (verl divides by 0).
/// </remarks>
public sealed class Opo : IAdvantageEstimator
{
    /// <inheritdoc/>
    public string Name => "opo";

    /// <inheritdoc/>
    public void Estimate(ReadOnlySpan<double> rewards, ReadOnlySpan<int> lengths, int groupSize, Span<double> advantages)
    {
        RewardGroups.Check(rewards, lengths, groupSize, advantages);
        for (int start = 0; start < rewards.Length; start += groupSize)
        {
            ReadOnlySpan<double> group = rewards.Slice(start, groupSize);
            double baseline = groupSize == 1 ? 0 : Baseline(group, lengths.Slice(start, groupSize));
            for (int i = 0; i < groupSize; i++) advantages[start + i] = group[i] - baseline;
        }
    }

    private static double Baseline(ReadOnlySpan<double> rewards, ReadOnlySpan<int> lengths)
    {
        double weighted = 0;
        long total = 0;
        for (int i = 0; i < rewards.Length; i++)
        {
            weighted += (rewards[i] - rewards[0]) * lengths[i];
            total += lengths[i];
        }
        return total == 0 ? RewardGroups.Mean(rewards) : rewards[0] + weighted / total;
    }
}
