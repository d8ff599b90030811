using FsCheck;
using FsCheck.Fluent;
using Hicra.Metrics;
using Hicra.Testing;

namespace Hicra.Tests.Metrics;

public class TokenClassTests
{
    [Fact]
    public void Means_by_class()
    {
        TokenClassMetrics m = TokenClassMetrics.Measure<float>([true, false, true, false], [1, 0.5f, 2, 0.25f], [-1, -0.5f, -3, 0]);
        Assert.Equal(new(2, 2, 1.5, 0.375, Math.Exp(2), Math.Exp(0.25)), m);
        Assert.Equal(0.5, m.PlanningShare);
    }

    [Fact]
    public void A_class_without_tokens_and_a_missing_input_are_undefined()
    {
        TokenClassMetrics m = TokenClassMetrics.Measure<double>([false], [0.5], []);
        Assert.Equal(new(0, 1, null, 0.5, null, null), m);
        Assert.Null(TokenClassMetrics.Measure<double>([], [], []).PlanningShare);
        Assert.Throws<ArgumentException>(() => TokenClassMetrics.Measure<double>([false], [0.5, 1], []));
    }

    [Fact]
    public void Relative_values_refer_to_the_first_that_is_defined()
    {
        var relative = new RelativeToFirst();
        Assert.Equal([null, null, 1.0, 1.5, null, 0.0], new double?[] { null, 0, 2, 3, null, 0 }.Select(relative.Next));
        Assert.Equal(2, relative.First);
        Assert.Equal(0.5, new RelativeToFirst(relative.First).Next(1));
    }

    [Fact]
    public void Quantiles_interpolate()
    {
        // numpy.quantile([1, 2, 4, 8], [0, .5, .7, 1])
        Assert.Equal([1, 3, 4.4, 8], new[] { 0, 0.5, 0.7, 1 }.Select(p => Math.Round(Quantiles.OfSorted<double>([1, 2, 4, 8], p), 12)));
        Assert.Equal(5, Quantiles.OfSorted<double>([5], 0.3));
    }

    [Fact]
    public void High_entropy_overlap_global_and_per_sequence()
    {
        // Top half: globally the tokens of the second response; per sequence the higher one of each.
        double[] entropies = [0.1, 0.2, 3, 4];
        bool[] planning = [true, true, false, true];
        HighEntropyOverlap global = HighEntropyOverlap.Measure<double>(entropies, planning, topFraction: 0.5);
        Assert.Equal(new(4, 3, 2, 1), global);
        Assert.Equal((1 / 3.0, 0.5), (global.HighEntropyAmongPlanning, global.PlanningAmongHighEntropy));
        HighEntropyOverlap each = HighEntropyOverlap.Measure<double>(entropies, planning, [0, 2, 2, 4], HighEntropyScope.PerSequence, 0.5);
        Assert.Equal(new(4, 3, 2, 2), each);
        Assert.Equal((2 / 3.0, 1.0), (each.HighEntropyAmongPlanning, each.PlanningAmongHighEntropy));
    }

    [Fact]
    public void Equal_entropies_are_all_high_and_no_token_leaves_portions_undefined()
    {
        Assert.Equal(new(3, 0, 3, 0), HighEntropyOverlap.Measure<float>([1, 1, 1], [false, false, false]));
        HighEntropyOverlap none = HighEntropyOverlap.Measure<float>([], []);
        Assert.Null(none.HighEntropyAmongPlanning);
        Assert.Null(none.PlanningAmongHighEntropy);
        Assert.Throws<ArgumentException>(() => HighEntropyOverlap.Measure<float>([1], [true], [0, 2], HighEntropyScope.PerSequence));
    }

    [Fact]
    public void Three_of_ten_different_entropies_are_in_the_top_thirty_percent() =>
        Prop.ForAll(Gen.Choose(1, 200).ToArbitrary(), n =>
        {
            double[] entropies = [.. Enumerable.Range(0, n).Select(i => (double)(i * 7919 % 10007))];
            int high = HighEntropyOverlap.Measure<double>(entropies, new bool[n]).HighEntropy;
            return high == n - (int)Math.Ceiling(Math.Round(0.7 * (n - 1), 9));
        }).Check(Sampled.Inputs());
}
