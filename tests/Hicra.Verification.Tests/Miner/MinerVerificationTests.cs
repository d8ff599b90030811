using Hicra.Strategy.Judging;
using Hicra.Strategy.Mining;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;
using Hicra.Verification.Miner;

namespace Hicra.Verification.Tests.Miner;

public class MinerVerificationTests
{
    [Fact]
    public void The_miner_passes_on_authors_texts_and_the_control_does_clearly_worse()
    {
        MinerReport report = MinerVerification.Verify(1000, [5], 2, []);
        Assert.Empty(report.Failures);
        Assert.True(report.Passed);
        foreach (IGrouping<(string, PuzzleSpelling), MinerRow> group in report.Rows.GroupBy(r => (r.Corpus, r.Spelling)))
        {
            MinerRow[] rows = [.. group];
            Assert.Equal(["mined", "mined, 30 % dropped", "control"], rows.Select(r => r.Library));
            Assert.Equal([1, 1, 2], rows.Select(r => r.Scores.Count));
            Assert.Equal(rows[0].Grams, rows[2].Grams);
            Assert.Equal(Math.Round(0.7 * rows[0].Grams), rows[1].Grams, 1.0);
            Assert.True(rows[1].Scores[0].Recall <= rows[0].Scores[0].Recall);
            Assert.True(rows[2].Scores.All(s => s.F1 < rows[0].Scores[0].F1));
        }
    }

    [Fact]
    public void A_miner_that_takes_numbers_for_words_fails_where_numbers_are_spelt()
    {
        var careless = new MiningSettings { MaskNumerals = false, KeepFragments = true, ChanceGrams = double.PositiveInfinity, TopShare = 1, MinProblems = 1 };
        MinerReport report = MinerVerification.Verify(600, [5], 1, [], careless);
        Assert.False(report.Passed);
        Assert.Contains(report.Failures, f => f.StartsWith("authors, right, Words: precision", StringComparison.Ordinal));
    }

    [Fact]
    public void Planning_words_of_the_long_world_are_found_too()
    {
        MinerReport report = MinerVerification.Verify(1000, [5], 1, [], world: WorldCatalog.LongSums);
        Assert.Empty(report.Failures);
        Assert.Equal(12, report.Rows.Count);
        Assert.All(report.Rows.Where(row => row.Library == "mined"), row => Assert.True(row.Scores[0].Recall >= .9 && row.Scores[0].Precision > .4, row.ToString()));
        Assert.All(report.Rows.Where(row => row.Library == "control"), row => Assert.True(row.Scores[0].F1 < .2, row.ToString()));
        Assert.Contains("give puzzle or long", Assert.Throws<HicraException>(() => MinerVerification.Verify(10, [5], 1, [], world: "maze")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seeds_give_the_same_table()
    {
        MaskScore[] Scores(int threads) => [.. MinerVerification.Verify(600, [3], 2, [], new MiningSettings { Threads = threads }).Rows.SelectMany(r => r.Scores)];
        Assert.Equal(Scores(1), Scores(3));
    }
}
