using Hicra.Credit;
using Hicra.Objective;
using static Hicra.Tests.Credit.Contexts;

namespace Hicra.Tests.Credit;

/// <summary>Where one rule gives way to another: each of these was missing when faults were planted (docs/mutation.md).</summary>
public sealed class BorderTests
{
    [Fact]
    public void A_group_of_two_has_a_deviation()
    {
        double[] advantages = new double[2];
        new GroupZScore().Estimate([1, 0], [3, 3], 2, advantages);
        Assert.Equal(0.5 / (Math.Sqrt(0.5) + 1e-6), advantages[0], 1e-12);
        Assert.Equal(-advantages[0], advantages[1], 1e-12);
    }

    [Fact]
    public void Two_tokens_are_enough_for_the_deviation_of_a_batch()
    {
        double[] advantages = new double[2];
        new BatchZScore().Estimate([1, 0], [1, 1], 2, advantages);
        Assert.Equal(0.5 / Math.Sqrt(0.5 / (2 + 1e-8) * 2 + 1e-8), advantages[0], 1e-12);
    }

    [Fact]
    public void A_controller_at_its_bound_still_takes_in_an_error_that_leads_away_from_it()
    {
        var alpha = new AdaptiveAlpha(new AdaptiveAlphaOptions { Target = 2, Initial = 0.2, Maximum = 0.5, Proportional = -1, Integral = 0.1 });
        Assert.Equal(0.5, alpha.At(0, 3));
        Assert.Equal(-0.5, alpha.State.Integral);
    }

    [Fact]
    public void Tokens_at_the_threshold_itself_belong_to_those_of_high_entropy()
    {
        TokenContext equal = Of([1, 1, 1, 1, 1, 1], (1, "...."), (-1, ".."));
        Assert.All(Assign(new TopEntropyMask(), equal).Mask, Assert.True);
        // Right and longer than its group: all of its tokens lie at the threshold.
        Assert.Equal([1.2, 1.2, 1.2, 1.2, -1, -1], Assign(new HicraReportedCredit(), equal).Advantages);
    }

    [Fact]
    public void Offsets_begin_at_zero()
    {
        var objective = new PolicyObjective(new PolicyObjectiveOptions());
        Assert.Throws<ArgumentException>(() => objective.Evaluate([1, 2], [-1, -1], [-1, -1], [], [], [1, 1], [], new double[2], []));
    }
}
