namespace Hicra.Metrics;

/// <summary>pass@k and avg@k over problems with several samples each.</summary>
public static class PassAtK
{
    /// <summary>
    /// The unbiased estimate of the probability that at least one of k samples is right, 1 − C(n − c, k) / C(n, k), in the
    /// stable product form (Chen et al. 2021, "Evaluating Large Language Models Trained on Code", Figure 3).
    /// </summary>
    /// <param name="samples">n, the samples drawn.</param>
    /// <param name="right">c, the right ones among them.</param>
    /// <param name="k">At least 1 and at most <paramref name="samples"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The numbers do not fit together.</exception>
    public static double Estimate(int samples, int right, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, samples);
        ArgumentOutOfRangeException.ThrowIfNegative(right);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(right, samples);
        if (samples - right < k) return 1;
        double allWrong = 1;
        for (int i = samples - right + 1; i <= samples; i++) allWrong *= 1 - (double)k / i;
        return 1 - allWrong;
    }

    /// <summary>The mean of the estimate over problems.</summary>
    /// <param name="samples">[problems] samples drawn for each.</param>
    /// <param name="right">[problems] right ones among them.</param>
    /// <param name="k">At least 1 and at most the samples of any problem.</param>
    /// <returns>Null where there is no problem.</returns>
    /// <exception cref="ArgumentException">The spans differ in length, or the numbers do not fit together.</exception>
    public static double? Mean(ReadOnlySpan<int> samples, ReadOnlySpan<int> right, int k)
    {
        if (samples.Length != right.Length) throw new ArgumentException("There must be one count of right samples per problem.", nameof(right));
        if (samples.IsEmpty) return null;
        double sum = 0;
        for (int i = 0; i < samples.Length; i++) sum += Estimate(samples[i], right[i], k);
        return sum / samples.Length;
    }

    /// <summary>The mean estimate over groups of equal size; a rollout is right if its reward is above 0.</summary>
    /// <param name="rewards">[groups × group size] rewards, the rollouts of one problem consecutive.</param>
    /// <param name="groupSize">Rollouts per problem; divides the number of rollouts.</param>
    /// <param name="k">At least 1 and at most <paramref name="groupSize"/>.</param>
    /// <returns>Null where there is no rollout.</returns>
    /// <exception cref="ArgumentException">The rewards do not divide into groups, or k is out of range.</exception>
    public static double? OfGroups(ReadOnlySpan<double> rewards, int groupSize, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groupSize, 1);
        if (rewards.Length % groupSize != 0) throw new ArgumentException("The rewards do not divide into groups.", nameof(rewards));
        if (rewards.IsEmpty) return null;
        double sum = 0;
        for (int start = 0; start < rewards.Length; start += groupSize)
        {
            int right = 0;
            foreach (double reward in rewards.Slice(start, groupSize)) if (reward > 0) right++;
            sum += Estimate(groupSize, right, k);
        }
        return sum / (rewards.Length / groupSize);
    }

    /// <summary>avg@k: the mean reward of the first k samples of each problem, averaged over problems.</summary>
    /// <param name="rewards">[problems × samples] the samples of one problem consecutive.</param>
    /// <param name="samples">Samples per problem; divides the number of rewards.</param>
    /// <param name="k">At least 1 and at most <paramref name="samples"/>.</param>
    /// <returns>Null where there is no problem.</returns>
    /// <exception cref="ArgumentException">The rewards do not divide into problems, or k is out of range.</exception>
    public static double? Average(ReadOnlySpan<double> rewards, int samples, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, samples);
        if (rewards.Length % samples != 0) throw new ArgumentException("The rewards do not divide into problems.", nameof(rewards));
        if (rewards.IsEmpty) return null;
        double sum = 0;
        for (int start = 0; start < rewards.Length; start += samples)
        {
            foreach (double reward in rewards.Slice(start, k)) sum += reward;
        }
        return sum / ((double)rewards.Length / samples * k);
    }
}
