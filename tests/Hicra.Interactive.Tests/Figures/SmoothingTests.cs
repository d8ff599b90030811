using FsCheck;
using FsCheck.Fluent;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Testing;

namespace Hicra.Interactive.Tests.Figures;

public class SmoothingTests
{
    [Fact]
    public void Noise_is_calmed_at_the_ends_as_well_as_inside() => Check.One(Sampled.Inputs(), Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
    {
        const int Points = 400, Window = 66;
        CounterRandom random = CounterRandom.FromSeed(seed);
        double[] smooth = Smoothing.LocalLines([.. Enumerable.Range(0, Points).Select(i => random.Normal(i).First)], Window);
        // A line's end scatters about 3.4 / √66 of the noise, in the middle 1.2 / √66: neither flares, as a window that shrinks to one point does.
        return (Math.Abs(smooth[0]) < 2 && Math.Abs(smooth[^1]) < 2 && Math.Abs(smooth[Points / 2]) < 0.9).Label($"{smooth[0]}, {smooth[^1]}");
    }));

    [Fact]
    public void No_line_leaves_the_range_of_its_points() => Check.One(Sampled.Inputs(), Prop.ForAll(Gen.Choose(-50, 50).Select(x => x / 10.0).ArrayOf().Where(a => a.Length > 0).ToArbitrary(), Gen.Choose(1, 30).ToArbitrary(), (values, window) =>
        Smoothing.LocalLines(values, window).All(x => x >= values.Min() && x <= values.Max())));

    [Fact]
    public void Series_that_move_in_steps_are_known()
    {
        Assert.True(Smoothing.IsStepped([0.2, 0.2, 0.2, 0.3, 0.3]));
        Assert.False(Smoothing.IsStepped([0.2, 0.21, 0.22, 0.22, 0.3]));
        Assert.False(Smoothing.IsStepped([]));
    }

    [Fact]
    public void A_straight_line_stays_straight() => Check.One(Sampled.Inputs(), Prop.ForAll(Gen.Choose(1, 80).ToArbitrary(), Gen.Choose(1, 30).ToArbitrary(), (n, window) =>
        Smoothing.LocalLines([.. Enumerable.Range(0, n).Select(i => 3.0 * i - 5)], window).Select((x, i) => Math.Abs(x - (3.0 * i - 5))).All(error => error < 1e-9)));

    [Fact]
    public void A_sparkline_shows_the_shape()
    {
        Assert.Equal("▁▂▃▄▅▆▇█", Sparkline.Draw([0, 1, 2, 3, 4, 5, 6, 7]));
        Assert.Equal("▁█", Sparkline.Draw([0, 0, 9, 9], width: 2));
        Assert.Equal("▄▄▄", Sparkline.Draw([5, 5, 5]));
        Assert.Equal("", Sparkline.Draw([]));
    }
}
