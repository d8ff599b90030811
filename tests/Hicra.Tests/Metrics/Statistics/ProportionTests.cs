using FsCheck;
using FsCheck.Fluent;
using Hicra.Metrics.Statistics;
using Hicra.Testing;
using Interval = Hicra.Metrics.Statistics.Interval;

namespace Hicra.Tests.Metrics.Statistics;

public class ProportionTests
{
    [Theory]
    // Values of R's prop.test(x, n, correct = FALSE).
    [InlineData(0, 10, 0, 0.2775328)]
    [InlineData(10, 10, 0.7224672, 1)]
    [InlineData(15, 64, 0.147499, 0.3513326)]
    [InlineData(1, 2, 0.0945312, 0.9054688)]
    public void Wilson_is_the_score_interval(int successes, int trials, double low, double high)
    {
        Interval interval = Proportion.Wilson((double)successes / trials, trials);
        Assert.Equal((low, high), (Math.Round(interval.Low, 7), Math.Round(interval.High, 7)));
    }

    [Fact]
    public void No_interval_of_a_share_leaves_0_and_1() => Check.One(Sampled.Inputs(), Prop.ForAll(
        Gen.Choose(0, 1000).Select(x => x / 1000.0).ArrayOf().Where(a => a.Length > 1).ToArbitrary(), Gen.Choose(1, 300).ToArbitrary(), (shares, trials) =>
        {
            Interval known = Proportion.OfRuns(shares, trials)!.Value, unknown = Proportion.OfRuns(shares)!.Value;
            return new[] { known, unknown, Proportion.Wilson(shares[0], trials) }.All(i => i.Low >= 0 && i.High <= 1 && i.Low <= i.Estimate && i.Estimate <= i.High && i.High > i.Low);
        }));

    [Fact]
    public void Far_from_the_ends_the_interval_over_runs_is_the_t_interval()
    {
        double[] shares = [0.48, 0.5, 0.51, 0.53, 0.49, 0.5];
        Interval score = Proportion.OfRuns(shares)!.Value, t = Paired.TInterval(shares)!.Value;
        Assert.Equal(t.Low, score.Low, 3);
        Assert.Equal(t.High, score.High, 3);
        Assert.Null(Proportion.OfRuns([0.5]));
    }

    [Fact]
    public void Runs_that_agree_by_chance_are_not_believed_beyond_their_trials()
    {
        Interval chance = Proportion.OfRuns([0.5, 0.5, 0.5], trials: 10)!.Value;
        Assert.True(chance.High - chance.Low > 0.3);
        Assert.True(Proportion.OfRuns([1, 1, 1], trials: 100)!.Value.Low > Proportion.OfRuns([1, 1, 1])!.Value.Low);
    }

    [Fact]
    public void Ugly_input_is_named()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.Wilson(1.1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.Wilson(double.NaN, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.Wilson(0.5, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.Wilson(0.5, 5, confidence: 1));
    }
}
