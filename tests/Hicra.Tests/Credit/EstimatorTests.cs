using Hicra.Credit;

namespace Hicra.Tests.Credit;

public class EstimatorTests
{
    private static readonly IAdvantageEstimator[] All = [new GroupMean(), new GroupZScore(), new LeaveOneOut(), new BatchZScore(), new Opo()];

    [Fact]
    public void Hand_computed_group()
    {
        double[] rewards = [1, 0, 0, 1, 0];
        int[] lengths = [1, 2, 3, 4, 0];
        double deviation = Math.Sqrt((2 * 0.36 + 3 * 0.16) / 4);
        Close([0.6, -0.4, -0.4, 0.6, -0.4], Estimate(new GroupMean(), rewards, lengths, 5));
        Close([0.6 / (deviation + 1e-6), -0.4 / (deviation + 1e-6)], Estimate(new GroupZScore(), rewards, lengths, 5)[..2]);
        Close([0.75, -0.5, -0.5, 0.75, -0.5], Estimate(new LeaveOneOut(), rewards, lengths, 5));
        Close([0.5, -0.5, -0.5, 0.5, -0.5], Estimate(new Opo(), rewards, lengths, 5));
    }

    [Fact]
    public void Batch_z_score_by_hand()
    {
        // Two groups; tokens weigh by length: centred values 0.5 x1, -0.5 x3, 0 x2, 0 x2.
        double[] rewards = [1, 0, 1, 1];
        int[] lengths = [1, 3, 2, 2];
        double mean = -1.0 / (8 + 1e-8);
        double variance = (Math.Pow(0.5 - mean, 2) + 3 * Math.Pow(-0.5 - mean, 2) + 4 * mean * mean) / (8 + 1e-8) * 8 / 7;
        double deviation = Math.Sqrt(variance + 1e-8);
        Close([0.5 / deviation, -0.5 / deviation, 0, 0], Estimate(new BatchZScore(), rewards, lengths, 2));
        Close([(0.5 - mean) / deviation, (-0.5 - mean) / deviation, -mean / deviation, -mean / deviation], Estimate(new BatchZScore { ShiftMean = true }, rewards, lengths, 2));
    }

    [Fact]
    public void Equal_rewards_give_exactly_zero() => Dice.Check(dice =>
    {
        int group = 2 + dice.Below(9);
        double reward = dice.Pick(0.1, 1, 1.0 / 3, -7.7, dice.Uniform(-5, 5));
        // A second group that is not equal gives the batch a deviation.
        double[] rewards = [.. Enumerable.Repeat(reward, group), .. dice.Many(group, d => d.Uniform(-1, 1))];
        int[] lengths = [.. rewards.Select(_ => dice.Below(6))];
        foreach (IAdvantageEstimator estimator in All)
        {
            double[] advantages = Estimate(estimator, rewards, lengths, group);
            Assert.All(advantages[..group], a => Assert.Equal(0, a));
            Assert.Contains(advantages[group..], a => a != 0);
        }
    });

    [Fact]
    public void A_group_of_one_takes_its_reward()
    {
        foreach (IAdvantageEstimator estimator in new IAdvantageEstimator[] { new GroupMean(), new LeaveOneOut(), new Opo() })
            Assert.Equal([0.3, -2], Estimate(estimator, [0.3, -2], [4, 0], 1));
        Assert.Equal([0.3 / (1 + 1e-6), -2 / (1 + 1e-6)], Estimate(new GroupZScore(), [0.3, -2], [4, 0], 1));
        // Fewer than two tokens have no deviation: left centred, where the mean of one is 0.
        Assert.Equal([0.3], Estimate(new BatchZScore(), [0.3], [1], 1));
    }

    [Fact]
    public void Empty_responses_give_finite_numbers()
    {
        foreach (IAdvantageEstimator estimator in All)
        {
            Assert.All(Estimate(estimator, [1, 0, 1, 0], [0, 0, 0, 0], 2), a => Assert.True(double.IsFinite(a)));
            Assert.Empty(Estimate(estimator, [], [], 4));
        }
        Assert.Equal([0.5, -0.5], Estimate(new Opo(), [1, 0], [0, 0], 2));
    }

    [Fact]
    public void A_shift_of_all_rewards_changes_nothing() => Dice.Check(dice =>
    {
        (double[] rewards, int[] lengths, int group) = Batch(dice);
        double shift = dice.Uniform(-10, 10);
        double[] shifted = [.. rewards.Select(r => r + shift)];
        foreach (IAdvantageEstimator estimator in All) Close(Estimate(estimator, rewards, lengths, group), Estimate(estimator, shifted, lengths, group), 1e-9);
    });

    [Fact]
    public void A_scale_of_all_rewards_scales_or_vanishes() => Dice.Check(dice =>
    {
        (double[] rewards, int[] lengths, int group) = Batch(dice);
        double scale = dice.Uniform(0.5, 3);
        double[] scaled = [.. rewards.Select(r => r * scale)];
        foreach (IAdvantageEstimator estimator in new IAdvantageEstimator[] { new GroupMean(), new LeaveOneOut(), new Opo() })
            Close([.. Estimate(estimator, rewards, lengths, group).Select(a => a * scale)], Estimate(estimator, scaled, lengths, group), 1e-9);
        // The z-score forgets the scale up to its 1e-6, which a deviation of 0.05 or more makes small.
        Close(Estimate(new GroupZScore(), [0, 1, 0.5], [1, 1, 1], 3), Estimate(new GroupZScore(), [0, scale, 0.5 * scale], [1, 1, 1], 3), 1e-5);
    });

    [Fact]
    public void The_order_within_a_group_does_not_matter() => Dice.Check(dice =>
    {
        (double[] rewards, int[] lengths, int group) = Batch(dice);
        int[] order = [.. Enumerable.Range(0, rewards.Length).Select(i => i / group * group + (i % group + 1) % group)];   // rotate each group
        foreach (IAdvantageEstimator estimator in All)
        {
            double[] plain = Estimate(estimator, rewards, lengths, group);
            double[] rotated = Estimate(estimator, [.. order.Select(i => rewards[i])], [.. order.Select(i => lengths[i])], group);
            Close([.. order.Select(i => plain[i])], rotated, 1e-9);
        }
    });

    [Fact]
    public void Advantages_are_balanced() => Dice.Check(dice =>
    {
        (double[] rewards, int[] lengths, int group) = Batch(dice);
        foreach (IAdvantageEstimator estimator in All.Where(e => e is not Opo))
            Assert.All(Estimate(estimator, rewards, lengths, group).Chunk(group), g => Assert.Equal(0, g.Sum(), 1e-9));
        double[] opo = Estimate(new Opo(), rewards, lengths, group);
        for (int g = 0; g < rewards.Length; g += group)
        {
            double weighted = Enumerable.Range(g, group).Sum(i => opo[i] * lengths[i]);
            Assert.Equal(0, weighted, 1e-8);
        }
    });

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        foreach (IAdvantageEstimator estimator in All)
        {
            Assert.Throws<ArgumentException>(() => Estimate(estimator, [1, 0, 1], [1, 1, 1], 2));
            Assert.Throws<ArgumentException>(() => Estimate(estimator, [1, 0], [1], 2));
            Assert.Throws<ArgumentException>(() => estimator.Estimate([1, 0], [1, 1], 2, new double[1]));
            Assert.Throws<ArgumentException>(() => Estimate(estimator, [1, double.NaN], [1, 1], 2));
            Assert.Throws<ArgumentException>(() => Estimate(estimator, [1, 0], [1, -1], 2));
            Assert.Throws<ArgumentOutOfRangeException>(() => Estimate(estimator, [1, 0], [1, 1], 0));
        }
    }

    [Fact]
    public void The_catalog_makes_each_by_name_and_suggests()
    {
        Assert.Equal(["group-z-score", "group-mean", "leave-one-out", "batch-z-score", "opo"], EstimatorCatalog.Names.Select(n => n.Key));
        Assert.All(EstimatorCatalog.Names, n => Assert.Equal(n.Key, EstimatorCatalog.Create(n.Key).Name));
        Assert.Equal("group-z-score", EstimatorCatalog.Suggest("group-zscore"));
        Assert.Contains("did you mean 'leave-one-out'", Assert.Throws<HicraException>(() => EstimatorCatalog.Create("leave-one-outt")).Message, StringComparison.Ordinal);
    }

    private static (double[] Rewards, int[] Lengths, int Group) Batch(Dice dice)
    {
        int group = 2 + dice.Below(5);
        int rollouts = group * (1 + dice.Below(3));
        // The first two of each group differ, so that no deviation is near 0.
        double[] rewards = [.. Enumerable.Range(0, rollouts).Select(i => i % group == 0 ? 1 : i % group == 1 ? 0 : dice.Uniform(0, 1))];
        int[] lengths = [.. rewards.Select(_ => 1 + dice.Below(6))];
        return (rewards, lengths, group);
    }

    private static double[] Estimate(IAdvantageEstimator estimator, double[] rewards, int[] lengths, int group)
    {
        var advantages = new double[rewards.Length];
        Array.Fill(advantages, double.NaN);
        estimator.Estimate(rewards, lengths, group, advantages);
        return advantages;
    }

    private static void Close(double[] expected, double[] actual, double tolerance = 1e-12)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
    }
}
