using Hicra.Interactive.Hosting;
using Hicra.Interactive.Tests.Commands;
using Hicra.Interactive.Tests.Rendering;

namespace Hicra.Interactive.Tests.Features.Train;

/// <summary>The card of a training while it goes on: what a reader finds who loads the page again.</summary>
public sealed class LiveCardTests : IDisposable
{
    // Each look at the clock is half a second later, so that every step is drawn.
    private sealed class Steady : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override long GetTimestamp() => Interlocked.Add(ref _ticks, TimeSpan.TicksPerSecond / 2);

        public override DateTimeOffset GetUtcNow() => new(2026, 3, 4, 14, 32, 5, TimeSpan.Zero);
    }

    private readonly FakeHost _host = new() { Clock = new Steady() };

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("--out one", "one", "5/5 steps")]
    [InlineData("--method grpo,hicra --out many", "many", "10/10 steps")]
    public async Task A_card_that_a_reload_leaves_says_its_time_and_how_to_see_the_run(string line, string folder, string end)
    {
        await Kit.Standard.CreateCommands(new NoFormatter()).InvokeAsync($"#!hicra-train --steps 4 --prompts 2 --group 2 --minibatches 1 --max-new-tokens 16 --val-problems 2 --threads 1 {line}", _host, CancellationToken.None);
        List<MimeBundle> history = Assert.Single(_host.Displays).History;
        MimeBundle[] unfinished = [.. history.Where(drawn => !drawn.PlainText.Contains(end, StringComparison.Ordinal))];
        Assert.True(unfinished.Length > 2);
        Assert.All(unfinished, drawn =>
        {
            string text = Shown.Parse(drawn.Html!).Body!.TextContent;
            Assert.Contains("as of 2026-03-04 14:32:05", text, StringComparison.Ordinal);
            Assert.Contains($"#!hicra-show {folder} shows where the", text, StringComparison.Ordinal);
        });
        Assert.DoesNotContain("as of", history[^1].Html, StringComparison.Ordinal);
    }
}
