using FsCheck;
using FsCheck.Fluent;
using Hicra.Testing;
using Hicra.Training.Policies;
using Hicra.Training.Policies.Managed;

namespace Hicra.Training.Tests.Policies;

/// <summary>Which tokens may be drawn, by the words of the definition; and what is said of those that were.</summary>
public class TokenFilterTests
{
    [Fact]
    public void What_is_left_is_what_the_definition_says()
    {
        Gen<(double[] Weights, TokenFilter Filter)> gen =
            from weights in Gen.Choose(0, 9).Select(n => n / 3.0).ArrayOf().Where(w => w.Length > 0 && w.Sum() > 0)
            from p in Gen.Elements(1.0, 0.9, 0.5, 0.05)
            from k in Gen.Choose(0, 12)
            from m in Gen.Elements(0.0, 0.3, 0.9)
            select (weights, new TokenFilter { TopP = p, TopK = k, MinP = m });
        Prop.ForAll(gen.ToArbitrary(), x =>
        {
            float[] logProbs = [.. x.Weights.Select(w => (float)Math.Log(w / x.Weights.Sum()))];
            bool[] expected = Plain(logProbs, x.Filter);
            float[] left = [.. logProbs];
            (double logMass, double entropy) = x.Filter.Apply(left);
            for (int i = 0; i < left.Length; i++)
                if (float.IsNegativeInfinity(logProbs[i])) Assert.Equal(float.NegativeInfinity, left[i]);
                else Assert.Equal(expected[i] ? logProbs[i] : float.NegativeInfinity, left[i]);
            double[] kept = [.. left.Select(l => Math.Exp(l)).Where(p => p > 0)];
            Assert.Equal(Math.Log(kept.Sum()), logMass, 1e-6);
            Assert.Equal(kept.Sum(p => -p / kept.Sum() * Math.Log(p / kept.Sum())), entropy, 1e-6);
        }).Check(Sampled.Inputs(500));
    }

    [Fact]
    public void Drawn_tokens_are_scored_by_the_whole_distribution_and_by_what_was_left_of_it()
    {
        using ManagedPolicy policy = Example.Policy(Example.Configs.Values.First());
        int[][] prompts = [[1, 2, 3], [4, 5]];
        var request = new SampleRequest { Prompts = prompts, GroupSize = 6, MaxNewTokens = 12, EndTokens = [], Random = CounterRandom.FromSeed(2), Filter = new TokenFilter { TopK = 2 } };
        SampledResponses sampled = policy.Sample(request);
        PackedBatch batch = PackedBatch.Of(prompts, sampled);
        float[] logProbs = new float[batch.ResponseOffsets[^1]], entropies = new float[logProbs.Length];
        policy.Score(batch, logProbs, entropies);
        Assert.All(logProbs.Zip(sampled.LogProbs), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        Assert.All(entropies.Zip(sampled.Entropies), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        // Of two tokens at most: no entropy above ln 2, no log-prob below what the whole says.
        Assert.All(sampled.Truncated!.Entropies, entropy => Assert.InRange(entropy, 0, MathF.Log(2) + 1e-4f));
        Assert.All(sampled.Truncated.LogProbs.Zip(sampled.LogProbs), pair => Assert.InRange(pair.First, pair.Second - 1e-5f, 0));
        Assert.Null(policy.Sample(request with { Temperature = 0 }).Truncated);
    }

    // Word by word: ties with the last that stays, stay.
    private static bool[] Plain(float[] logProbs, TokenFilter filter)
    {
        int[] order = [.. Enumerable.Range(0, logProbs.Length).OrderByDescending(i => logProbs[i])];
        float border = filter.TopK > 0 ? logProbs[order[Math.Min(filter.TopK, order.Length) - 1]] : float.NegativeInfinity;
        int[] left = [.. order.Where(i => logProbs[i] >= border)];
        if (filter.TopP < 1)
        {
            double mass = left.Sum(i => Math.Exp(logProbs[i])), taken = 0;
            foreach (int i in left)
            {
                border = logProbs[i];
                taken += Math.Exp(logProbs[i]);
                if (taken >= filter.TopP * mass) break;
            }
        }
        if (filter.MinP > 0) border = Math.Max(border, logProbs[order[0]] + (float)Math.Log(filter.MinP));
        return [.. logProbs.Select(l => l >= border)];
    }
}
