using Hicra.Testing;
using Hicra.Training.Policies;

namespace Hicra.Torch.Tests;

/// <summary>How much goes through the model at once, and where the optimiser's state lies, changes nothing but the memory; what will not fit is said before.</summary>
public class MemoryTests
{
    [Fact]
    public void The_gradient_is_the_same_whatever_the_token_budget()
    {
        using IPolicy whole = Samples.Load(), parts = Samples.Load(x => x with { TokenBudget = 50 }), single = Samples.Load(x => x with { TokenBudget = 1 });
        PackedBatch batch = Samples.Batch(whole);
        foreach (IPolicy policy in new[] { whole, parts, single }) Samples.Accumulate(policy, batch);
        foreach (IPolicy policy in new[] { parts, single })
            foreach ((Tensors.NamedTensor one, Tensors.NamedTensor other) in whole.Gradient().Zip(policy.Gradient()))
            {
                float largest = one.Values.Max(Math.Abs);
                Assert.True(one.Values.Zip(other.Values).Max(pair => Math.Abs(pair.First - pair.Second)) <= 1e-6 * Math.Max(1, largest), one.Name);
            }
        Refusal.Says("token budget is -1", () => Samples.Load(x => x with { TokenBudget = -1 }).Dispose());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("bf16")]
    public void A_state_that_lies_elsewhere_takes_the_same_steps(string? dtype)
    {
        using IPolicy here = Samples.Load(x => x with { Dtype = dtype }), elsewhere = Samples.Load(x => x with { Dtype = dtype, OffloadOptimizer = true });
        PackedBatch batch = Samples.Batch(here);
        for (int step = 0; step < 3; step++)
            foreach (IPolicy policy in new[] { here, elsewhere }) Samples.Step(policy, batch);
        Samples.Same(here.Weights(), elsewhere.Weights());
        Samples.Same(here.OptimizerState(), elsewhere.OptimizerState());
    }

    [Fact]
    public void A_step_that_will_not_fit_is_refused_before_it_begins_with_what_to_lower()
    {
        using var policy = (TorchPolicy)Samples.Load();
        PackedBatch batch = Samples.Batch(policy);
        MemoryEstimate estimate = policy.Estimate(400);
        policy.Free = () => estimate.Wanted(hasGradients: false, hasOptimizer: false) / 2;
        Refusal.Says("a training step takes about", () => Samples.Accumulate(policy, batch));
        Refusal.Says("--lora 16", () => Samples.Accumulate(policy, batch));
        policy.Free = () => null;
        Samples.Accumulate(policy, batch);
        // Asked once: what a run holds then is its own.
        policy.Free = () => 0;
        Samples.Accumulate(policy, batch);
    }

    [Fact]
    public void The_estimate_of_a_known_model_has_its_parts()
    {
        // Qwen2.5-1.5B: 1.54e9 parameters.
        var config = new ModelConfig
        {
            Architecture = "qwen2", AttentionBias = true, VocabularySize = 151_936, HiddenSize = 1536, Layers = 28, Heads = 12, KeyValueHeads = 2, HeadSize = 128, IntermediateSize = 8960, MaxPositions = 32_768,
        };
        TorchRequired.Engine();
        _ = TorchEngine.Devices();
        var settings = new TorchSettings(TorchSharp.torch.CPU, TorchSharp.torch.float32, null, null, 8192, Offload: false);
        MemoryEstimate full = MemoryEstimate.Of(config, settings, config.ParameterCount, 8192), lora = MemoryEstimate.Of(config, settings with { Lora = new LoraOptions { Rank = 16 }, Type = TorchSharp.torch.bfloat16 }, 18_000_000, 8192);
        Assert.Equal(config.ParameterCount * 4, full.Weights);
        Assert.Equal((config.ParameterCount * 4, config.ParameterCount * 8), (full.Gradients, full.Optimizer));
        // 28 layers and two more vectors of 1,536 a token, and all that one layer keeps: about 65,000 floats.
        Assert.InRange(full.Layers, 3_300_000_000, 4_300_000_000);
        Assert.Equal(18_000_000 * 8L, lora.Optimizer);
        Assert.InRange(lora.Weights, 3_080_000_000, 3_200_000_000);
        Assert.Contains("for 8192 tokens at once", full.ToString(), StringComparison.Ordinal);
        // The largest saving is named first.
        string line = full.TooLarge(8_000_000_000, settings).Message;
        Assert.True(line.IndexOf("--lora", StringComparison.Ordinal) < line.IndexOf("--dtype", StringComparison.Ordinal), line);
    }

    [SlowFact]
    public void Two_hundred_steps_leave_no_tensor_behind_and_memory_flat()
    {
        using IPolicy policy = Samples.Load();
        (long Tensors, long Resident) early = default, late = default;
        for (int step = 1; step <= 200; step++)
        {
            PackedBatch batch = Samples.Batch(policy, seed: step);
            _ = Samples.LogProbs(policy, batch);
            Samples.Step(policy, batch);
            if (step == 20) early = Now();
            if (step == 200) late = Now();
        }
        Assert.Equal(early.Tensors, late.Tensors);
        // A tensor that every step leaves behind is seen above; what no tensor counts (buffers, handles) would be seen here. Left to
        // the collector alone, steps of this model take 1.8 GB.
        Assert.True(late.Resident - early.Resident < 64 << 20, $"{early.Resident} bytes after 20 steps, {late.Resident} after 200");

        static (long, long) Now()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return (TorchSharp.torch.Tensor.TotalCount, Environment.WorkingSet);
        }
    }

    [Fact]
    public void What_is_free_is_known_here()
    {
        long? free = FreeMemory.Of(TorchSharp.torch.CPU);
        // Linux says it; another system may not.
        Assert.True(free > 0 || (free is null && !OperatingSystem.IsLinux()), $"{free} bytes");
    }
}
