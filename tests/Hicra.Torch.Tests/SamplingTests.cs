using Hicra.Testing;
using Hicra.Training.Policies;

namespace Hicra.Torch.Tests;

/// <summary>What is sampled is the same whatever is sampled beside it, and what the embedded engine samples.</summary>
public class SamplingTests
{
    private static readonly int[][] Prompts = [.. Enumerable.Range(0, 9).Select(i => Enumerable.Range(0, 2 + i * 3 % 7).Select(k => (i * 29 + k * 13) % 160).ToArray())];

    private static SampleRequest Request(TokenFilter? filter = null, int seed = 12) => new()
    {
        Prompts = Prompts, GroupSize = 4, MaxNewTokens = 40, EndTokens = [101, 7, 9], Random = CounterRandom.FromSeed(seed), Temperature = 1.2, Filter = filter ?? TokenFilter.None,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(16)]
    public void A_response_does_not_depend_on_how_many_are_sampled_together(int rows)
    {
        using TorchPolicy policy = Load();
        SampledResponses together = policy.Sample(Request());
        // Responses of many lengths, so that slots are free at different times.
        Assert.True(Enumerable.Range(0, together.Count).Select(i => together.Response(i).Length).Distinct().Count() > 8);
        policy.MostRows = rows;
        SampledResponses refilled = policy.Sample(Request());
        Assert.Equal(together.Offsets, refilled.Offsets);
        Assert.Equal(together.Tokens, refilled.Tokens);
        Assert.All(together.LogProbs.Zip(refilled.LogProbs), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        Assert.Null(together.Truncated);
    }

    [Theory]
    [InlineData(0.8, 0, 0)]
    [InlineData(1, 5, 0)]
    [InlineData(1, 0, 0.1)]
    [InlineData(0.9, 20, 0.02)]
    public void Both_engines_leave_out_the_same_tokens_and_say_so_alike(double topP, int topK, double minP)
    {
        SampleRequest request = Request(new TokenFilter { TopP = topP, TopK = topK, MinP = minP });
        using TorchPolicy torch = Load();
        using IPolicy embedded = EngineCatalog.BuiltIn.Find(EngineCatalog.Embedded).LoadPolicy(Repository.Golden("engine"), TorchRequired.OneThread);
        SampledResponses expected = embedded.Sample(request), actual = torch.Sample(request);
        Assert.Equal(expected.Tokens, actual.Tokens);
        Assert.All(expected.LogProbs.Zip(actual.LogProbs), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        Assert.All(expected.Entropies.Zip(actual.Entropies), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        Assert.All(expected.Truncated!.LogProbs.Zip(actual.Truncated!.LogProbs), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        Assert.All(expected.Truncated.Entropies.Zip(actual.Truncated.Entropies), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        // What is drawn from is narrower, and a token is more probable there.
        Assert.All(actual.LogProbs.Zip(actual.Truncated.LogProbs), pair => Assert.True(pair.Second >= pair.First - 1e-5));
        Assert.NotEqual(actual.Tokens, torch.Sample(Request()).Tokens);
    }

    [Fact]
    public void A_text_ends_a_response_where_it_is_said()
    {
        using TorchPolicy policy = Load();
        SampledResponses free = policy.Sample(Request());
        SampledResponses stopped = policy.Sample(Request() with { Stops = response => response.Length > 1 && response[^1] % 5 == 0 });
        for (int i = 0; i < free.Count; i++)
        {
            int[] whole = free.Response(i).ToArray();
            int end = Enumerable.Range(1, whole.Length).FirstOrDefault(n => n > 1 && whole[n - 1] % 5 == 0, whole.Length);
            Assert.Equal(whole[..end], stopped.Response(i).ToArray());
        }
    }

    private static TorchPolicy Load() => (TorchPolicy)TorchRequired.Engine().LoadPolicy(Repository.Golden("engine"), TorchRequired.OneThread);
}
