using System.Diagnostics;
using Spectre.Console;

namespace Hicra.Notebook.Cli;

/// <summary>Shows what work is being done where its stages differ too much for one bar: a status on a terminal, else a line now and then; on the error stream.</summary>
internal static class StageDisplay
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    /// <summary>Does work while its stage is shown.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="title">What the work is.</param>
    /// <param name="work">The work; it tells its stage.</param>
    public static T Run<T>(Terminal terminal, string title, Func<Action<string>, T> work)
    {
        T result = default!;
        if (terminal.ErrorIsTerminal)
        {
            terminal.ErrorConsole.Status().Start(Markup.Escape(title), context => result = work(text => context.Status(Markup.Escape($"{title}: {text}"))));
            return result;
        }
        long told = Stopwatch.GetTimestamp();
        return work(text =>
        {
            if (Stopwatch.GetElapsedTime(told) < BetweenLines) return;
            told = Stopwatch.GetTimestamp();
            terminal.Error.WriteLine($"{title}: {text}");
        });
    }
}
