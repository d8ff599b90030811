using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Hicra.Notebook.Cli;

/// <summary>Shows how far work is: a bar with rate and remaining time on a terminal, else a line now and then; on the error stream.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    /// <summary>Tells how many units are done and what stands beside the bar.</summary>
    public delegate void Tell(int done, string text);

    /// <summary>Does work while its progress is shown.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="title">What the work is.</param>
    /// <param name="unit">What is counted, in the plural.</param>
    /// <param name="start">Units that were done before.</param>
    /// <param name="total">All units.</param>
    /// <param name="quiet">Shows nothing.</param>
    /// <param name="work">The work.</param>
    public static T Run<T>(Terminal terminal, string title, string unit, int start, int total, bool quiet, Func<Tell, T> work)
    {
        if (quiet) return work(static (_, _) => { });
        return terminal.ErrorIsTerminal ? Bar(terminal, title, unit, start, total, work) : Lines(terminal, title, unit, start, total, work);
    }

    private static T Bar<T>(Terminal terminal, string title, string unit, int start, int total, Func<Tell, T> work)
    {
        T result = default!;
        var clock = new ProgressClock(unit, start, total);
        terminal.ErrorConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new ClockColumn(clock))
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(title), maxValue: total);
                task.Value = start;
                result = work((done, text) =>
                {
                    clock.Done = done;
                    task.Value = done;
                    task.Description = Markup.Escape($"{title} {text}");
                });
            });
        return result;
    }

    private static T Lines<T>(Terminal terminal, string title, string unit, int start, int total, Func<Tell, T> work)
    {
        var clock = new ProgressClock(unit, start, total);
        TimeSpan next = TimeSpan.Zero;
        return work((done, text) =>
        {
            clock.Done = done;
            if (clock.Elapsed < next && done < total) return;
            next = clock.Elapsed + BetweenLines;
            terminal.Error.WriteLine($"{title} {text}  {clock}");
        });
    }

    private sealed class ClockColumn(ProgressClock clock) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(clock.ToString());
    }
}

/// <summary>Counts units and says count, rate and remaining time.</summary>
internal sealed class ProgressClock(string unit, int start, int total)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private int? _done;

    public int Done
    {
        get => _done ?? start;
        set => _done = value;
    }

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    public override string ToString()
    {
        double seconds = Elapsed.TotalSeconds, rate = (Done - start) / Math.Max(seconds, 1e-9);
        string speed = Done > start ? string.Create(CultureInfo.InvariantCulture, $" {Math.Round(rate, rate < 10 ? 2 : rate < 100 ? 1 : 0)} {unit}/s") : "";
        string remaining = Done > start && Done < total ? $" ETA {Duration(TimeSpan.FromSeconds((total - Done) / rate))}" : "";
        return $"{Done}/{total}{speed}{remaining}";
    }

    public static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time:mm\\:ss}")
        : time.ToString("m\\:ss", CultureInfo.InvariantCulture);
}
