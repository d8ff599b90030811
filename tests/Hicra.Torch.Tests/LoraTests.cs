using System.Text.Json;
using Hicra.Tensors;
using Hicra.Testing;
using Hicra.Training.Policies;

namespace Hicra.Torch.Tests;

/// <summary>A LoRA learns beside a model that stays as it is, and is saved as PEFT saves it.</summary>
public sealed class LoraTests : IDisposable
{
    private static readonly LoraOptions Lora = new() { Rank = 4, Alpha = 6 };
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void It_begins_as_the_model_and_its_gradient_is_the_chain_rules()
    {
        using IPolicy full = Samples.Load(), adapted = Samples.Load(x => x with { Lora = Lora });
        PackedBatch batch = Samples.Batch(full);
        Assert.Equal(Samples.LogProbs(full, batch), Samples.LogProbs(adapted, batch));
        Assert.Equal(2 * 2 * 7, adapted.Weights().Tensors.Count);
        Assert.Equal(adapted.Weights().Tensors.Sum(x => x.Count), adapted.ParameterCount);
        foreach (IPolicy policy in new[] { full, adapted }) Samples.Accumulate(policy, batch);
        Dictionary<string, NamedTensor> gradients = adapted.Gradient().ToDictionary(x => x.Name);
        foreach (NamedTensor whole in full.Gradient().Where(x => x.Name.EndsWith("proj.weight", StringComparison.Ordinal)))
        {
            // W + s B A with B = 0: the gradient of B is s dW A', that of A is zero.
            string module = "base_model.model." + whole.Name[..^".weight".Length];
            float[] a = adapted.Weights().Read(module + ".lora_A.weight").Values, dB = gradients[module + ".lora_B.weight"].Values;
            int columns = whole.Shape[1];
            var expected = new double[dB.Length];
            for (int row = 0; row < whole.Shape[0]; row++)
                for (int r = 0; r < Lora.Rank; r++)
                    for (int k = 0; k < columns; k++) expected[row * Lora.Rank + r] += 1.5 * whole.Values[row * columns + k] * a[r * columns + k];
            double largest = expected.Max(Math.Abs);
            Assert.True(expected.Zip(dB).Max(pair => Math.Abs(pair.First - pair.Second)) <= 1e-4 * largest, module);
            Assert.True(Array.TrueForAll(gradients[module + ".lora_A.weight"].Values, v => v == 0));
        }
    }

    [Fact]
    public void Merged_it_computes_the_same_and_without_it_the_model_is_the_old_one()
    {
        using IPolicy full = Samples.Load(), adapted = Learnt(out PackedBatch batch);
        float[] learnt = Samples.LogProbs(adapted, batch), before = Samples.LogProbs(full, batch);
        Assert.Contains(learnt.Zip(before), pair => Math.Abs(pair.First - pair.Second) > 1e-2);

        using (IPolicy reference = ((IAdaptedPolicy)adapted).WithoutAdapter()) Assert.Equal(before, Samples.LogProbs(reference, batch));
        Assert.Equal(learnt, Samples.LogProbs(adapted, batch));

        ((IAdaptedPolicy)adapted).SaveMerged(_temporary.File("merged"));
        foreach (string engine in new[] { TorchEngine.EngineName, EngineCatalog.Embedded })
        {
            using IPolicy merged = TorchEngine.Catalog.Find(engine).LoadPolicy(_temporary.File("merged"), TorchRequired.OneThread);
            Assert.All(learnt.Zip(Samples.LogProbs(merged, batch)), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        }
    }

    [Fact]
    public void It_is_saved_as_PEFT_has_it_and_goes_on_to_the_bit()
    {
        using IPolicy adapted = Learnt(out PackedBatch batch);
        string folder = _temporary.File("adapter");
        adapted.SavePretrained(folder);
        TensorList state = TensorList.Copy(adapted.OptimizerState());
        Assert.False(SafetensorsFolder.Exists(folder));
        using (JsonDocument settings = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "adapter_config.json"))))
        {
            Assert.Equal("LORA", settings.RootElement.GetProperty("peft_type").GetString());
            Assert.Equal((4, 6.0), (settings.RootElement.GetProperty("r").GetInt32(), settings.RootElement.GetProperty("lora_alpha").GetDouble()));
            Assert.Equal(Path.GetFullPath(Samples.Golden), settings.RootElement.GetProperty("base_model_name_or_path").GetString());
        }
        IReadOnlyList<NamedTensor> saved = Safetensors.Read(Path.Combine(folder, "adapter_model.safetensors"));
        Assert.Contains(saved, x => x.Name == "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight" && x.Shape[0] == 4);
        Assert.Contains(saved, x => x.Name == "base_model.model.model.layers.1.mlp.down_proj.lora_B.weight" && x.Shape[1] == 4);

        using IPolicy again = TorchRequired.Engine().LoadPolicy(folder, TorchRequired.OneThread);
        Samples.Same(adapted.Weights(), again.Weights());
        again.Load(TensorList.Copy(again.Weights()), state);
        foreach (IPolicy policy in new[] { adapted, again }) Samples.Step(policy, batch);
        Samples.Same(adapted.Weights(), again.Weights());
        using IPolicy clone = adapted.Clone();
        Assert.Equal(Samples.LogProbs(adapted, batch), Samples.LogProbs(clone, batch));
    }

    [Fact]
    public void Targets_and_layers_that_are_computed_again_are_heeded()
    {
        using IPolicy kept = Samples.Load(x => x with { Lora = Lora with { Targets = ["q_proj", "down_proj"], Seed = 3 }, Checkpointing = false });
        using IPolicy again = Samples.Load(x => x with { Lora = Lora with { Targets = ["q_proj", "down_proj"], Seed = 3 }, Checkpointing = true });
        PackedBatch batch = Samples.Batch(kept);
        Assert.Equal(2 * 2 * 2, kept.Weights().Tensors.Count);
        for (int step = 0; step < 2; step++)
        {
            foreach (IPolicy policy in new[] { kept, again }) Samples.Accumulate(policy, batch);
            Samples.Same(kept.Gradient(), again.Gradient());
            foreach (IPolicy policy in new[] { kept, again }) policy.Update(new AdamWOptions());
        }
    }

    [Fact]
    public void What_is_no_plain_LoRA_is_refused_in_a_line()
    {
        Refusal.Says("rank of LoRA is 0", () => Samples.Load(x => x with { Lora = new LoraOptions { Rank = 0 } }).Dispose());
        Refusal.Says("did you mean 'q_proj'", () => Samples.Load(x => x with { Lora = Lora with { Targets = ["q_prj"] } }).Dispose());
        Refusal.Says("alpha of LoRA is NaN", () => Samples.Load(x => x with { Lora = Lora with { Alpha = double.NaN } }).Dispose());
        string folder = _temporary.File("adapter"), settings = Path.Combine(folder, "adapter_config.json");
        using (IPolicy adapted = Learnt(out _)) adapted.SavePretrained(folder);
        string good = File.ReadAllText(settings);
        Refusal.Says("another was asked for", () => TorchRequired.Engine().LoadPolicy(folder, TorchRequired.OneThread with { Lora = Lora with { Rank = 8 } }).Dispose());
        foreach ((string from, string to, string expected) in new[]
        {
            ("\"LORA\"", "\"IA3\"", "peft_type is 'IA3'"), ("\"use_dora\": false", "\"use_dora\": true", "use_dora is true"), ("\"none\"", "\"all\"", "bias is 'all'"),
            ("\"o_proj\"", "\"lm_head\"", "'lm_head'"), ("\"r\": 4", "\"r\": 5", "has shape [4, "), ("\"r\": 4", "\"rank\": 4", "cannot be read"), ("\"base_model_name_or_path\": \"", "\"base_model_name_or_path\": \"/nowhere", "no folder on this machine"),
        })
        {
            File.WriteAllText(settings, good.Replace(from, to, StringComparison.Ordinal));
            Refusal.Says(expected, () => TorchRequired.Engine().LoadPolicy(folder, TorchRequired.OneThread).Dispose());
        }
    }

    private static IPolicy Learnt(out PackedBatch batch)
    {
        IPolicy policy = Samples.Load(x => x with { Lora = Lora });
        batch = Samples.Batch(policy);
        for (int step = 0; step < 3; step++) Samples.Step(policy, batch, 1e-2);
        return policy;
    }
}
