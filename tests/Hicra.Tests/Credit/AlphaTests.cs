using Hicra.Credit;

namespace Hicra.Tests.Credit;

public class AlphaTests
{
    [Theory]
    [InlineData(0.0, true)]
    [InlineData(0.999, true)]
    [InlineData(1.0, false)]
    [InlineData(1.5, false)]
    [InlineData(-0.1, false)]
    public void The_range_is_zero_to_below_one_unless_any_is_asked_for(double alpha, bool inside)
    {
        Assert.Equal(alpha, AlphaRange.Check(alpha, anyAlpha: true));
        Assert.Equal(inside, AlphaRange.Warning(alpha) is null);
        if (inside)
        {
            Assert.Equal(alpha, AlphaRange.Check(alpha));
            return;
        }
        HicraException e = Assert.Throws<HicraException>(() => new HicraCredit(alpha));
        Assert.Contains("alpha", e.Message, StringComparison.Ordinal);
        Assert.Contains("--any-alpha", e.Message, StringComparison.Ordinal);
        Assert.Equal(alpha, new HicraCredit(new FixedAlpha(alpha, anyAlpha: true)).Alpha.At(0, null));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void No_number_is_never_allowed(double alpha) => Assert.Throws<HicraException>(() => new FixedAlpha(alpha, anyAlpha: true));

    [Fact]
    public void The_warning_is_true()
    {
        Assert.Contains("rewarded", AlphaRange.Warning(1.5), StringComparison.Ordinal);
        Assert.True(HicraCredit.Amplify(-1, 1.5) > 0);
        Assert.Contains("not penalised", AlphaRange.Warning(1), StringComparison.Ordinal);
        Assert.Equal(0, HicraCredit.Amplify(-1, 1));
        Assert.Contains("damped", AlphaRange.Warning(-0.5), StringComparison.Ordinal);
        Assert.True(HicraCredit.Amplify(1, -0.5) < 1 && HicraCredit.Amplify(-1, -0.5) < -1);
    }

    [Fact]
    public void A_line_warms_up_moves_and_stays()
    {
        LinearAlpha line = new(0.4, 0, steps: 4, warmUp: 2);
        Assert.Equal([0.4, 0.4, 0.4, 0.3, 0.2, 0.1, 0, 0], Enumerable.Range(0, 8).Select(s => Math.Round(line.At(s, null), 12)));
        Assert.Throws<HicraException>(() => new LinearAlpha(0, 1.2, 10));
        Assert.Throws<HicraException>(() => new LinearAlpha(0, 0.2, 0));
        Assert.Throws<HicraException>(() => new LinearAlpha(0, 0.2, 10, -1));
        Assert.Null(((IAlphaSchedule)line).State);
        Assert.Throws<HicraException>(() => ((IAlphaSchedule)line).Restore(new AlphaState(0, 0.2, 0)));
    }

    [Fact]
    public void The_controller_by_hand()
    {
        AdaptiveAlpha alpha = new(new AdaptiveAlphaOptions { Target = 2, Initial = 0.2, Proportional = 0.4, Integral = 0.1 });
        Assert.Equal(0.2 + 0.4 * 0.25 + 0.1 * 0.25, alpha.At(0, 1.5), 1e-15);        // too little diversity: alpha rises
        Assert.Equal(0.2 - 0.4 * 0.25 + 0.1 * 0, alpha.At(1, 2.5), 1e-15);
        Assert.Equal(0.1, alpha.At(2, null), 1e-15);                                 // undefined: held
        Assert.Equal(0.1, alpha.At(2, 0.1), 1e-15);                                  // the same step again: held
        Assert.Throws<ArgumentException>(() => alpha.At(3, double.NaN));
    }

    [Fact]
    public void The_controller_is_bounded_does_not_wind_up_and_resumes_exactly() => Dice.Check(dice =>
    {
        AdaptiveAlphaOptions options = new() { Target = 2, Maximum = 0.5, Proportional = dice.Uniform(-1, 1), Integral = dice.Uniform(-0.3, 0.3) };
        AdaptiveAlpha whole = new(options);
        double[] entropies = dice.Many(40, d => d.Uniform(0, 4));
        double[] alphas = [.. entropies.Select((e, step) => whole.At(step, e))];
        Assert.All(alphas, a => Assert.InRange(a, 0, 0.5));

        int cut = dice.Below(40);
        AdaptiveAlpha first = new(options);
        for (int step = 0; step < cut; step++) first.At(step, entropies[step]);
        AdaptiveAlpha second = new(options);
        second.Restore(first.State);
        for (int step = cut; step < 40; step++) Assert.Equal(BitConverter.DoubleToInt64Bits(alphas[step]), BitConverter.DoubleToInt64Bits(second.At(step, entropies[step])));
    });

    [Fact]
    public void After_a_long_saturation_the_controller_turns_at_once()
    {
        AdaptiveAlpha alpha = new(new AdaptiveAlphaOptions { Target = 2, Maximum = 0.5, Proportional = 0, Integral = 0.1 });
        for (int step = 0; step < 1000; step++) alpha.At(step, 0.5);
        Assert.True(alpha.At(1000, 4) < 0.5);
    }

    [Fact]
    public void Bad_controller_settings_are_refused()
    {
        AdaptiveAlphaOptions good = new() { Target = 2 };
        foreach (AdaptiveAlphaOptions bad in new[]
        {
            good with { Target = 0 }, good with { Target = double.NaN }, good with { Initial = 0.95 }, good with { Maximum = 1 }, good with { Minimum = -1 },
            good with { Proportional = double.NaN }, good with { Integral = double.PositiveInfinity },
        }) Assert.Throws<HicraException>(() => new AdaptiveAlpha(bad));
        Assert.Throws<HicraException>(() => new AdaptiveAlpha(good).Restore(new AlphaState(3, 2, 0)));
    }
}
