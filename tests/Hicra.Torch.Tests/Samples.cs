using Hicra.Tensors;
using Hicra.Testing;
using Hicra.Training.Policies;

namespace Hicra.Torch.Tests;

/// <summary>A model, a batch that it sampled and a loss, for tests of what is learnt from them.</summary>
internal static class Samples
{
    /// <summary>[prompts][tokens] of different lengths.</summary>
    public static int[][] Prompts { get; } = [.. Enumerable.Range(0, 6).Select(i => Enumerable.Range(0, 3 + i).Select(k => (i * 31 + k * 17) % 160).ToArray())];

    /// <summary>The folder of the model.</summary>
    public static string Golden { get; } = Repository.Golden("engine");

    /// <summary>The model on one thread.</summary>
    public static IPolicy Load(Func<EngineOptions, EngineOptions>? with = null) => TorchRequired.Engine().LoadPolicy(Golden, with?.Invoke(TorchRequired.OneThread) ?? TorchRequired.OneThread);

    /// <summary>Responses that a policy gave, of different lengths.</summary>
    public static PackedBatch Batch(IPolicy policy, int seed = 5) =>
        PackedBatch.Of(Prompts, policy.Sample(new SampleRequest { Prompts = Prompts, GroupSize = 2, MaxNewTokens = 24, EndTokens = [101], Random = CounterRandom.FromSeed(seed) }));

    /// <summary>A loss of all response tokens' log-probs and entropies.</summary>
    public static TokenGradient Loss(int count) => (sequence, _, _, dLogProbs, dEntropies) =>
    {
        for (int i = 0; i < dLogProbs.Length; i++) (dLogProbs[i], dEntropies[i]) = ((float)Math.Sin(sequence + i) / count, (float)Math.Cos(sequence * 3 + i) / count);
    };

    /// <summary>Adds the gradient of that loss.</summary>
    public static void Accumulate(IPolicy policy, PackedBatch batch) => policy.Accumulate(batch, Loss(batch.ResponseOffsets[^1]));

    /// <summary>One update with that loss.</summary>
    public static void Step(IPolicy policy, PackedBatch batch, double learningRate = 3e-4)
    {
        Accumulate(policy, batch);
        policy.Update(new AdamWOptions { LearningRate = learningRate });
    }

    /// <summary>[response tokens] the log-probs of a batch.</summary>
    public static float[] LogProbs(IPolicy policy, PackedBatch batch)
    {
        float[] logProbs = new float[batch.ResponseOffsets[^1]], entropies = new float[logProbs.Length];
        policy.Score(batch, logProbs, entropies);
        return logProbs;
    }

    /// <summary>Asserts that two sources have the same tensors in every bit.</summary>
    public static void Same(IEnumerable<NamedTensor> expected, IEnumerable<NamedTensor> actual)
    {
        Dictionary<string, float[]> other = actual.ToDictionary(x => x.Name, x => x.Values);
        int count = 0;
        foreach (NamedTensor tensor in expected)
        {
            Assert.Equal(tensor.Values, other[tensor.Name]);
            count++;
        }
        Assert.Equal(count, other.Count);
    }
}
