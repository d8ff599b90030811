using Hicra.Tensors;
using Hicra.Testing;
using Hicra.Training.Policies;
using Hicra.Training.Policies.Managed;

namespace Hicra.Training.Tests.Policies;

/// <summary>The engine's gradient beside finite differences of the plain twin.</summary>
internal static class FiniteDifferences
{
    /// <summary>Compares the largest and some random elements of every tensor, for a loss of random weights on every log-prob and entropy.</summary>
    /// <param name="policy">The engine.</param>
    /// <param name="batch">Whole sequences.</param>
    /// <param name="temperature">The temperature of engine and twin.</param>
    /// <param name="tensors">Which tensors; all where there are none.</param>
    public static void Check(ManagedPolicy policy, PackedBatch batch, double temperature, params string[] tensors)
    {
        // Any loss that is linear in log-probs and entropies tests both gradients: sum of a_t logProb_t + b_t entropy_t.
        float[] a = Example.Random(batch.ResponseOffsets[^1], 3), b = Example.Random(batch.ResponseOffsets[^1], 4);
        policy.Accumulate(batch, (s, logProbs, _, dLogProbs, dEntropies) =>
        {
            Assert.Equal(logProbs.Length, dLogProbs.Length);
            a.AsSpan(batch.ResponseOffsets[s], logProbs.Length).CopyTo(dLogProbs);
            b.AsSpan(batch.ResponseOffsets[s], logProbs.Length).CopyTo(dEntropies);
        }, temperature);

        Dictionary<string, double[]> weights = PlainTransformer.WeightsOf(policy);
        var plain = new PlainTransformer(policy.Config, weights);
        double Loss()
        {
            double loss = 0;
            for (int s = 0; s < batch.Count; s++)
            {
                (double[] logProbs, double[] entropies) = plain.Score(batch.Sequence(s), batch.PromptLengths[s], temperature);
                for (int i = 0; i < logProbs.Length; i++) loss += a[batch.ResponseOffsets[s] + i] * logProbs[i] + b[batch.ResponseOffsets[s] + i] * entropies[i];
            }
            return loss;
        }

        CounterRandom random = CounterRandom.FromSeed(5);
        foreach (NamedTensor tensor in policy.Gradient().Where(x => tensors.Length == 0 || tensors.Contains(x.Name)))
        {
            double largest = tensor.Values.Max(Math.Abs);
            Assert.True(largest > 0, $"{tensor.Name} has no gradient");
            double[] weight = weights[tensor.Name];
            // The largest element, and some at random; the twin goes through the whole batch twice for each.
            int[] picks = [Array.FindIndex(tensor.Values, v => Math.Abs(v) == largest), .. Enumerable.Range(0, Slow.Reason is null ? 3 : 1).Select(i => random.Derive(tensor.Name).Below(i, weight.Length))];
            foreach (int i in picks)
            {
                double at = weight[i], h = 1e-5;
                weight[i] = at + h;
                double above = Loss();
                weight[i] = at - h;
                double below = Loss();
                weight[i] = at;
                Assert.True(Math.Abs((above - below) / (2 * h) - tensor.Values[i]) <= 1e-3 * largest, $"{tensor.Name}[{i}]: {(above - below) / (2 * h)} by differences, {tensor.Values[i]} by the engine");
            }
        }
    }
}
