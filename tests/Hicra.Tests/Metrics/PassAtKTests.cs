using FsCheck;
using FsCheck.Fluent;
using Hicra.Metrics;
using Hicra.Testing;

namespace Hicra.Tests.Metrics;

public class PassAtKTests
{
    [Fact]
    public void Equals_the_share_of_subsets_with_a_right_sample() =>
        Prop.ForAll((from n in Gen.Choose(1, 10) from c in Gen.Choose(0, n) from k in Gen.Choose(1, n) select (n, c, k)).ToArbitrary(), x =>
        {
            // Bits below c are the right samples.
            int[] subsets = [.. Enumerable.Range(0, 1 << x.n).Where(s => int.PopCount(s) == x.k)];
            double share = subsets.Count(s => (s & ((1 << x.c) - 1)) != 0) / (double)subsets.Length;
            return Math.Abs(PassAtK.Estimate(x.n, x.c, x.k) - share) < 1e-12;
        }).Check(Sampled.Inputs());

    [Fact]
    public void Stays_exact_with_many_samples()
    {
        Assert.Equal(0.01, PassAtK.Estimate(100_000, 1_000, 1), 12);
        Assert.Equal(1, PassAtK.Estimate(100_000, 50_000, 50_000), 12);
        Assert.Equal(0, PassAtK.Estimate(1000, 0, 1000));
    }

    [Fact]
    public void Means_over_problems()
    {
        Assert.Equal((0.5 + 1) / 2, PassAtK.Mean([4, 4], [1, 3], 2)!.Value, 14);
        Assert.Null(PassAtK.Mean([], [], 2));
        Assert.Equal((0.5 + 0) / 2, PassAtK.OfGroups([1, 0, 0, 0, 0, 0, 0, 0], 4, 2)!.Value, 14);
        Assert.Equal(0.5, PassAtK.OfGroups([1, 0, 0, 0, 0, 0, 0, 0], 4, 4)!.Value);
        Assert.Equal((1 + 0.5) / 2, PassAtK.Average([1, 1, 0, 0, 1, 1], 3, 2)!.Value, 14);
        Assert.Null(PassAtK.Average([], 3, 2));
    }

    [Fact]
    public void Numbers_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PassAtK.Estimate(4, 5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PassAtK.Estimate(4, 2, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => PassAtK.Estimate(4, 2, 0));
        Assert.Throws<ArgumentException>(() => PassAtK.OfGroups([1, 0, 1], 2, 1));
    }
}
