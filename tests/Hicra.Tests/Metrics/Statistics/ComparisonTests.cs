using FsCheck;
using FsCheck.Fluent;
using Hicra.Metrics.Statistics;
using Hicra.Testing;
using Interval = Hicra.Metrics.Statistics.Interval;

namespace Hicra.Tests.Metrics.Statistics;

public class ComparisonTests
{
    private static readonly CounterRandom Random = CounterRandom.FromSeed(3);

    [Fact]
    public void Summary_has_the_unbiased_deviation()
    {
        Summary summary = Summary.Of([1e9 + 2, 1e9 + 4, 1e9 + 4, 1e9 + 4, 1e9 + 5, 1e9 + 5, 1e9 + 7, 1e9 + 9]);
        Assert.Equal(8, summary.Count);
        Assert.Equal(1e9 + 5, summary.Mean);
        Assert.Equal(Math.Sqrt(32 / 7.0), summary.StandardDeviation!.Value, 12);
        Assert.Equal(new(1, 3, null), Summary.Of([3]));
        Assert.Equal(new(0, null, null), Summary.Of([]));
    }

    [Fact]
    public void Paired_t_interval_of_the_sleep_data()
    {
        // Student's own data (1908): mean difference 1.58, 95 % interval 0.70 .. 2.46.
        double[] drug1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2], drug2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        Interval interval = Paired.TInterval(Paired.Differences(drug2, drug1))!.Value;
        Assert.Equal(1.58, interval.Estimate, 10);
        Assert.Equal((0.7001142, 2.4598858), (Math.Round(interval.Low, 7), Math.Round(interval.High, 7)));
        Assert.True(interval.ExcludesZero);
        Assert.Null(Paired.TInterval([1]));
        Assert.Throws<ArgumentException>(() => Paired.Differences([1], [1, 2]));
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(5, 5, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(10, 2, 0.03857421875)]
    [InlineData(0, 8, 0.0078125)]
    public void McNemars_exact_test_is_the_binomial(int first, int second, double p) => Assert.Equal(p, McNemar.Exact(first, second), 9);

    [Fact]
    public void Bootstrap_of_two_differences_has_three_means()
    {
        // The means 0, 1 and 2 come up with ¼, ½, ¼, so the middle half reaches from 0 or 1 to 1 or 2 and 95 % over all.
        Interval interval = Bootstrap.MeanInterval([0, 2], Random)!.Value;
        Assert.Equal(new(1, 0, 2, 0.95), interval);
        Assert.Equal(new(1, 1, 1, 0.4), Bootstrap.MeanInterval([0, 2], Random, 0.4)!.Value);
        Assert.Null(Bootstrap.MeanInterval([1], Random));
    }

    [Theory]
    [InlineData(BootstrapMethod.Percentile)]
    [InlineData(BootstrapMethod.Bca)]
    public void Bootstrap_depends_on_the_stream_alone_and_moves_with_the_data(BootstrapMethod method)
    {
        double[] data = [0.3, 1.1, -0.4, 2.5, 0.9, 0.2, 0.7];
        Interval one = Bootstrap.MeanInterval(data, Random, resamples: 500, method: method)!.Value;
        Assert.Equal(one, Bootstrap.MeanInterval(data, Random, resamples: 500, method: method)!.Value);
        Assert.NotEqual(one, Bootstrap.MeanInterval(data, CounterRandom.FromSeed(4), resamples: 500, method: method)!.Value);
        Interval moved = Bootstrap.MeanInterval([.. data.Select(x => 4 + 2 * x)], Random, resamples: 500, method: method)!.Value;
        Assert.Equal((4 + 2 * one.Low, 4 + 2 * one.High), (moved.Low, moved.High), new Near());
    }

    [Fact]
    public void Bca_follows_skew()
    {
        double[] skewed = [0.1, 0.1, 0.2, 0.2, 0.3, 0.3, 0.4, 0.5, 0.7, 6];
        Interval plain = Bootstrap.MeanInterval(skewed, Random)!.Value, bca = Bootstrap.MeanInterval(skewed, Random, method: BootstrapMethod.Bca)!.Value;
        Assert.True(bca.Low > plain.Low && bca.High > plain.High, $"{plain} {bca}");
        Assert.Equal(new(2, 2, 2, 0.95), Bootstrap.MeanInterval([2, 2, 2], Random, method: BootstrapMethod.Bca)!.Value);
    }

    [Fact]
    public void Bca_levels_by_hand()
    {
        // The resampled mean k is binomial(10, 0.1): at most 0, 1, 2 with 0.349, 0.736, 0.930. Bias Φ⁻¹(0.349 + 0.387 / 2) = 0.106,
        // acceleration 720 / (6 · 90^1.5) = 0.141. So z = ±0.45 is read at Φ(0.709) = 0.761 and Φ(−0.222) = 0.412
        // (without the bias in front at 0.727 and 0.371, and as plain quantiles at 0.674 and 0.326).
        double[] data = [0, 0, 0, 0, 0, 0, 0, 0, 0, 10];
        double confidence = 2 * Normal.Cdf(0.45) - 1;
        Assert.Equal(new(1, 1, 2, confidence), Bootstrap.MeanInterval(data, Random, confidence, 20_000, BootstrapMethod.Bca)!.Value);
        Assert.Equal(new(1, 0, 1, confidence), Bootstrap.MeanInterval(data, Random, confidence, 20_000)!.Value);
    }

    [Theory]
    [InlineData(BootstrapMethod.Percentile)]
    [InlineData(BootstrapMethod.Bca)]
    public void Bootstrap_covers_the_truth_about_as_often_as_it_says(BootstrapMethod method)
    {
        int covered = 0;
        const int trials = 300;
        for (int trial = 0; trial < trials; trial++)
        {
            CounterRandom stream = Random.Derive(trial);
            double[] data = [.. Enumerable.Range(0, 30).Select(i => 1 + stream.Normal(i).First)];
            Interval interval = Bootstrap.MeanInterval(data, stream.Derive("bootstrap"), 0.9, 300, method)!.Value;
            if (interval.Low <= 1 && 1 <= interval.High) covered++;
        }
        Assert.InRange(covered / (double)trials, 0.83, 0.95);
    }

    [Fact]
    public void Sign_flip_test_counts_all_patterns() =>
        Prop.ForAll(Gen.Choose(-4, 4).Select(i => i / 10.0).NonEmptyListOf().Select(l => l.Take(9).ToArray()).ToArbitrary(), d =>
        {
            decimal observed = Math.Abs(d.Sum(x => (decimal)x));
            int extreme = Enumerable.Range(0, 1 << d.Length).Count(signs => Math.Abs(d.Select((x, i) => (signs >> i & 1) != 0 ? (decimal)x : -(decimal)x).Sum()) >= observed);
            return SignFlipTest.Run(d, Random)!.Value == new SignFlipTest((double)extreme / (1 << d.Length), 1 << d.Length, true);
        }).Check(Sampled.Inputs());

    [Fact]
    public void Sign_flip_test_by_hand()
    {
        Assert.Equal(2 / 64.0, SignFlipTest.Run([1, 2, 3, 4, 5, 6], Random)!.Value.PValue);
        Assert.Equal(1, SignFlipTest.Run([0, 0], Random)!.Value.PValue);
        Assert.Null(SignFlipTest.Run([], Random));
    }

    [Fact]
    public void Drawn_sign_flips_come_near_the_normal_approximation()
    {
        double[] d = [.. Enumerable.Range(0, 70).Select(i => i % 2 == 0 ? 1.0 : -0.6)];
        SignFlipTest test = SignFlipTest.Run(d, Random, 20_000)!.Value;
        double z = d.Sum() / Math.Sqrt(d.Sum(x => x * x));
        Assert.False(test.Exact);
        Assert.InRange(test.PValue, 2 * Normal.Cdf(-z) - 0.02, 2 * Normal.Cdf(-z) + 0.02);
        Assert.Equal(test, SignFlipTest.Run(d, Random, 20_000)!.Value);
        Assert.Equal(1 / 101.0, SignFlipTest.Run([.. Enumerable.Repeat(1.0, 40)], Random, 100)!.Value.PValue);
    }

    [Fact]
    public void Welch_of_samples_and_of_summaries()
    {
        // Variances 1 and 4 of 4 and 8 values: standard error √(1/4 + 4/8), degrees (3/4)² / ((1/4)²/3 + (1/2)²/7).
        Welch welch = Welch.Compare(new Summary(4, 3, 1), new Summary(8, 2, 2))!.Value;
        Assert.Equal((1, Math.Sqrt(0.75), 0.5625 / (0.0625 / 3 + 0.25 / 7)), (welch.Difference, welch.StandardError, welch.DegreesOfFreedom), new Near3());
        Assert.True(welch.Within(2));
        Assert.False(welch.Within(1));
        Assert.Equal(welch.Difference - StudentT.Quantile(0.975, welch.DegreesOfFreedom) * welch.StandardError, welch.ToInterval().Low, 12);
        Assert.Null(Welch.Compare([1], [1, 2]));
        Welch same = Welch.Compare([1, 1], [1, 1])!.Value;
        Assert.Null(same.T);
        Assert.Equal(new(0, 0, 0, 0.95), same.ToInterval());
    }

    [Theory] // Cohen 1988 and G*Power: paired t test, two-sided, alpha .05, power .8
    [InlineData(0.2, 199)]
    [InlineData(0.5, 34)]
    [InlineData(0.8, 15)]
    [InlineData(1.0, 10)]
    public void Pairs_needed_are_those_of_the_tables(double effect, int expected) =>
        Assert.Equal(expected, Power.PairsNeeded(-3 * effect, 3));

    [Fact]
    public void Power_rises_with_pairs_from_the_level_of_the_test()
    {
        Assert.Equal(0.05, Power.OfPairs(9, 0, 1), 12);
        Assert.Equal(0.8077775, Power.OfPairs(34, 0.5, 1), 6); // G*Power
        double[] powers = [.. Enumerable.Range(2, 60).Select(n => Power.OfPairs(n, 0.6, 1))];
        Assert.Equal(powers.Order(), powers);
        Assert.Equal(1, Power.OfPairs(100, 50, 1));
    }

    [Fact]
    public void Pairs_needed_at_the_ends()
    {
        Assert.Null(Power.PairsNeeded(0, 1));
        Assert.Equal(2, Power.PairsNeeded(1e6, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Power.PairsNeeded(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Power.PairsNeeded(1, 1, power: 0.04));
    }

    private sealed class Near : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) < 1e-9 && Math.Abs(x.Item2 - y.Item2) < 1e-9;

        public int GetHashCode((double, double) obj) => 0;
    }

    private sealed class Near3 : IEqualityComparer<(double, double, double)>
    {
        public bool Equals((double, double, double) x, (double, double, double) y) =>
            Math.Abs(x.Item1 - y.Item1) < 1e-12 && Math.Abs(x.Item2 - y.Item2) < 1e-12 && Math.Abs(x.Item3 - y.Item3) < 1e-12;

        public int GetHashCode((double, double, double) obj) => 0;
    }
}
