using Hicra.Training.Policies;
using Hicra.Training.Policies.Managed;

namespace Hicra.Training.Tests.Policies;

/// <summary>Small models and batches of random tokens.</summary>
internal static class Example
{
    /// <summary>Shapes that are no multiples of a vector, with one, shared and separate key-value heads, tied and untied.</summary>
    public static TheoryData<string> Shapes => [.. Configs.Keys];

    public static Dictionary<string, ModelConfig> Configs { get; } = new()
    {
        ["odd sizes, grouped"] = Shape(23, 20, 2, 4, 2, 6, 26),
        ["one key-value head, untied"] = Shape(31, 24, 1, 3, 1, 8, 20) with { TiedHead = false },
        ["wide heads, three layers"] = Shape(19, 40, 3, 2, 2, 20, 33) with { RopeTheta = 500, NormEpsilon = 1e-5 },
        ["heads wider than the stream"] = Shape(40, 16, 2, 4, 4, 32, 16) with { TiedHead = false },
        ["the puzzle's shape"] = ModelConfig.Puzzle(169, 101, 100),
    };

    public static ModelConfig Shape(int vocabulary, int hidden, int layers, int heads, int keyHeads, int headSize, int intermediate) => new()
    {
        VocabularySize = vocabulary, HiddenSize = hidden, Layers = layers, Heads = heads, KeyValueHeads = keyHeads,
        HeadSize = headSize, IntermediateSize = intermediate, MaxPositions = 64,
    };

    /// <summary>A model whose weights are large enough for every part to matter.</summary>
    public static ManagedPolicy Policy(ModelConfig config, long seed = 1, int threads = 1)
    {
        ManagedPolicy policy = ManagedPolicy.Create(config, CounterRandom.FromSeed(seed), threads);
        policy.Load([.. policy.Weights().Select(x => x.Shape.Length == 1 ? x with { Values = [.. x.Values.Select((v, i) => v + 0.1f * (i % 5))] } : x with { Values = [.. x.Values.Select(v => 12 * v)] })]);
        return policy;
    }

    /// <summary>Sequences of different lengths, one without a response among them.</summary>
    public static PackedBatch Batch(ModelConfig config, int sequences, long seed = 2, int longest = 40)
    {
        CounterRandom random = CounterRandom.FromSeed(seed);
        var batch = new PackedSequence[sequences];
        for (int s = 0; s < sequences; s++)
        {
            CounterRandom stream = random.Derive(s);
            int prompt = 1 + stream.Below(0, 5), response = s == 1 ? 0 : 1 + stream.Below(1, longest - 6);
            int[] tokens = [.. Enumerable.Range(0, prompt + response).Select(t => stream.Below(10 + t, config.VocabularySize))];
            batch[s] = new(tokens.AsMemory(..prompt), tokens.AsMemory(prompt..));
        }
        return PackedBatch.Of(batch);
    }

    public static ReadOnlySpan<int> Sequence(this PackedBatch batch, int index) => batch.Tokens.AsSpan(batch.Offsets[index]..batch.Offsets[index + 1]);

    public static float[] Random(int count, long seed, float scale = 1)
    {
        CounterRandom random = CounterRandom.FromSeed(seed);
        return [.. Enumerable.Range(0, count).Select(i => scale * (float)random.Normal(i).First)];
    }
}
