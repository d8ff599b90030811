using System.Diagnostics;

namespace Hicra.Testing;

/// <summary>Waits that end: what does not come fails the one test that awaits it, with a line that says what it was.</summary>
internal static class Bounded
{
    /// <summary>Long enough for a loaded machine; nothing is measured by it.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(5);

    /// <summary>The exit code of a process; one that does not end is ended, with all that it started.</summary>
    public static int Exit(Process process, TimeSpan? limit = null)
    {
        if (process.WaitForExit(limit ?? Limit)) return process.ExitCode;
        process.Kill(entireProcessTree: true);
        throw new TimeoutException($"{Line(process)} did not end within {limit ?? Limit}");
    }

    /// <summary>What a process writes to one of its streams until it closes it; one that does not is ended, with all that it started.</summary>
    public static string Text(Process process, StreamReader stream, TimeSpan? limit = null)
    {
        Task<string> text = stream.ReadToEndAsync();
        if (text.Wait(limit ?? Limit)) return text.GetAwaiter().GetResult();
        process.Kill(entireProcessTree: true);
        throw new TimeoutException($"{Line(process)} goes on after {limit ?? Limit}");
    }

    /// <summary>The exit code of a process, and what it wrote: its output, then its errors.</summary>
    public static (int Code, string Text) Output(Process process, TimeSpan? limit = null)
    {
        // Both at once: a stream that nobody reads fills up, and its writer waits.
        Task<string> errors = Task.Run(() => Text(process, process.StandardError, limit));
        string text = Text(process, process.StandardOutput, limit) + errors.GetAwaiter().GetResult();
        return (Exit(process, limit), text);
    }

    /// <summary>Waits until something holds; between two looks it pauses, for so many milliseconds.</summary>
    public static void Until(Func<bool> holds, string what, TimeSpan? limit = null, int pause = 5)
    {
        for (long from = Stopwatch.GetTimestamp(); !holds(); Thread.Sleep(pause))
            if (Stopwatch.GetElapsedTime(from) > (limit ?? Limit)) throw new TimeoutException($"not within {limit ?? Limit}: {what}");
    }

    /// <summary>Runs what should end, on a thread of its own.</summary>
    public static T Run<T>(Func<T> work, string what, TimeSpan? limit = null)
    {
        Task<T> running = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        // An error of the work is the test's own.
        return Task.WhenAny(running, Task.Delay(limit ?? Limit)).GetAwaiter().GetResult() == running ? running.GetAwaiter().GetResult() : throw new TimeoutException($"not within {limit ?? Limit}: {what}");
    }

    private static string Line(Process process) => string.Join(' ', [process.StartInfo.FileName, process.StartInfo.Arguments, .. process.StartInfo.ArgumentList]);
}
