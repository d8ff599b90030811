namespace Hicra.Credit;

/// <summary>
/// Reward minus the mean of its group: GRPO as the paper prints it (section 3), without division by the deviation; also
/// Dr. GRPO, and verl's <c>grpo</c> with <c>norm_adv_by_std_in_grpo=False</c>.
/// </summary>
/// <remarks>
/// A group of equal rewards gives exactly 0. A group of one has no peers to compare with: its mean counts as 0 and its
/// advantage is its reward, as in verl. An empty response belongs to its group like any other.
/// </remarks>
public sealed class GroupMean : IAdvantageEstimator
{
    /// <inheritdoc/>
    public string Name => "group-mean";

    /// <inheritdoc/>
    public void Estimate(ReadOnlySpan<double> rewards, ReadOnlySpan<int> lengths, int groupSize, Span<double> advantages)
    {
        RewardGroups.Check(rewards, lengths, groupSize, advantages);
        RewardGroups.Centre(rewards, groupSize, advantages);
    }
}
