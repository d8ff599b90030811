using Hicra.Tensors;
using Hicra.Testing;
using Hicra.Training.Policies;

namespace Hicra.Torch.Tests;

/// <summary>Computing in bf16 is near float32, learns by masters in float32, and is saved so that nothing is lost.</summary>
public sealed class PrecisionTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Log_probs_and_gradients_are_near_those_of_float32()
    {
        using IPolicy full = Samples.Load(), half = Samples.Load(x => x with { Dtype = "bf16" });
        PackedBatch batch = Samples.Batch(full);
        float[] expected = Samples.LogProbs(full, batch), near = Samples.LogProbs(half, batch);
        Assert.All(expected.Zip(near), pair => Assert.Equal(pair.First, pair.Second, 0.25f));
        Assert.True(expected.Zip(near).Average(pair => Math.Abs(pair.First - pair.Second)) is > 0 and < 0.03f);
        foreach (IPolicy policy in new[] { full, half }) Samples.Accumulate(policy, batch);
        foreach (NamedTensor gradient in full.Gradient())
        {
            float[] other = half.Gradient().Single(x => x.Name == gradient.Name).Values;
            double product = gradient.Values.Zip(other).Sum(pair => (double)pair.First * pair.Second), lengths = Math.Sqrt(gradient.Values.Sum(v => (double)v * v) * other.Sum(v => (double)v * v));
            Assert.True(product / lengths > 0.99, $"{gradient.Name}: cosine {product / lengths}");
        }
    }

    [Fact]
    public void Sampling_says_the_log_probs_that_scoring_says()
    {
        using IPolicy half = Samples.Load(x => x with { Dtype = "bf16" });
        int[][] prompts = [[1, 2, 3], [4, 5]];
        SampledResponses sampled = half.Sample(new SampleRequest { Prompts = prompts, GroupSize = 4, MaxNewTokens = 20, EndTokens = [], Random = CounterRandom.FromSeed(1) });
        float[] scored = Samples.LogProbs(half, PackedBatch.Of(prompts, sampled));
        Assert.All(sampled.LogProbs.Zip(scored), pair => Assert.Equal(pair.First, pair.Second, 0.25f));
    }

    [Fact]
    public void Steps_too_small_for_bf16_add_up_and_a_saved_state_goes_on_to_the_bit()
    {
        using IPolicy half = Samples.Load(x => x with { Dtype = "bf16" });
        PackedBatch batch = Samples.Batch(half);
        TensorList before = TensorList.Copy(half.Weights());
        // A bf16 of 0.02 has neighbours 1e-4 away; each of these steps is a hundredth of that.
        for (int step = 0; step < 60; step++) Samples.Step(half, batch, 1e-6);
        Assert.Contains(before, weight => weight.Name.EndsWith("q_proj.weight", StringComparison.Ordinal) && !weight.Values.SequenceEqual(half.Weights().Read(weight.Name).Values));

        half.SavePretrained(_temporary.File("half"));
        TensorList state = TensorList.Copy(half.OptimizerState());
        Assert.Contains("bfloat16", File.ReadAllText(Path.Combine(_temporary.File("half"), "config.json")), StringComparison.Ordinal);
        using (SafetensorsFolder saved = SafetensorsFolder.Open(_temporary.File("half"))) Assert.All(saved.Tensors, tensor => Assert.Equal(TensorType.BF16, tensor.Type));
        using IPolicy again = TorchRequired.Engine().LoadPolicy(_temporary.File("half"), TorchRequired.OneThread with { Dtype = "bf16" });
        Samples.Same(half.Weights(), again.Weights());
        again.Load(TensorList.Copy(again.Weights()), state);
        for (int step = 0; step < 20; step++)
            foreach (IPolicy policy in new[] { half, again }) Samples.Step(policy, batch, 1e-6);
        Samples.Same(half.OptimizerState(), again.OptimizerState());
        Samples.Same(half.Weights(), again.Weights());
    }

    [Fact]
    public void Other_numbers_are_refused_in_a_line() => Refusal.Says("fp32, bf16", () => Samples.Load(x => x with { Dtype = "fp8" }).Dispose());
}
