using Hicra.Objective;
using Hicra.Training.Policies;

namespace Hicra.Training.Learning;

/// <summary>Turns a batch with credit into updates of the policy: minibatches, the objective per sequence, optimiser steps.</summary>
internal sealed class PolicyUpdate(IPolicy policy, IPolicy? reference, PolicyObjective objective, AdamWOptions optimizer, int minibatches, double temperature)
{
    /// <summary>Updates the policy and writes verl's <c>actor/</c> metrics, means over the minibatches.</summary>
    /// <param name="batch">Rollouts with token advantages and loss mask.</param>
    /// <param name="shuffle">Deals the rollouts out to minibatches.</param>
    /// <param name="metrics">Receives the metrics.</param>
    public void Run(RolloutBatch batch, CounterRandom shuffle, MetricRow metrics)
    {
        double[] referenceLogProbs = reference is null ? [] : ReferenceLogProbs(reference, batch);
        var order = new int[batch.Count];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        shuffle.Shuffle<int>(order);

        var sums = new OrderedDictionary<string, double>();
        double norm = 0;
        for (int m = 0; m < minibatches; m++)
        {
            var rollouts = new List<int>(order.Length / minibatches + 1);
            for (int i = m; i < order.Length; i += minibatches) rollouts.Add(order[i]);
            // In the batch's own order, so that sums do not depend on how the cards fell within a minibatch.
            rollouts.Sort();
            ObjectiveResult result = Accumulate(batch, [.. rollouts], referenceLogProbs);
            norm += policy.Update(optimizer);
            foreach ((string name, double value) in result.Metrics) sums[name] = sums.GetValueOrDefault(name) + value;
        }
        foreach ((string name, double sum) in sums) metrics.Set(name, sum / minibatches);
        metrics.Set(MetricNames.GradientNorm, norm / minibatches);
        metrics.Set("actor/lr", optimizer.LearningRate);
    }

    // At the temperature of the policy's own log-probs: a KL compares two distributions that are tempered alike.
    private double[] ReferenceLogProbs(IPolicy policy, RolloutBatch batch)
    {
        var all = new int[batch.Count];
        for (int i = 0; i < all.Length; i++) all[i] = i;
        float[] logProbs = new float[batch.Tokens.Length], entropies = new float[batch.Tokens.Length];
        policy.Score(Pack(batch, all), logProbs, entropies, temperature);
        return Array.ConvertAll(logProbs, x => (double)x);
    }

    private ObjectiveResult Accumulate(RolloutBatch batch, int[] rollouts, double[] referenceLogProbs)
    {
        return PolicyGradient.Accumulate(
            policy, objective, Pack(batch, rollouts), Gather(batch.LogProbs), Gather(batch.TokenAdvantages), Gather(batch.LossMask), referenceLogProbs.Length == 0 ? null : Gather(referenceLogProbs), temperature);

        T[] Gather<T>(T[] values)
        {
            var gathered = new T[rollouts.Sum(batch.Length)];
            int at = 0;
            foreach (int rollout in rollouts)
            {
                values.AsSpan(batch.Offsets[rollout]..batch.Offsets[rollout + 1]).CopyTo(gathered.AsSpan(at));
                at += batch.Length(rollout);
            }
            return gathered;
        }
    }

    private static PackedBatch Pack(RolloutBatch batch, int[] rollouts) =>
        PackedBatch.Of(rollouts.Select(i => new PackedSequence(batch.PromptOf(i), batch.Tokens.AsMemory(batch.Offsets[i]..batch.Offsets[i + 1]))));
}
