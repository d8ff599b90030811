using Hicra.Tensors;
using Hicra.Testing;
using Hicra.Training.Policies;
using Hicra.Verification.Model;
using Hicra.Verification.Reports;

namespace Hicra.Torch.Tests.Models;

/// <summary>Every architecture computes what an independent program computes, and decodes as it scores.</summary>
public sealed class ArchitectureTests : IDisposable
{
    private static readonly ModelConfig Small = new()
    {
        VocabularySize = 40, HiddenSize = 24, Layers = 2, Heads = 4, KeyValueHeads = 2, HeadSize = 6, IntermediateSize = 20, MaxPositions = 48,
    };

    private readonly TemporaryFolder _temporary = new();

    public static TheoryData<string, ModelConfig> Shapes { get; } = new()
    {
        { "llama, tied", Small },
        { "llama, every bias, untied", Small with { AttentionBias = true, OutputBias = true, FeedForwardBias = true, TiedHead = false } },
        { "llama 3.1's positions", Small with { RopeScaling = new RopeScaling("llama3", 8, 1, 4, 16), RopeTheta = 500 } },
        { "linear positions, one head of keys", Small with { KeyValueHeads = 1, RopeScaling = new RopeScaling("linear", 2) } },
        { "qwen2", Small with { Architecture = "qwen2", AttentionBias = true, KeyValueHeads = 4 } },
        { "qwen3", Small with { Architecture = "qwen3", HeadSize = 10 } },
    };

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("llama")]
    [InlineData("qwen2")]
    [InlineData("qwen3")]
    [InlineData("stories260k")]
    public void Reference_logits_and_the_greedy_story_are_met(string name)
    {
        VerificationReport report = ModelVerification.Verify(Repository.Golden("architectures/" + name), TorchRequired.Engine(), threads: 1);
        Assert.True(report.Passed, string.Join('\n', report.Mismatches));
        Assert.Equal(name == "stories260k" ? 4 : 3, report.Rows.Count);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Cached_decoding_of_ragged_prompts_equals_one_pass(string name, ModelConfig shape)
    {
        using IPolicy policy = Random(shape);
        int[][] prompts = [[1], [2, 3, 4, 5, 6, 7, 8], [9, 10]];
        foreach (double temperature in new[] { 1.0, 0.6 })
        {
            SampledResponses sampled = policy.Sample(new SampleRequest { Prompts = prompts, GroupSize = 5, MaxNewTokens = 30, EndTokens = [0, 1], Random = CounterRandom.FromSeed(2), Temperature = temperature });
            Assert.Contains(Enumerable.Range(0, 15), i => sampled.Response(i).Length < 30);
            var logProbs = new float[sampled.Tokens.Length];
            var entropies = new float[logProbs.Length];
            policy.Score(PackedBatch.Of(prompts, sampled), logProbs, entropies, temperature);
            Assert.All(logProbs.Zip(sampled.LogProbs), pair => Assert.Equal(pair.First, pair.Second, 2e-5f));
            Assert.All(entropies.Zip(sampled.Entropies), pair => Assert.Equal(pair.First, pair.Second, 2e-5f));
        }
        Assert.NotEmpty(name);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_saved_model_is_the_same_model(string name, ModelConfig shape)
    {
        using IPolicy policy = Random(shape);
        policy.SavePretrained(_temporary.Path);
        using IPolicy read = TorchRequired.Engine().LoadPolicy(_temporary.Path, TorchRequired.OneThread);
        Assert.Equal(shape.ParameterCount, policy.Weights().Sum(x => (long)x.Values.Length));
        Assert.All(policy.Weights(), weight => Assert.Equal(weight.Values, read.Weights().Read(weight.Name).Values));
        Assert.NotEmpty(name);
    }

    [Theory]
    [InlineData("missing", "no tensor model.norm.weight")]
    [InlineData("surplus", "a tensor extra that the model")]
    [InlineData("shape", "tensor model.norm.weight has shape [3]")]
    public void Tensors_that_do_not_fit_are_refused_and_nothing_is_replaced(string fault, string expected)
    {
        using IPolicy policy = Random(Small);
        NamedTensor[] before = [.. policy.Weights()];
        IEnumerable<NamedTensor> others = before.Select(x => x with { Values = new float[x.Values.Length] });
        others = fault switch
        {
            "missing" => others.Where(x => x.Name != "model.norm.weight"),
            "surplus" => others.Append(new NamedTensor("extra", [1], [0])),
            _ => others.Select(x => x.Name == "model.norm.weight" ? new NamedTensor(x.Name, [3], new float[3]) : x),
        };
        Assert.Contains(expected, Assert.Throws<HicraException>(() => policy.Load(new TensorList(others))).Message, StringComparison.Ordinal);
        Assert.All(before, weight => Assert.Equal(weight.Values, policy.Weights().Read(weight.Name).Values));
    }

    private static IPolicy Random(ModelConfig shape)
    {
        IPolicy policy = TorchRequired.Engine().CreatePolicy(shape, CounterRandom.FromSeed(1), TorchRequired.OneThread);
        // Larger weights, and biases and norms that are not 0 and 1, so that every part counts.
        CounterRandom random = CounterRandom.FromSeed(4);
        policy.Load(new TensorList(policy.Weights().Select(x => x with { Values = [.. x.Values.Select((v, i) => (float)((x.Shape.Length == 1 ? v : 0) + 0.25 * random.Derive(x.Name).Normal(i).First))] })));
        return policy;
    }
}
