using System.Buffers;
using Hicra.Objective;
using Hicra.Training.Policies;

namespace Hicra.Training.Learning;

/// <summary>Where objective and engine meet: the objective says what each token's log-prob and entropy should do, the engine carries that back to the weights.</summary>
public static class PolicyGradient
{
    /// <summary>Adds the gradient of a minibatch's loss with respect to the weights to the policy's accumulator.</summary>
    /// <param name="policy">The policy; <see cref="IPolicy.Update"/> then takes the step.</param>
    /// <param name="objective">The loss.</param>
    /// <param name="batch">The minibatch's sequences; "tokens" below are its response tokens, sequence after sequence.</param>
    /// <param name="oldLogProbs">[tokens] log-probs under the policy that sampled, nats.</param>
    /// <param name="advantages">[tokens] advantages after token credit.</param>
    /// <param name="lossMask">[tokens] which tokens take part; null for all.</param>
    /// <param name="referenceLogProbs">[tokens] log-probs under the reference policy; null for none.</param>
    /// <param name="temperature">The temperature of all these log-probs: the one that the rollouts were sampled at.</param>
    /// <returns>The loss and its diagnostics.</returns>
    /// <exception cref="ArgumentException">A list does not have one entry per response token.</exception>
    public static ObjectiveResult Accumulate(IPolicy policy, PolicyObjective objective, PackedBatch batch, double[] oldLogProbs, double[] advantages, bool[]? lossMask = null, double[]? referenceLogProbs = null, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(batch);
        int[] starts = batch.ResponseOffsets;
        Require(oldLogProbs, nameof(oldLogProbs));
        Require(advantages, nameof(advantages));
        if (lossMask is not null) Require(lossMask, nameof(lossMask));
        if (referenceLogProbs is not null) Require(referenceLogProbs, nameof(referenceLogProbs));

        var kept = new int[batch.Count];
        for (int i = 0; i < kept.Length; i++) kept[i] = lossMask is null ? starts[i + 1] - starts[i] : Part(lossMask, i).Count(true);
        LossNormalizer normalizer = objective.Normalizer(kept);
        var losses = new SequenceLoss[batch.Count];
        policy.Accumulate(batch, (int sequence, ReadOnlySpan<float> logProbs, ReadOnlySpan<float> entropies, Span<float> dLogProbs, Span<float> dEntropies) =>
        {
            int n = logProbs.Length;
            double[] scratch = ArrayPool<double>.Shared.Rent(4 * n);
            Span<double> current = scratch.AsSpan(0, n), entropy = scratch.AsSpan(n, n), byLogProb = scratch.AsSpan(2 * n, n), byEntropy = scratch.AsSpan(3 * n, n);
            for (int t = 0; t < n; t++) (current[t], entropy[t]) = (logProbs[t], entropies[t]);
            losses[sequence] = objective.Sequence(
                normalizer, current, Part(oldLogProbs, sequence), Part(referenceLogProbs, sequence), entropy, Part(advantages, sequence), Part(lossMask, sequence), byLogProb, byEntropy);
            for (int t = 0; t < n; t++) (dLogProbs[t], dEntropies[t]) = ((float)byLogProb[t], (float)byEntropy[t]);
            ArrayPool<double>.Shared.Return(scratch);
        }, temperature);
        return objective.Summarize(normalizer, losses);

        Span<T> Part<T>(T[]? values, int sequence) => values is null ? [] : values.AsSpan(starts[sequence]..starts[sequence + 1]);

        void Require<T>(T[] values, string name)
        {
            ArgumentNullException.ThrowIfNull(values, name);
            if (values.Length != starts[^1]) throw new ArgumentException($"{name} has {values.Length} entries; the batch has {starts[^1]} response tokens.", name);
        }
    }
}
