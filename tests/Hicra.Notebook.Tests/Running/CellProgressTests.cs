using Hicra.Notebook.Cli;

namespace Hicra.Notebook.Tests.Running;

/// <summary>What a run says of itself while a cell takes its time.</summary>
public sealed class CellProgressTests
{
    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Idle();

        private sealed class Idle : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() { }

            public ValueTask DisposeAsync() => default;
        }
    }

    private static string[] Lines(bool isQuiet, int seconds)
    {
        using var error = new StringWriter { NewLine = "\n" };
        var clock = new Clock();
        using (var progress = new CellProgress(new Terminal(TextWriter.Null, error), "n.ipynb", isQuiet, clock))
        {
            progress.Begin(2, 7);
            for (int second = 1; second <= seconds; second++)
            {
                clock.Now = TimeSpan.FromSeconds(second);
                progress.Say($"step {second}\e[31m of {seconds}");
                progress.Tick();
            }
        }
        return error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public void Where_nothing_can_be_redrawn_a_line_comes_now_and_then()
    {
        Assert.Empty(Lines(isQuiet: false, 9));
        string[] lines = Lines(isQuiet: false, 400);
        Assert.Equal("n.ipynb: cell 2 of 7, 0:10: step 10\ufffd[31m of 400", lines[0]);
        Assert.Equal(["0:10", "0:20", "0:30", "0:45", "1:08", "1:42", "2:33", "3:33", "4:33", "5:33", "6:33"], lines.Select(l => l.Split(", ")[1].Split(": ")[0]));
        Assert.Empty(Lines(isQuiet: true, 400));
    }

    [Fact]
    public void On_a_terminal_one_line_is_redrawn_and_taken_away()
    {
        using var error = new StringWriter();
        var clock = new Clock();
        using (var progress = new CellProgress(new Terminal(TextWriter.Null, error, errorIsTerminal: true), "n.ipynb", isQuiet: false, clock))
        {
            progress.Begin(1, 2);
            clock.Now = TimeSpan.FromSeconds(3);
            progress.Say(new string('x', 500));
            progress.Tick();
        }
        string[] drawn = error.ToString().Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("n.ipynb: cell 1 of 2, 0:00\e[K", drawn[0]);
        Assert.StartsWith("n.ipynb: cell 1 of 2, 0:03: xxx", drawn[1], StringComparison.Ordinal);
        // Longer than the terminal is wide it could not be drawn over.
        Assert.True(drawn[1].Length < 500);
        Assert.Equal("\e[K", drawn[^1]);
    }
}
