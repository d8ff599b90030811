using Hicra.Strategy.Mining;

namespace Hicra.Tests.Strategy.Mining;

public class CountingTests
{
    [Theory]
    [InlineData(1, 3, 5, 2, 1)]
    [InlineData(2, 3, 5, 6, 2)]
    [InlineData(3, 1, 3, 4, 1)]
    [InlineData(4, 2, 7, 3, 2)]
    [InlineData(5, 4, 4, 2, 1)]
    public void Grams_are_counted_as_a_dictionary_of_all_of_them_counts(long seed, int minWords, int maxWords, int minDf, int minProblems)
    {
        // Few words, so that grams repeat inside a solution; problems out of order, so that grouping matters.
        CounterRandom random = CounterRandom.FromSeed(seed);
        List<Solution> solutions = [.. Enumerable.Range(0, 150).Select(s =>
        {
            CounterRandom own = random.Derive(s);
            return new Solution(string.Join(' ', Enumerable.Range(0, own.Below(0, 40)).Select(i => Texts.Word(own.Below(i + 1, 6)))), true, $"p{own.Below(99, 30)}");
        })];
        MiningSettings settings = PlainCounts.Everything with { MinWords = minWords, MaxWords = maxWords, MinSolutions = minDf, MinShare = 0, MinProblems = minProblems };
        Dictionary<string, MinedGram> expected = PlainCounts.Of(solutions, minWords, maxWords, minDf, minProblems);
        foreach (int threads in (int[])[1, 3])
        {
            MinedGram[] mined = [.. new GramMiner(settings with { Threads = threads }).Mine(solutions).Clusters.SelectMany(c => c.Grams)];
            Assert.Equal(expected.Values.OrderBy(g => g.Text, StringComparer.Ordinal), mined.OrderBy(g => g.Text, StringComparer.Ordinal));
        }
        Assert.True(expected.Count > 20);
    }

    [Fact]
    public void Cluster_df_counts_solutions_with_at_least_one_gram_of_the_cluster_once()
    {
        List<Solution> solutions = Texts.Planted(300, [("let us first find", .5), ("let us then find", .4), ("we must look again", .3)]);
        MiningResult result = new GramMiner(PlainCounts.Everything with { MinShare = .02, ClusterDistance = .5 }).Mine(solutions);
        Assert.Contains(result.Clusters, c => c.Grams.Count > 1);
        foreach (MinedCluster cluster in result.Clusters)
        {
            int df = solutions.Count(s => cluster.Grams.Any(gram => $" {s.Text} ".Contains($" {gram.Text} ", StringComparison.Ordinal)));
            Assert.Equal(df, cluster.Df);
            Assert.Equal(cluster.Grams.Sum(g => g.Occurrences), cluster.Occurrences);
        }
        Assert.Equal(result.Clusters.Select(c => c.Df).OrderDescending(), result.Clusters.Select(c => c.Df));
    }

    [Theory]
    [InlineData(.2)]
    [InlineData(.5)]
    public void The_top_share_of_all_clusters_is_kept(double share)
    {
        List<Solution> solutions = Texts.Planted(300, [("let us first find", .5)]);
        MiningResult result = new GramMiner(PlainCounts.Everything with { MinShare = .02, TopShare = share }).Mine(solutions);
        Assert.Equal((int)Math.Ceiling(share * result.Clusters.Count), result.Clusters.Count(c => c.IsKept));
        Assert.Equal(result.Clusters.Where(c => c.IsKept).Select(c => c.Name), result.Library.Clusters.Select(c => c.Name));
    }
}
