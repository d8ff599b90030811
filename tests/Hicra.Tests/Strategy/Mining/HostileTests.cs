using Hicra.Strategy.Mining;
using Hicra.Testing;

namespace Hicra.Tests.Strategy.Mining;

public class HostileTests
{
    [Theory]
    [InlineData(0, null, "there are no solutions to mine; give traces that have some")]
    [InlineData(3, false, "none of the 3 solutions is correct")]
    [InlineData(3, null, "none of the 3 solutions has a verdict")]
    [InlineData(3, true, "no grams of 3 to 5 words stand in 2 of the 3 solutions; give more solutions, or lower")]
    public void Nothing_to_mine_is_one_line_that_says_what_to_change(int solutions, bool? correct, string expected)
    {
        var error = Assert.Throws<HicraException>(() => new GramMiner().Mine(Enumerable.Range(0, solutions).Select(s => new Solution($"{Texts.Word(7 * s)} {Texts.Word(7 * s + 1)} {Texts.Word(7 * s + 2)}", correct))));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Solutions_without_words_are_counted_but_hold_nothing()
    {
        List<Solution> solutions = [new("", true), new("1 2 3", true), new("\ud800 \udc00 \0 \uffff", true), .. Texts.Planted(50, [("let us first find", 1)])];
        MiningResult result = new GramMiner().Mine(solutions);
        Assert.Equal(53, result.Corpus.Used);
        Assert.Contains("let us first find", result.Library.Grams);
    }

    [Fact]
    public void A_word_of_ten_million_letters_is_a_break()
    {
        string text = $"as it is {new string('x', 10_000_000)} we go on";
        MiningResult result = new GramMiner(PlainCounts.Everything with { MinSolutions = 1, MinProblems = 1 }).Mine([new(text, true)]);
        Assert.Equal(["as it is", "we go on"], result.Library.Grams.Order(StringComparer.Ordinal));
        Assert.Equal(6, result.Corpus.Words);
    }

    [SlowFact]
    public void A_million_different_grams_are_counted_in_memory_bounded_by_what_is_frequent()
    {
        // 400 solutions of 2,500 words of a small vocabulary: about a million different pairs, hardly any frequent longer gram.
        List<Solution> solutions = Texts.Planted(400, [("let us first find", .5)], words: 2500, vocabulary: 3000);
        Assert.True(PlainCounts.Of(solutions, 2, 2, 1, 1).Count > 500_000);
        // On one thread, whose memory alone is measured: other tests allocate beside it.
        long before = GC.GetAllocatedBytesForCurrentThread();
        MiningResult result = new GramMiner(new() { MinShare = .1, TopShare = 1, Threads = 1 }).Mine(solutions);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Contains("let us first find", result.Library.Grams);
        Assert.True(allocated < 500_000_000, $"{allocated} bytes were allocated");
    }

    [Fact]
    public void Cancelling_stops_mining()
    {
        using var source = new CancellationTokenSource();
        IEnumerable<Solution> Endless()
        {
            for (int s = 0; ; s++)
            {
                if (s == 5000) source.Cancel();
                yield return new Solution("and so it goes on", true);
            }
        }
        Assert.ThrowsAny<OperationCanceledException>(() => new GramMiner().Mine(Endless(), null, source.Token));
    }

    [Fact]
    public void Settings_that_contradict_each_other_name_the_remedy()
    {
        Assert.Contains("grams of 5 to 3 words do not exist", Assert.Throws<HicraException>(() => new GramMiner(new() { MinWords = 5, MaxWords = 3 })).Message, StringComparison.Ordinal);
        Assert.Contains("TopShare is 2; give", Assert.Throws<HicraException>(() => new MiningSettings { TopShare = 2 }).Message, StringComparison.Ordinal);
        Assert.Throws<HicraException>(() => new MiningSettings { MinShare = double.NaN });
    }
}
