using Hicra.Tensors;
using Hicra.Testing;
using Hicra.Training.Policies;
using Hicra.Training.Policies.Managed;

namespace Hicra.Training.Tests.Policies;

public partial class ManagedPolicyTests
{
    public static TheoryData<string> Shapes => Example.Shapes;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Log_probs_and_entropies_are_those_of_the_plain_twin(string shape)
    {
        ModelConfig config = Example.Configs[shape];
        using ManagedPolicy policy = Example.Policy(config);
        PackedBatch batch = Example.Batch(config, 6);
        (float[] logProbs, float[] entropies) = Score(policy, batch);
        var plain = new PlainTransformer(config, PlainTransformer.WeightsOf(policy));
        for (int s = 0; s < batch.Count; s++)
        {
            (double[] expected, double[] spread) = plain.Score(batch.Sequence(s), batch.PromptLengths[s]);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], logProbs[batch.ResponseOffsets[s] + i], 2e-4);
                Assert.Equal(spread[i], entropies[batch.ResponseOffsets[s] + i], 2e-4);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_gradient_of_every_tensor_agrees_with_finite_differences_of_the_plain_twin(string shape)
    {
        ModelConfig config = Example.Configs[shape];
        using ManagedPolicy policy = Example.Policy(config);
        FiniteDifferences.Check(policy, Example.Batch(config, 3, longest: 20), temperature: 1);
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        ModelConfig config = Example.Configs["the puzzle's shape"];
        PackedBatch batch = Example.Batch(config, 40);
        List<(float[] LogProbs, float[] Gradient, int[] Sampled, float[] After)> results = [];
        foreach (int threads in new[] { 1, 2, 3, 8 })
        {
            using ManagedPolicy policy = Example.Policy(config, threads: threads);
            (float[] logProbs, _) = Score(policy, batch);
            policy.Accumulate(batch, (_, _, _, dLogProbs, dEntropies) => { dLogProbs.Fill(0.5f); dEntropies.Fill(-0.1f); });
            float[] gradient = Flat(policy.Gradient());
            policy.Update(new AdamWOptions());
            results.Add((logProbs, gradient, policy.Sample(Request(config, 20, 9)).Tokens, Flat(policy.Weights())));
        }
        Assert.All(results, r =>
        {
            Assert.Equal(results[0].LogProbs, r.LogProbs);
            Assert.Equal(results[0].Gradient, r.Gradient);
            Assert.Equal(results[0].Sampled, r.Sampled);
            Assert.Equal(results[0].After, r.After);
        });
    }

    [Fact]
    public void Weights_and_optimiser_state_carry_a_run_on_to_the_same_bits()
    {
        ModelConfig config = Example.Configs["odd sizes, grouped"];
        PackedBatch batch = Example.Batch(config, 8);
        using ManagedPolicy straight = Example.Policy(config), first = Example.Policy(config), second = Example.Policy(config, seed: 77);
        for (int i = 0; i < 3; i++) Train(straight, batch);
        Train(first, batch);
        second.Load(first.Weights(), first.OptimizerState());
        Train(second, batch);
        Train(second, batch);
        Assert.Equal(Flat(straight.Weights()), Flat(second.Weights()));
        // Without the moments the way is another one: the state is really used.
        second.Load(first.Weights());
        Train(second, batch);
        Train(second, batch);
        Assert.NotEqual(Flat(straight.Weights()), Flat(second.Weights()));
    }

    [Fact]
    public void Gradients_of_several_batches_add_up_and_are_cleared_by_the_update()
    {
        ModelConfig config = Example.Configs["odd sizes, grouped"];
        using ManagedPolicy policy = Example.Policy(config);
        PackedBatch batch = Example.Batch(config, 5);
        policy.Accumulate(batch, (_, _, _, d, _) => d.Fill(1));
        float[] once = Flat(policy.Gradient());
        policy.Accumulate(batch, (_, _, _, d, _) => d.Fill(1));
        float[] twice = Flat(policy.Gradient());
        for (int i = 0; i < once.Length; i++) Assert.Equal(2 * once[i], twice[i], 1e-3 * Math.Max(1, once.Max(Math.Abs)));
        policy.Update(new AdamWOptions { LearningRate = 0 });
        Assert.All(Flat(policy.Gradient()), x => Assert.Equal(0, x));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Sequences_without_a_gradient_are_left_out_without_a_trace(string shape)
    {
        ModelConfig config = Example.Configs[shape];
        using ManagedPolicy policy = Example.Policy(config);
        PackedBatch batch = Example.Batch(config, 24);
        float[] gradient = Example.Random(batch.ResponseOffsets[^1], 8);
        // First and last, neighbours and single ones, and sequence 1, which has no response.
        int[] silent = [0, 3, 4, 5, 9, 14, 20, 23];
        // A gradient too small to add anything keeps a sequence in the backward pass.
        float[] Gradient(float small)
        {
            policy.ClearGradient();
            policy.Accumulate(batch, (s, logProbs, _, dLogProbs, dEntropies) =>
            {
                if (silent.Contains(s)) dLogProbs.Fill(small);
                else gradient.AsSpan(batch.ResponseOffsets[s], logProbs.Length).CopyTo(dLogProbs);
                if (s == 7) dLogProbs.Clear();
                if (s == 7) dEntropies.Fill(0.3f);
            });
            return Flat(policy.Gradient());
        }
        float[] kept = Gradient(1e-37f), dropped = Gradient(0);
        Assert.Contains(dropped, x => x != 0);
        for (int i = 0; i < kept.Length; i++) Assert.True(kept[i] == dropped[i] || Math.Abs(kept[i] - dropped[i]) < 1e-30, $"element {i}: {kept[i]} and {dropped[i]}");

        policy.ClearGradient();
        policy.Accumulate(batch, (_, _, _, _, _) => { });
        Assert.All(Flat(policy.Gradient()), x => Assert.Equal(0, x));
    }

    [Fact]
    public void The_update_is_PyTorchs_AdamW_with_clipping()
    {
        ModelConfig config = Example.Configs["odd sizes, grouped"];
        using ManagedPolicy policy = Example.Policy(config);
        var options = new AdamWOptions { LearningRate = 0.01, WeightDecay = 0.1, MaxGradientNorm = 0.5 };
        PackedBatch batch = Example.Batch(config, 5);
        double[] weights = [.. Flat(policy.Weights()).Select(x => (double)x)], m = new double[weights.Length], v = new double[weights.Length];
        for (int step = 1; step <= 3; step++)
        {
            policy.Accumulate(batch, (_, _, _, d, _) => d.Fill(1));
            double[] g = [.. Flat(policy.Gradient()).Select(x => (double)x)];
            double norm = Math.Sqrt(g.Sum(x => x * x)), scale = Math.Min(1, 0.5 / (norm + 1e-6));
            for (int i = 0; i < weights.Length; i++)
            {
                m[i] = 0.9 * m[i] + 0.1 * g[i] * scale;
                v[i] = 0.95 * v[i] + 0.05 * g[i] * scale * g[i] * scale;
                weights[i] *= 1 - 0.01 * 0.1;
                weights[i] -= 0.01 / (1 - Math.Pow(0.9, step)) * m[i] / (Math.Sqrt(v[i]) / Math.Sqrt(1 - Math.Pow(0.95, step)) + 1e-8);
            }
            Assert.Equal(norm, policy.Update(options), 1e-4 * norm);
            float[] now = Flat(policy.Weights());
            for (int i = 0; i < now.Length; i++) Assert.Equal(weights[i], now[i], 2e-3 * 0.01 * step + 1e-6);
        }
    }

    [Fact]
    public void A_clone_is_frozen()
    {
        ModelConfig config = Example.Configs["odd sizes, grouped"];
        using ManagedPolicy policy = Example.Policy(config);
        using IPolicy clone = policy.Clone();
        PackedBatch batch = Example.Batch(config, 5);
        (float[] before, _) = Score(policy, batch);
        Train(policy, batch);
        Assert.Equal(before, Score(clone, batch).LogProbs);
        Assert.NotEqual(before, Score(policy, batch).LogProbs);
    }

    [Fact]
    public void A_large_vocabulary_is_scored_in_chunks_with_the_same_result()
    {
        // 40 sequences of up to 34 rows exceed the logits kept at once only for a vocabulary beyond 2^20 / rows.
        ModelConfig config = Example.Shape(70_000, 16, 1, 1, 1, 16, 16);
        using ManagedPolicy policy = Example.Policy(config);
        PackedBatch batch = Example.Batch(config, 4);
        Assert.True(batch.ResponseOffsets[^1] * 70_000L > 1 << 20);
        (float[] together, _) = Score(policy, batch);
        policy.Accumulate(batch, (s, logProbs, _, d, _) =>
        {
            Assert.Equal(together.AsSpan(batch.ResponseOffsets[s], logProbs.Length), logProbs);
            d.Fill(1);
        });
        // The gradient of the head's rows sums to zero over the vocabulary: p - onehot does.
        NamedTensor norm = policy.Gradient().Single(x => x.Name == "model.norm.weight");
        Assert.Contains(norm.Values, x => x != 0);
        var plain = new PlainTransformer(config, PlainTransformer.WeightsOf(policy));
        Assert.Equal(plain.Score(batch.Sequence(0), batch.PromptLengths[0]).LogProbs[0], together[0], 2e-4);
    }

    [Fact]
    public void Input_that_does_not_fit_is_refused_by_name()
    {
        ModelConfig config = Example.Configs["odd sizes, grouped"];
        using ManagedPolicy policy = Example.Policy(config);
        Assert.Contains("vocabulary of 23", Assert.Throws<HicraException>(() => policy.Sample(Request(config, 1, 1) with { Prompts = [[99]] })).Message, StringComparison.Ordinal);
        Assert.Contains("max_position_embeddings 64", Assert.Throws<HicraException>(() => policy.Sample(Request(config, 1, 1) with { MaxNewTokens = 65 })).Message, StringComparison.Ordinal);
        Assert.Contains("empty", Assert.Throws<HicraException>(() => policy.Sample(Request(config, 1, 1) with { Prompts = [[]] })).Message, StringComparison.Ordinal);
        Assert.Contains("vocabulary of 23", Assert.Throws<HicraException>(() => Score(policy, new PackedBatch([1, 23], [0, 2], [1]))).Message, StringComparison.Ordinal);
        var long66 = new PackedBatch(new int[66], [0, 66], [1]);
        Assert.Contains("max_position_embeddings", Assert.Throws<HicraException>(() => Score(policy, long66)).Message, StringComparison.Ordinal);
        NamedTensor[] wrong = [.. policy.Weights().Skip(1)];
        Assert.Contains("embed_tokens", Assert.Throws<HicraException>(() => policy.Load(wrong)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sampling_stops_when_cancelled()
    {
        using ManagedPolicy policy = Example.Policy(Example.Configs["odd sizes, grouped"], threads: 2);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => policy.Sample(Request(policy.Config, 4, 8), source.Token));
    }

    [Fact]
    public void A_saved_model_loads_to_the_same_bits()
    {
        foreach (ModelConfig config in Example.Configs.Values)
        {
            using ManagedPolicy policy = Example.Policy(config);
            using var folder = new TemporaryFolder();
            policy.SavePretrained(folder.Path);
            using ManagedPolicy loaded = ManagedPolicy.LoadPretrained(folder.Path);
            Assert.Equal(config with { EndToken = null, PadToken = null }, loaded.Config with { EndToken = null, PadToken = null });
            Assert.Equal(Flat(policy.Weights()), Flat(loaded.Weights()));
        }
    }

    private static void Train(IPolicy policy, PackedBatch batch)
    {
        policy.Accumulate(batch, (_, _, _, dLogProbs, _) => dLogProbs.Fill(-0.1f));
        policy.Update(new AdamWOptions { LearningRate = 0.01 });
    }

    private static SampleRequest Request(ModelConfig config, int prompts, int group) => new()
    {
        Prompts = [.. Enumerable.Range(0, prompts).Select(p => Enumerable.Range(0, 1 + p % 6).Select(i => (7 * p + i) % config.VocabularySize).ToArray())],
        GroupSize = group, MaxNewTokens = 40, EndTokens = [2], Random = CounterRandom.FromSeed(6),
    };

    private static (float[] LogProbs, float[] Entropies) Score(IPolicy policy, PackedBatch batch)
    {
        var logProbs = new float[batch.ResponseOffsets[^1]];
        var entropies = new float[batch.ResponseOffsets[^1]];
        policy.Score(batch, logProbs, entropies);
        return (logProbs, entropies);
    }

    private static float[] Flat(IEnumerable<NamedTensor> tensors) => [.. tensors.SelectMany(x => x.Values)];
}
