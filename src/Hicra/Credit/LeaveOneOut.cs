namespace Hicra.Credit;

/// <summary>
/// RLOO (Ahmadian et al. 2024; verl <c>rloo</c>): reward minus the mean reward of the other rollouts of its group, which
/// equals (reward - group mean) * G / (G - 1).
/// </summary>
/// <remarks>
/// A group of equal rewards gives exactly 0. A group of one has no others: its advantage is its reward, as in verl. An
/// empty response belongs to its group like any other.
/// </remarks>
public sealed class LeaveOneOut : IAdvantageEstimator
{
    /// <inheritdoc/>
    public string Name => "leave-one-out";

    /// <inheritdoc/>
    public void Estimate(ReadOnlySpan<double> rewards, ReadOnlySpan<int> lengths, int groupSize, Span<double> advantages)
    {
        RewardGroups.Check(rewards, lengths, groupSize, advantages);
        RewardGroups.Centre(rewards, groupSize, advantages);
        if (groupSize == 1) return;
        double scale = groupSize / (groupSize - 1.0);
        foreach (ref double advantage in advantages) advantage *= scale;
    }
}
