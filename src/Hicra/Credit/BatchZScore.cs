namespace Hicra.Credit;

/// <summary>
/// The REINFORCE++ baseline (Hu et al. 2025): reward minus the mean of its group, then divided by the deviation of the
/// whole batch.
/// </summary>
/// <remarks>
/// The deviation is that of verl's <c>masked_whiten</c>: over response tokens, so that a rollout counts by its length;
/// about their mean; unbiased; <c>sqrt(variance + 1e-8)</c>. verl also subtracts the batch's token mean, which gives credit
/// to groups whose rewards are all equal. That is off by default, so that such a group gets exactly 0 here as under every
/// other estimator; <see cref="ShiftMean"/> turns it on and then the values are those of verl's
/// <c>reinforce_plus_plus_baseline</c>. A group of one has group mean 0, as in verl. A batch of fewer than two tokens has
/// no deviation (verl raises): it is left centred. An empty response has no weight in the batch's statistics.
/// </remarks>
public sealed class BatchZScore : IAdvantageEstimator
{
    private const double Epsilon = 1e-8;

    /// <inheritdoc/>
    public string Name => "batch-z-score";

    /// <summary>Whether the batch's token mean is subtracted too, as in verl.</summary>
    public bool ShiftMean { get; init; }

    /// <inheritdoc/>
    public void Estimate(ReadOnlySpan<double> rewards, ReadOnlySpan<int> lengths, int groupSize, Span<double> advantages)
    {
        RewardGroups.Check(rewards, lengths, groupSize, advantages);
        RewardGroups.Centre(rewards, groupSize, advantages);

        long tokens = 0;
        double sum = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            tokens += lengths[i];
            sum += advantages[i] * lengths[i];
        }
        if (tokens < 2) return;

        double mean = sum / (tokens + Epsilon);
        double squares = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            double centred = advantages[i] - mean;
            squares += centred * centred * lengths[i];
        }
        double variance = squares / (tokens + Epsilon) * tokens / (tokens - 1.0);
        double deviation = Math.Sqrt(variance + Epsilon);
        double shift = ShiftMean ? mean : 0;
        foreach (ref double advantage in advantages) advantage = (advantage - shift) / deviation;
    }
}
