using FsCheck;
using FsCheck.Fluent;
using Hicra.Interactive.Figures;
using Hicra.Testing;

namespace Hicra.Interactive.Tests.Figures;

public class TicksTests
{
    private static readonly Arbitrary<(double Low, double High, int Target)> Ranges = (
        from exponent in Gen.Choose(-6, 7)
        from a in Gen.Choose(-1000, 1000)
        from b in Gen.Choose(0, 1000)
        from target in Gen.Choose(2, 10)
        let unit = Math.Pow(10, exponent)
        select (a * unit, (a + b) * unit, target)).ToArbitrary();

    [Fact]
    public void Covering_ticks_cover_the_range_in_round_steps_and_are_not_many() => Check.One(Sampled.Inputs(), Prop.ForAll(Ranges, r =>
    {
        Ticks ticks = Ticks.Covering(r.Low, r.High, r.Target);
        double slack = 1e-6 * ticks.Step, mantissa = ticks.Step / Math.Pow(10, Math.Floor(Math.Log10(ticks.Step) + 1e-9));
        return ticks.First <= r.Low + slack && ticks.Last >= r.High - slack && ticks.Count >= 2 && ticks.Count <= r.Target + 3
            && new[] { 1.0, 2, 5 }.Any(m => Math.Abs(mantissa - m) < 1e-6);
    }));

    [Fact]
    public void Ticks_inside_stay_inside() => Check.One(Sampled.Inputs(), Prop.ForAll(Ranges.Filter(r => r.High > r.Low), r =>
    {
        Ticks ticks = Ticks.Inside(r.Low, r.High, r.Target);
        return Enumerable.Range(0, ticks.Count).All(i => ticks[i] >= r.Low - 1e-6 * ticks.Step && ticks[i] <= r.High + 1e-6 * ticks.Step);
    }));

    [Fact]
    public void Labels_of_neighbouring_ticks_differ() => Prop.ForAll(Ranges.Filter(r => r.High > r.Low), r =>
    {
        Ticks ticks = Ticks.Covering(r.Low, r.High, r.Target);
        return Enumerable.Range(0, ticks.Count).Select(i => ticks.Label(ticks[i], percent: false)).Distinct().Count() == ticks.Count;
    }).Check(Sampled.Inputs(5000));

    [Theory]
    [InlineData(0, 120, 6, "0 20 40 60 80 100 120")]
    [InlineData(0.85, 1.05, 4, "0.85 0.90 0.95 1.00 1.05")]
    [InlineData(-1, 1, 4, "−1.0 −0.5 0.0 0.5 1.0")]
    [InlineData(0, 20000, 4, "0 5k 10k 15k 20k")]
    [InlineData(-0.0402, -0.04, 4, "-4.02e-2 -4.015e-2 -4.01e-2 -4.005e-2 -4e-2")]
    public void Ticks_are_the_numbers_that_a_person_would_choose(double low, double high, int target, string expected)
    {
        Ticks ticks = Ticks.Covering(low, high, target);
        Assert.Equal(expected, string.Join(' ', Enumerable.Range(0, ticks.Count).Select(i => ticks.Label(ticks[i], percent: false))));
    }

    [Fact]
    public void Percent_labels_are_percentages() => Assert.Equal("25%", Ticks.Covering(0, 0.5, 10).Label(0.25, percent: true));
}
