using Hicra.Notebook.Bench;
using Hicra.Notebook.Tests.Cli;
using Hicra.Strategy;
using Hicra.Strategy.Mining;

namespace Hicra.Notebook.Tests.Bench;

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

    [Fact]
    public void Traces_can_come_from_the_standard_input()
    {
        Assert.Equal((0, ""), CommandProcess.RunWithInput("bench matcher --words 10 --traces -", "{\"text\": \"but wait\"}\n"));
        (int code, string error) = CommandProcess.RunWithInput("bench matcher --words 10 --traces -", "{\"text\": \"but wait\"}\n{\"text\n");
        Assert.Equal(2, code);
        Assert.Matches("^hicra: standard input line 2: not valid JSON[^\n]*\n$", error);
    }
}
