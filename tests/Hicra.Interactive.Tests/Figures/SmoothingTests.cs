using FsCheck;
using FsCheck.Fluent;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Testing;

namespace Hicra.Interactive.Tests.Figures;

public class SmoothingTests
{
    [Fact]
    public void A_window_of_three_takes_both_neighbours_and_keeps_the_ends() =>
        Assert.Equal([1, 2, 4, 3], Smoothing.MovingAverage([1, 2, 3, 7], 3).Select((x, i) => i == 3 ? x - 4 : x));

    [Fact]
    public void A_straight_line_stays_straight() => Check.One(Sampled.Inputs(), Prop.ForAll(Gen.Choose(1, 80).ToArbitrary(), Gen.Choose(1, 30).ToArbitrary(), (n, window) =>
        Smoothing.MovingAverage([.. Enumerable.Range(0, n).Select(i => 3.0 * i - 5)], window).Select((x, i) => Math.Abs(x - (3.0 * i - 5))).All(error => error < 1e-9)));

    [Fact]
    public void A_sparkline_shows_the_shape()
    {
        Assert.Equal("▁▂▃▄▅▆▇█", Sparkline.Draw([0, 1, 2, 3, 4, 5, 6, 7]));
        Assert.Equal("▁█", Sparkline.Draw([0, 0, 9, 9], width: 2));
        Assert.Equal("▄▄▄", Sparkline.Draw([5, 5, 5]));
        Assert.Equal("", Sparkline.Draw([]));
    }
}
