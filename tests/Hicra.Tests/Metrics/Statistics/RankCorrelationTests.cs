using Hicra.Metrics.Statistics;

namespace Hicra.Tests.Metrics.Statistics;

public class RankCorrelationTests
{
    [Fact]
    public void Ranks_that_are_shared_count_as_their_mean()
    {
        Assert.Equal(1, RankCorrelation.Spearman([1, 2, 3], [1, 10, 100]));
        Assert.Equal(-1, RankCorrelation.Spearman([1, 2, 3], [3, 2, 1]));
        Assert.Equal(0.9486832980505138, RankCorrelation.Spearman([1, 2, 2, 4], [1, 2, 3, 4])!.Value, 1e-12); // scipy.stats.spearmanr
        Assert.Null(RankCorrelation.Spearman([1, 2], [5, 5]));
        Assert.Throws<ArgumentException>(() => RankCorrelation.Spearman([1], [1, 2]));
    }
}
