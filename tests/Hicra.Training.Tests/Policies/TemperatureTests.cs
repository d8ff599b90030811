using Hicra.Testing;
using Hicra.Training.Policies;
using Hicra.Training.Policies.Managed;

namespace Hicra.Training.Tests.Policies;

/// <summary>Sampling, scoring and learning are of one distribution: the logits divided by the temperature.</summary>
public class TemperatureTests
{
    public static TheoryData<string> Shapes => Example.Shapes;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_gradient_is_that_of_the_tempered_distribution(string shape) => Gradient(shape, 0.5);

    [SlowTheory]
    [MemberData(nameof(Shapes))]
    public void The_gradient_is_that_of_the_hotter_distribution(string shape) => Gradient(shape, 2);

    [SlowTheory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void Logits_that_are_computed_again_for_the_gradient_are_tempered_too(double temperature)
    {
        // A vocabulary whose logits are kept in chunks: the backward pass makes them anew.
        using ManagedPolicy policy = Example.Policy(Example.Shape(70_000, 16, 1, 1, 1, 16, 16));
        PackedBatch batch = Example.Batch(policy.Config, 1, longest: 30);
        Assert.True(batch.ResponseOffsets[^1] * 70_000L > 1 << 20);
        FiniteDifferences.Check(policy, batch, temperature, "model.norm.weight");
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.7)]
    [InlineData(3)]
    public void Sampling_scoring_and_learning_give_the_same_bits(double temperature)
    {
        ModelConfig config = Example.Configs["odd sizes, grouped"];
        using ManagedPolicy policy = Example.Policy(config, threads: 2);
        int[][] prompts = [[3], [4, 5], [6, 7, 8]];
        SampledResponses sampled = policy.Sample(Request(prompts, 20, temperature));
        PackedBatch batch = PackedBatch.Of(prompts, sampled);
        float[] logProbs = new float[sampled.Tokens.Length], entropies = new float[logProbs.Length], learned = new float[logProbs.Length];
        policy.Score(batch, logProbs, entropies, temperature);
        policy.Accumulate(batch, (s, current, _, _, _) => current.CopyTo(learned.AsSpan(batch.ResponseOffsets[s])), temperature);
        Assert.Equal(sampled.LogProbs, logProbs);
        Assert.Equal(sampled.Entropies, entropies);
        Assert.Equal(sampled.LogProbs, learned);
        // And the scale is really the temperature's: the plain twin says the same.
        var plain = new PlainTransformer(config, PlainTransformer.WeightsOf(policy));
        (double[] expected, double[] spread) = plain.Score(batch.Sequence(0), batch.PromptLengths[0], temperature);
        for (int t = 0; t < expected.Length; t++)
        {
            Assert.Equal(expected[t], logProbs[t], 1e-3 / Math.Min(1, temperature));
            Assert.Equal(spread[t], entropies[t], 1e-3 / Math.Min(1, temperature));
        }
    }

    [Fact]
    public void Close_to_temperature_0_the_distribution_is_a_point_mass()
    {
        using ManagedPolicy policy = Example.Policy(Example.Configs["odd sizes, grouped"]);
        SampledResponses cold = policy.Sample(Request([[3], [4]], 4, SampleRequest.LowestTemperature)), greedy = policy.Sample(Request([[3], [4]], 4, 0));
        Assert.Equal(greedy.Tokens, cold.Tokens);
        Assert.All(cold.LogProbs, x => Assert.Equal(0, x, 1e-6));
        Assert.All(cold.Entropies, x => Assert.Equal(0, x, 1e-6));
        // A greedy draw's own log-probs are those of temperature 1: a point mass would say nothing.
        var batch = PackedBatch.Of([[3], [4]], greedy);
        float[] logProbs = new float[greedy.Tokens.Length], entropies = new float[logProbs.Length];
        policy.Score(batch, logProbs, entropies);
        Assert.Equal(logProbs, greedy.LogProbs);
        Assert.Equal(entropies, greedy.Entropies);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1e-7)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_temperature_that_divides_nothing_is_refused(double temperature)
    {
        using ManagedPolicy policy = Example.Policy(Example.Configs["odd sizes, grouped"]);
        PackedBatch batch = Example.Batch(policy.Config, 2);
        float[] numbers = new float[batch.ResponseOffsets[^1]];
        Action[] calls = [() => policy.Sample(Request([[3]], 1, temperature)), () => policy.Score(batch, numbers, numbers, temperature), () => policy.Accumulate(batch, (_, _, _, _, _) => { }, temperature)];
        foreach (Action call in calls) Assert.Contains("temperature", Assert.Throws<HicraException>(call).Message, StringComparison.Ordinal);
        Assert.Throws<HicraException>(() => policy.Score(batch, numbers, numbers, 0));
    }

    private static void Gradient(string shape, double temperature)
    {
        using ManagedPolicy policy = Example.Policy(Example.Configs[shape]);
        FiniteDifferences.Check(policy, Example.Batch(policy.Config, 3, longest: 20), temperature);
    }

    private static SampleRequest Request(int[][] prompts, int group, double temperature) =>
        new() { Prompts = prompts, GroupSize = group, MaxNewTokens = 30, EndTokens = [2], Temperature = temperature, Random = CounterRandom.FromSeed(6) };
}
