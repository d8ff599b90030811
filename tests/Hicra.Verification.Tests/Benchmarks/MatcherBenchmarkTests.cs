using Hicra.Benchmarks.Matcher;
using Hicra.Strategy;
using Hicra.Strategy.Mining;

namespace Hicra.Verification.Tests.Benchmarks;

public class MatcherBenchmarkTests
{
    [Fact]
    public void Every_way_matches_the_same_words_and_the_expression_finds_what_the_matcher_finds()
    {
        MatcherSpeed[] speeds = [.. MatcherBenchmark.Run(StrategicGramLibrary.Paper, [new Solution("But wait, so we can. Soon we can't; let’s check."), new Solution("x")], 40, default)];
        Assert.Equal(["spans", "mask", "regular expression", "a search per gram"], speeds.Select(s => s.Name));
        Assert.Equal(4, speeds[0].Occurrences); // but wait, so, we can, let's
        Assert.Equal(33, speeds[0].Words); // three whole rounds of eleven
        Assert.Equal(speeds[0].Occurrences, speeds[2].Occurrences);
        Assert.All(speeds, s => Assert.True(s.Megabytes > 0));
    }
}
