using Hicra.Training.Policies;
using Hicra.Training.Policies.Managed;

namespace Hicra.Training.Tests.Policies;

/// <summary>Sampling: the same bits as scoring, the probabilities that are reported, temperature 0.</summary>
public partial class ManagedPolicyTests
{
    [Theory]
    [MemberData(nameof(Shapes))]
    public void Sampling_and_scoring_give_the_same_bits(string shape)
    {
        ModelConfig config = Example.Configs[shape];
        using ManagedPolicy policy = Example.Policy(config, threads: 2);
        SampleRequest request = Request(config, 5, 30);
        SampledResponses sampled = policy.Sample(request);
        (float[] logProbs, float[] entropies) = Score(policy, PackedBatch.Of(request.Prompts, sampled));
        Assert.Equal(sampled.LogProbs, logProbs);
        Assert.Equal(sampled.Entropies, entropies);
        Assert.All(Enumerable.Range(0, sampled.Count), i =>
        {
            ReadOnlySpan<int> response = sampled.Response(i);
            Assert.InRange(response.Length, 1, request.MaxNewTokens);
            Assert.True(response.Length == request.MaxNewTokens || request.EndTokens.Contains(response[^1]));
            Assert.DoesNotContain(response[..^1].ToArray(), request.EndTokens.Contains);
        });
    }

    [Fact]
    public void A_larger_group_than_a_worker_holds_is_sampled_whole()
    {
        ModelConfig config = Example.Configs["odd sizes, grouped"];
        using ManagedPolicy policy = Example.Policy(config);
        SampleRequest request = Request(config, 2, 150) with { MaxNewTokens = 12 };
        SampledResponses sampled = policy.Sample(request);
        Assert.Equal(300, sampled.Count);
        (float[] logProbs, _) = Score(policy, PackedBatch.Of(request.Prompts, sampled));
        Assert.Equal(sampled.LogProbs, logProbs);
    }

    [Fact]
    public void Tokens_are_drawn_with_the_probabilities_that_are_reported()
    {
        ModelConfig config = Example.Configs["odd sizes, grouped"];
        using ManagedPolicy policy = Example.Policy(config);
        foreach (double temperature in new[] { 0.6, 1.0, 1.7 })
        {
            SampleRequest request = Request(config, 1, 4000) with { MaxNewTokens = 1, Temperature = temperature };
            SampledResponses sampled = policy.Sample(request);
            var plain = new PlainTransformer(config, PlainTransformer.WeightsOf(policy));
            double chi = 0;
            int cells = 0;
            for (int token = 0; token < config.VocabularySize; token++)
            {
                double p = Math.Exp(plain.Score([.. request.Prompts[0], token], request.Prompts[0].Length, temperature).LogProbs[0]);
                int seen = sampled.Tokens.Count(x => x == token);
                if (p * 4000 < 5) continue;
                chi += (seen - 4000 * p) * (seen - 4000 * p) / (4000 * p);
                cells++;
            }
            Assert.True(cells > 3);
            // Mean cells - 1, deviation sqrt(2 (cells - 1)): five deviations would be a defect, not chance.
            Assert.InRange(chi, 0, cells - 1 + 5 * Math.Sqrt(2 * (cells - 1)));
        }
    }

    [Fact]
    public void Temperature_zero_takes_the_most_probable_token()
    {
        ModelConfig config = Example.Configs["odd sizes, grouped"];
        using ManagedPolicy policy = Example.Policy(config);
        SampleRequest request = Request(config, 3, 2) with { MaxNewTokens = 6, Temperature = 0, EndTokens = [] };
        SampledResponses sampled = policy.Sample(request);
        var plain = new PlainTransformer(config, PlainTransformer.WeightsOf(policy));
        for (int i = 0; i < sampled.Count; i++)
        {
            List<int> text = [.. request.Prompts[i / 2]];
            foreach (int token in sampled.Response(i))
            {
                int best = Enumerable.Range(0, config.VocabularySize).MaxBy(x => plain.Score([.. text, x], text.Count).LogProbs[0]);
                Assert.Equal(best, token);
                text.Add(token);
            }
        }
    }
}
