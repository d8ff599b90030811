namespace Hicra.Credit;

/// <summary>
/// Reward minus the mean of its group, divided by the group's unbiased standard deviation plus 1e-6: GRPO as verl and most
/// implementations compute it (Shao et al. 2024; verl <c>grpo</c>).
/// </summary>
/// <remarks>
/// A group of equal rewards gives exactly 0. A group of one gets mean 0 and deviation 1, as in verl, so its advantage is
/// reward / (1 + 1e-6). An empty response belongs to its group like any other.
/// </remarks>
public sealed class GroupZScore : IAdvantageEstimator
{
    private const double Epsilon = 1e-6;

    /// <inheritdoc/>
    public string Name => "group-z-score";

    /// <inheritdoc/>
    public void Estimate(ReadOnlySpan<double> rewards, ReadOnlySpan<int> lengths, int groupSize, Span<double> advantages)
    {
        RewardGroups.Check(rewards, lengths, groupSize, advantages);
        RewardGroups.Centre(rewards, groupSize, advantages);
        for (int start = 0; start < rewards.Length; start += groupSize)
        {
            Span<double> group = advantages.Slice(start, groupSize);
            double deviation = 1;
            if (groupSize > 1)
            {
                double squares = 0;
                foreach (double centred in group) squares += centred * centred;
                deviation = Math.Sqrt(squares / (groupSize - 1));
            }
            foreach (ref double advantage in group) advantage /= deviation + Epsilon;
        }
    }
}
