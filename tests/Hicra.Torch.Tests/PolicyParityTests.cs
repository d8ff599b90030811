using Hicra.Tensors;
using Hicra.Testing;
using Hicra.Training.Policies;

namespace Hicra.Torch.Tests;

/// <summary>The torch engine and the embedded one are one policy: they draw, score, learn and step alike.</summary>
public class PolicyParityTests
{
    [Theory]
    [InlineData(1.0)]
    [InlineData(0.7)]
    public void Equal_random_numbers_draw_equal_tokens_and_equal_batches_give_equal_gradients(double temperature)
    {
        using IPolicy torch = Samples.Load();
        using IPolicy embedded = EngineCatalog.BuiltIn.Find(EngineCatalog.Embedded).LoadPolicy(Samples.Golden, TorchRequired.OneThread);
        var request = new SampleRequest { Prompts = Samples.Prompts, GroupSize = 8, MaxNewTokens = 60, EndTokens = [101], Random = CounterRandom.FromSeed(3), Temperature = temperature };
        SampledResponses sampled = embedded.Sample(request);
        Assert.Equal(sampled.Tokens, torch.Sample(request).Tokens);

        PackedBatch batch = PackedBatch.Of(Samples.Prompts, sampled);
        int count = batch.ResponseOffsets[^1];
        float[] logProbs = new float[count], entropies = new float[count], expected = new float[count], spread = new float[count];
        torch.Score(batch, logProbs, entropies, temperature);
        embedded.Score(batch, expected, spread, temperature);
        Assert.All(expected.Zip(logProbs), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        Assert.All(spread.Zip(entropies), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));

        foreach (IPolicy policy in new[] { torch, embedded }) policy.Accumulate(batch, Samples.Loss(count), temperature);
        foreach (NamedTensor gradient in embedded.Gradient())
        {
            float largest = gradient.Values.Max(Math.Abs);
            float[] other = torch.Gradient().Single(x => x.Name == gradient.Name).Values;
            Assert.True(gradient.Values.Zip(other).Max(pair => Math.Abs(pair.First - pair.Second)) <= 1e-4 * largest, gradient.Name);
        }
    }

    [Fact]
    public void Equal_gradients_give_equal_steps()
    {
        using IPolicy torch = Samples.Load();
        PackedBatch batch = Samples.Batch(torch);
        var options = new AdamWOptions { WeightDecay = 0.1, LearningRate = 1e-3, MaxGradientNorm = 0.5 };
        Dictionary<string, double[]> first = [], second = [], weights = torch.Weights().ToDictionary(x => x.Name, x => Array.ConvertAll(x.Values, v => (double)v));
        for (int step = 1; step <= 3; step++)
        {
            torch.Accumulate(batch, Samples.Loss(batch.ResponseOffsets[^1]));
            IReadOnlyList<NamedTensor> gradients = torch.Gradient();
            double norm = Math.Sqrt(gradients.Sum(x => x.Values.Sum(v => (double)v * v)));
            Assert.Equal(norm, torch.Update(options), 1e-6 * norm);
            double scale = Math.Min(1, options.MaxGradientNorm / (norm + 1e-6));
            foreach (NamedTensor gradient in gradients)
            {
                double[] m = first.TryGetValue(gradient.Name, out double[]? x) ? x : first[gradient.Name] = new double[gradient.Values.Length], v = second.TryGetValue(gradient.Name, out x) ? x : second[gradient.Name] = new double[m.Length], w = weights[gradient.Name];
                for (int i = 0; i < m.Length; i++)
                {
                    double g = gradient.Values[i] * scale;
                    (m[i], v[i]) = (options.Beta1 * m[i] + (1 - options.Beta1) * g, options.Beta2 * v[i] + (1 - options.Beta2) * g * g);
                    w[i] = w[i] * (1 - options.LearningRate * options.WeightDecay) - options.LearningRate * (m[i] / (1 - Math.Pow(options.Beta1, step))) / (Math.Sqrt(v[i] / (1 - Math.Pow(options.Beta2, step))) + options.Epsilon);
                }
                Assert.True(torch.Weights().Read(gradient.Name).Values.Zip(w).Max(pair => Math.Abs(pair.First - pair.Second)) < 1e-6, $"{gradient.Name}, step {step}");
            }
        }
    }

    [Fact]
    public void A_state_that_is_loaded_goes_on_to_the_bit_and_a_clone_stays_behind()
    {
        using IPolicy torch = Samples.Load();
        using IPolicy other = Samples.Load();
        PackedBatch batch = Samples.Batch(torch);
        Samples.Step(torch, batch);
        TensorList weights = TensorList.Copy(torch.Weights()), state = TensorList.Copy(torch.OptimizerState());
        using IPolicy clone = torch.Clone();
        TensorSource view = torch.Weights();
        Samples.Step(torch, batch);
        Assert.Throws<InvalidOperationException>(() => view.Read("model.norm.weight"));
        other.Load(weights, state);
        Samples.Step(other, batch);
        foreach (NamedTensor weight in torch.Weights())
        {
            Assert.Equal(weight.Values, other.Weights().Read(weight.Name).Values);
            Assert.Equal(weights.Read(weight.Name).Values, clone.Weights().Read(weight.Name).Values);
        }
        other.Load(weights);
        Assert.All(other.OptimizerState().Where(x => x.Name != "step"), x => Assert.True(Array.TrueForAll(x.Values, v => v == 0)));
    }

    [Fact]
    public void Layers_that_are_computed_again_give_the_same_bits()
    {
        using IPolicy kept = Samples.Load();
        using IPolicy again = Samples.Load();
        PackedBatch batch = Samples.Batch(kept);
        ((TorchPolicy)kept).KeepsAll = true;
        ((TorchPolicy)again).KeepsAll = false;
        foreach (IPolicy policy in new[] { kept, again }) policy.Accumulate(batch, Samples.Loss(batch.ResponseOffsets[^1]));
        IReadOnlyList<NamedTensor> gradients = again.Gradient();
        Assert.All(kept.Gradient(), gradient => Assert.Equal(gradient.Values, gradients.Single(x => x.Name == gradient.Name).Values));
        Assert.Contains(gradients, gradient => gradient.Values.Any(v => v != 0));
    }

    [Fact]
    public void Nothing_is_left_behind_by_steps()
    {
        using IPolicy torch = Samples.Load();
        PackedBatch batch = Samples.Batch(torch);
        Samples.Step(torch, batch);
        // What other tests left to the collector is none of this one's.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = TorchSharp.torch.Tensor.TotalCount;
        for (int i = 0; i < 10; i++)
        {
            ((TorchPolicy)torch).KeepsAll = i % 2 == 0;
            Samples.Step(torch, batch);
            Samples.Batch(torch);
            torch.Score(batch, new float[batch.ResponseOffsets[^1]], new float[batch.ResponseOffsets[^1]]);
        }
        Assert.Equal(before, TorchSharp.torch.Tensor.TotalCount);
    }

    [Fact]
    public void What_the_model_cannot_read_is_refused_in_a_line()
    {
        using IPolicy torch = Samples.Load();
        var request = new SampleRequest { Prompts = [[1, 2]], GroupSize = 1, MaxNewTokens = 4, EndTokens = [], Random = CounterRandom.FromSeed(0) };
        Refusal.Says("max_position_embeddings", () => torch.Sample(request with { MaxNewTokens = 100_000 }));
        Refusal.Says("vision_config asks for pictures", () => TorchPolicy.Empty(ModelConfig.Puzzle(169, 101, 100) with { PatchPixels = PatchToken.Pixels }, TorchRequired.OneThread));
        Refusal.Says("empty", () => torch.Sample(request with { Prompts = [[]] }));
        Refusal.Says("token id 99999", () => torch.Sample(request with { Prompts = [[99999]] }));
        Refusal.Says("token id -1", () => torch.Score(PackedBatch.Of([new PackedSequence(new[] { 1 }, new[] { -1 })]), new float[1], new float[1]));
        Refusal.Says("longer than", () => torch.Score(PackedBatch.Of([new PackedSequence(new[] { 1 }, new int[5000])]), new float[5000], new float[5000]));
        Refusal.Says("no device 'tpu'", () => TorchRequired.Engine().LoadPolicy(Samples.Golden, new EngineOptions { Threads = 1, Device = "tpu" }));
        Refusal.Says("--threads is -1", () => TorchRequired.Engine().LoadPolicy(Samples.Golden, new EngineOptions { Threads = -1 }));
        Assert.Throws<OperationCanceledException>(() => torch.Sample(request, new CancellationToken(canceled: true)));
    }
}
