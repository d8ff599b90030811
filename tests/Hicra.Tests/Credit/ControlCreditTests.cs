using Hicra.Credit;
using static Hicra.Tests.Credit.Contexts;

namespace Hicra.Tests.Credit;

/// <summary>The two controls of HICRA: a plain bonus of the same size, and HICRA at the norm of GRPO.</summary>
public sealed class ControlCreditTests
{
    [Fact]
    public void Plain_bonus_by_hand()
    {
        // |A| over the three planning tokens: 2, 2, 1; their mean is 5/3.
        TokenContext context = Of(null, (2, "PP."), (-1, "P."), (0, "."));
        double bonus = 0.3 * 5 / 3;
        Assert.Equal([2 + bonus, 2 + bonus, 2, -1 + bonus, -1, 0], Assign(new GramBonusCredit(0.3), context).Advantages);
    }

    [Fact]
    public void Plain_bonus_adds_up_to_hicras_and_is_the_same_everywhere() => Dice.Check(dice =>
    {
        TokenContext context = Contexts.Random(dice, entropies: false);
        double alpha = dice.Uniform(0.01, 0.99);
        double[] uniform = Assign(new UniformCredit(), context).Advantages, hicra = Assign(new HicraCredit(alpha), context).Advantages;
        (double[] plain, bool[] mask) = Assign(new GramBonusCredit(alpha), context);
        Assert.All(mask, Assert.True);
        Assert.Equal(hicra.Sum() - uniform.Sum(), plain.Sum() - uniform.Sum(), 1e-9);
        double[] added = [.. plain.Zip(uniform, (p, u) => p - u)];
        Assert.All(added, (a, t) => Assert.True(context.Planning[t] ? a >= 0 : a == 0));
        double[] bonuses = [.. added.Where((_, t) => context.Planning[t])];
        Assert.All(bonuses, b => Assert.Equal(bonuses[0], b, 1e-12));
    });

    [Fact]
    public void Plain_bonus_rewards_phrases_of_groups_in_which_hicra_has_nothing_to_say()
    {
        TokenContext context = Of(null, (1, "P."), (0, "P."));
        Assert.Equal(0, Assign(new HicraCredit(0.2), context).Advantages[2]);
        Assert.Equal(0.1, Assign(new GramBonusCredit(0.2), context).Advantages[2], 1e-12);
    }

    [Fact]
    public void Equal_norm_by_hand()
    {
        // HICRA at 0.5: 3, 2, -0.5, -1; squares 9 + 4 + 0.25 + 1 = 14.25; GRPO's 4 + 4 + 1 + 1 = 10.
        TokenContext context = Of(null, (2, "P."), (-1, "P."));
        double scale = Math.Sqrt(10 / 14.25);
        double[] credit = Assign(new EqualNormHicraCredit(0.5), context).Advantages;
        Assert.All(credit.Zip([3, 2, -0.5, -1]), pair => Assert.Equal(scale * pair.Second, pair.First, 1e-12));
    }

    [Fact]
    public void Equal_norm_has_the_norm_of_grpo_and_the_direction_of_hicra() => Dice.Check(dice =>
    {
        TokenContext context = Contexts.Random(dice, entropies: false);
        double alpha = dice.Uniform(0.01, 0.99);
        double[] uniform = Assign(new UniformCredit(), context).Advantages, hicra = Assign(new HicraCredit(alpha), context).Advantages;
        double[] credit = Assign(new EqualNormHicraCredit(alpha), context).Advantages;
        Assert.Equal(Dot(uniform, uniform), Dot(credit, credit), 1e-9);
        Assert.Equal(Math.Sqrt(Dot(hicra, hicra) * Dot(credit, credit)), Dot(hicra, credit), 1e-9);
        Assert.All(credit.Zip(hicra), pair => Assert.Equal(Math.Sign(pair.Second), Math.Sign(pair.First)));
    });

    [Fact]
    public void Alpha_zero_is_uniform_to_the_bit() => Dice.Check(dice =>
    {
        TokenContext context = Contexts.Random(dice);
        long[] uniform = Bits(Assign(new UniformCredit(), context).Advantages);
        Assert.Equal(uniform, Bits(Assign(new GramBonusCredit(0), context).Advantages));
        Assert.Equal(uniform, Bits(Assign(new EqualNormHicraCredit(0), context).Advantages));
    });

    [Fact]
    public void Batches_without_planning_or_without_tokens_are_grpo()
    {
        foreach (TokenContext context in (TokenContext[])[Of(null, (2, ".."), (-2, ".")), Of(null, (1, ""), (-1, "")), Of(null, (0, "PP"), (0, "P"))])
            foreach (ITokenCredit rule in (ITokenCredit[])[new GramBonusCredit(0.2), new EqualNormHicraCredit(0.2)])
                Assert.Equal(Assign(new UniformCredit(), context).Advantages, Assign(rule, context).Advantages);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void Alphas_outside_the_range_are_refused(double alpha)
    {
        Assert.Throws<HicraException>(() => new GramBonusCredit(alpha));
        Assert.Throws<HicraException>(() => new EqualNormHicraCredit(alpha));
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
