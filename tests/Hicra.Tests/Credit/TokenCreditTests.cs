using Hicra.Credit;
using static Hicra.Tests.Credit.Contexts;

namespace Hicra.Tests.Credit;

public class TokenCreditTests
{
    [Fact]
    public void Hicra_sign_table_of_the_paper()
    {
        TokenContext context = Of(null, (2, "P."), (-2, "P."), (0, "P."));
        (double[] advantages, bool[] mask) = Assign(new HicraCredit(0.2), context);
        Assert.Equal([2.4, 2, -1.6, -2, 0, 0], advantages);   // 1.2 A, A; 0.8 A, A; 0, 0
        Assert.All(mask, Assert.True);
    }

    [Fact]
    public void Alpha_zero_is_uniform_to_the_bit() => Dice.Check(dice =>
    {
        TokenContext context = Contexts.Random(dice);
        long[] uniform = Bits(Assign(new UniformCredit(), context).Advantages);
        ITokenCredit[] rules = [new HicraCredit(0), new HighEntropyCredit(0), new PlaceboCredit(0, [[1, 2], [3]]), new HicraReportedCredit(0)];
        foreach (ITokenCredit rule in rules) Assert.Equal(uniform, Bits(Assign(rule, context).Advantages));
    });

    [Fact]
    public void Hicra_changes_planning_tokens_only_and_never_downwards() => Dice.Check(dice =>
    {
        TokenContext context = Contexts.Random(dice, entropies: false);
        double alpha = dice.Uniform(0.01, 0.99);
        double[] uniform = Assign(new UniformCredit(), context).Advantages;
        double[] hicra = Assign(new HicraCredit(alpha), context).Advantages;
        for (int t = 0; t < hicra.Length; t++)
        {
            double a = uniform[t];
            if (!context.Planning[t] || a == 0) Assert.Equal(a, hicra[t]);
            else
            {
                Assert.True(hicra[t] > a);
                Assert.Equal(a > 0 ? (1 + alpha) * a : (1 - alpha) * a, hicra[t], 1e-12);
                Assert.Equal(Math.Sign(a), Math.Sign(hicra[t]));   // alpha below 1 never turns a penalty into a reward
            }
        }
    });

    [Fact]
    public void High_entropy_takes_the_tokens_at_or_above_torchs_quantile()
    {
        // torch.quantile([0, 1, 2, 3, 4], 0.7) = 2.8; at 0.75 exactly 3, which stays in.
        TokenContext context = Of([4, 0, 3, 1, 2], (1, "....."));
        Assert.Equal([1.5, 1, 1.5, 1, 1], Assign(new HighEntropyCredit(0.5), context).Advantages);
        Assert.Equal([1.5, 1, 1.5, 1, 1], Assign(new HighEntropyCredit(0.5, 0.75), context).Advantages);
        Assert.Equal([1.5, 1, 1, 1, 1], Assign(new HighEntropyCredit(0.5, 1), context).Advantages);
        Assert.Equal([1.5, 1.5, 1.5, 1.5, 1.5], Assign(new HighEntropyCredit(0.5, 0), context).Advantages);
    }

    [Fact]
    public void Quantile_interpolates_linearly()
    {
        double[] values = [5, 1, 3, 2];
        Assert.Equal(1, EntropyQuantile.Of(values, 0));
        Assert.Equal(5, EntropyQuantile.Of(values, 1));
        Assert.Equal(2.5, EntropyQuantile.Of(values, 0.5), 1e-15);
        Assert.Equal(3.2, EntropyQuantile.Of(values, 0.7), 1e-12);   // rank 2.1: 3 + 0.1 * 2
        Assert.Equal([5, 1, 3, 2], values);
        Assert.Throws<ArgumentException>(() => EntropyQuantile.Of([], 0.5));
        Assert.Throws<ArgumentException>(() => EntropyQuantile.Of([1, double.NaN], 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => EntropyQuantile.Of(values, double.NaN));
    }

    [Fact]
    public void Top_entropy_masks_the_rest_and_leaves_credit_uniform()
    {
        TokenContext context = Of([4, 0, 3, 1, 2, 9, 8, 7, 6, 5], (1, "....."), (-1, "....."));
        (double[] advantages, bool[] mask) = Assign(new TopEntropyMask(), context);
        Assert.Equal([1, 1, 1, 1, 1, -1, -1, -1, -1, -1], advantages);
        Assert.Equal([5, 6], mask.Select((kept, i) => (kept, i)).Where(x => x.kept).Select(x => x.i));
    }

    [Fact]
    public void Placebo_matches_leftmost_longest_inside_a_rollout()
    {
        TokenContext context = Of(null, (1, "abcab"), (-1, "cabx"), (1, ""));
        PlaceboCredit placebo = new(0.5, [[.. "ab".Select(c => (int)c)], [.. "abc".Select(c => (int)c)], [.. "bc".Select(c => (int)c)]]);
        (double[] advantages, _) = Assign(placebo, context);
        // abc, ab | c is no gram across the border, ab in the second.
        Assert.Equal([1.5, 1.5, 1.5, 1.5, 1.5, -1, -0.5, -0.5, -1], advantages);
    }

    [Fact]
    public void Placebo_grams_are_frequent_and_touch_no_planning_token() => Dice.Check(dice =>
    {
        TokenContext context = Contexts.Random(dice);
        var counts = new Dictionary<string, int>();
        for (int i = 0; i < context.RolloutCount; i++)
        {
            for (int t = context.Offsets[i]; t + 2 <= context.Offsets[i + 1]; t++)
            {
                if (context.Planning[t] || context.Planning[t + 1]) continue;
                string key = $"{context.TokenIds[t]} {context.TokenIds[t + 1]}";
                counts[key] = counts.GetValueOrDefault(key) + 1;
            }
        }
        CounterRandom random = CounterRandom.FromSeed(dice.Below(100));
        if (counts.Count == 0)
        {
            Assert.Throws<HicraException>(() => PlaceboGrams.Draw(context, random, 3, 2, 5));
            return;
        }
        string[] drawn = [.. PlaceboGrams.Draw(context, random, 3, 2, 5).Select(g => string.Join(' ', g))];
        Assert.Equal(drawn, PlaceboGrams.Draw(context, random, 3, 2, 5).Select(g => string.Join(' ', g)));
        Assert.Equal(Math.Min(3, counts.Count), drawn.Length);
        Assert.Equal(drawn.Length, drawn.Distinct().Count());
        int rank = counts.Values.OrderDescending().ElementAt(Math.Min(5, counts.Count) - 1);
        Assert.All(drawn, g => Assert.True(counts[g] >= rank));
    });

    [Fact]
    public void Placebo_draws_differ_between_seeds()
    {
        TokenContext context = Of(null, (1, "abcdefghijklmnopqrstuvwxyz"));
        string Draw(long seed) => string.Join('|', PlaceboGrams.Draw(context, CounterRandom.FromSeed(seed), 5).Select(g => string.Join(' ', g)));
        Assert.Equal(Draw(1), Draw(1));
        Assert.True(Enumerable.Range(0, 10).Select(s => Draw(s)).Distinct().Count() > 5);
    }

    [Fact]
    public void Reported_variant_amplifies_long_right_rollouts_high_entropy_and_all_planning()
    {
        // Lengths 4, 2, 3, 3; mean 3. Only the first is right and longer than the mean.
        double[] entropies = [0, 1, 2, 9, 5, 5, 9, 9, 9, 9, 9, 9];
        TokenContext context = Of(entropies, (1, "P..."), (1, "P."), (-1, "P.."), (1, "..."));
        (double[] advantages, _) = Assign(new HicraReportedCredit(0.2), context);
        // 70th percentile of 0, 1, 2, 9 is rank 2.1 = 2.7: only the 9.
        Assert.Equal([1.2, 1, 1, 1.2, 1.2, 1, -0.8, -1, -1, 1, 1, 1], advantages);
    }

    [Fact]
    public void Missing_entropies_name_the_measure_and_the_remedy()
    {
        TokenContext context = Of(null, (1, "P."));
        foreach (ITokenCredit rule in new ITokenCredit[] { new HighEntropyCredit(0.2), new TopEntropyMask(), new HicraReportedCredit() })
        {
            HicraException e = Assert.Throws<HicraException>(() => Assign(rule, context));
            Assert.Contains("entropies", e.Message, StringComparison.Ordinal);
            Assert.Contains(rule.Name, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_tokens_at_all_is_no_error()
    {
        TokenContext context = Of([], (1, ""), (-1, ""));
        ITokenCredit[] rules = [new UniformCredit(), new HicraCredit(0.2), new HighEntropyCredit(0.2), new PlaceboCredit(0.2, [[1]]), new TopEntropyMask(), new HicraReportedCredit()];
        foreach (ITokenCredit rule in rules) Assert.Empty(Assign(rule, context).Advantages);
    }

    [Fact]
    public void A_users_rule_starts_from_uniform_and_must_be_finite()
    {
        TokenContext context = Of(null, (2, "P."), (-1, "P."));
        DelegateCredit half = new("half", (c, advantages, mask) =>
        {
            for (int t = 0; t < advantages.Length; t++)
            {
                if (c.Planning[t]) advantages[t] /= 2;
                else mask[t] = false;
            }
        });
        (double[] advantages, bool[] mask) = Assign(half, context);
        Assert.Equal([1, 2, -0.5, -1], advantages);
        Assert.Equal([true, false, true, false], mask);

        DelegateCredit index = DelegateCredit.PerToken("index", (c, rollout, token) => c.RolloutAdvantages[rollout] * token);
        Assert.Equal([0, 2, -2, -3], Assign(index, context).Advantages);

        DelegateCredit bad = DelegateCredit.PerToken("bad", (_, _, token) => token == 2 ? double.NaN : 0);
        Assert.Contains("'bad' gave token 2", Assert.Throws<HicraException>(() => Assign(bad, context)).Message, StringComparison.Ordinal);
        Assert.Throws<HicraException>(() => new DelegateCredit(" ", (_, _, _) => { }));
    }

    [Fact]
    public void Spans_of_another_length_are_refused()
    {
        TokenContext context = Of(null, (1, "P."));
        Assert.Throws<ArgumentException>(() => new HicraCredit(0.2).Assign(context, new double[1], new bool[2]));
        Assert.Throws<ArgumentException>(() => new HicraCredit(0.2).Assign(context, new double[2], new bool[1]));
    }
}
