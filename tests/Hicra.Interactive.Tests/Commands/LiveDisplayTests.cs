using Hicra.Interactive.Commands;
using Hicra.Interactive.Hosting;

namespace Hicra.Interactive.Tests.Commands;

public sealed class LiveDisplayTests
{
    private sealed class Hand : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(double seconds) => _ticks += TimeSpan.FromSeconds(seconds).Ticks;
    }

    [Fact]
    public void Redraws_come_at_most_every_fifth_of_a_second_and_the_end_always()
    {
        var clock = new Hand();
        using var host = new FakeHost { Clock = clock };
        int drawn = 0;
        using (var live = new LiveDisplay(host, () => MimeBundle.Of($"{drawn++}"), () => "line"))
        {
            for (int i = 0; i < 100; i++)
            {
                clock.Advance(0.01);
                live.Refresh();
            }
        }
        // At 0, at .2, .4, .6, .8, 1.0 s and at the end.
        Assert.Equal(7, Assert.Single(host.Displays).History.Count);
        Assert.Equal("", host.Written.ToString());
    }

    [Fact]
    public void Without_updates_a_line_now_and_then_and_the_picture_at_the_end()
    {
        var clock = new Hand();
        using var host = new FakeHost(canUpdate: false) { Clock = clock };
        using (var live = new LiveDisplay(host, () => MimeBundle.Of("picture"), () => "line"))
        {
            for (int i = 0; i < 25; i++)
            {
                clock.Advance(1);
                live.Refresh();
            }
            Assert.Empty(host.Displays);
        }
        Assert.Equal($"line{Environment.NewLine}line{Environment.NewLine}", host.Written.ToString());
        Assert.Equal("picture", Assert.Single(Assert.Single(host.Displays).History).PlainText);
    }
}
