namespace Hicra.Credit;

/// <summary>The first half of credit assignment: rewards of groups of rollouts to one advantage per rollout.</summary>
public interface IAdvantageEstimator
{
    /// <summary>The name by which commands choose it, for example <c>group-z-score</c>.</summary>
    string Name { get; }

    /// <summary>Writes one advantage per rollout.</summary>
    /// <param name="rewards">[rollouts]; the rollouts of one prompt are consecutive.</param>
    /// <param name="lengths">[rollouts] response lengths in tokens.</param>
    /// <param name="groupSize">Rollouts per prompt; divides the number of rollouts.</param>
    /// <param name="advantages">[rollouts], overwritten.</param>
    /// <exception cref="ArgumentException">The spans differ in length or do not divide into groups.</exception>
    void Estimate(ReadOnlySpan<double> rewards, ReadOnlySpan<int> lengths, int groupSize, Span<double> advantages);
}
