using Hicra.Strategy;
using Hicra.Strategy.Mining;

namespace Hicra.Tests.Strategy.Mining;

public class GramMinerTests
{
    private static readonly (string, double)[] Phrases = [("let us first find", .5), ("but wait we need to check", .4), ("another way to see this", .3)];

    [Fact]
    public void Planted_phrases_are_mined_and_counted_as_the_matcher_finds_them()
    {
        List<Solution> solutions = Texts.Planted(400, Phrases);
        MiningResult result = new GramMiner(new() { TopShare = 1 }).Mine(solutions);
        Assert.All(Phrases, phrase => Assert.Contains(result.Library.Grams, gram => phrase.Item1.Contains(gram, StringComparison.Ordinal)));
        foreach (MinedGram gram in result.Clusters.SelectMany(c => c.Grams))
        {
            var matcher = new PlanningMatcher(StrategicGramLibrary.FromGrams("one", [gram.Text]));
            Assert.Equal(gram.Df, solutions.Count(s => Occurs(matcher, s.Text)));
        }
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        List<Solution> solutions = Texts.Planted(600, Phrases);
        // Without the rule of chance there are clusters enough to tell.
        MiningResult one = Mine(1), five = Mine(5);
        Assert.True(one.Clusters.Count > 50);
        Assert.Equal(one.Corpus, five.Corpus);
        Assert.Equal(Lines(one), Lines(five));

        MiningResult Mine(int threads) => new GramMiner(new() { Threads = threads, ChanceGrams = double.PositiveInfinity }).Mine(solutions);
    }

    private static IEnumerable<string> Lines(MiningResult result) =>
        result.Clusters.Select(c => $"{c.Name} {c.Df} {c.Occurrences} {c.IsKept}: {string.Join(", ", c.Grams)}");

    private static bool Occurs(PlanningMatcher matcher, string text)
    {
        List<GramSpan> spans = [];
        matcher.Spans(text, spans);
        return spans.Count > 0;
    }
}
