using System.Runtime.ExceptionServices;

namespace Hicra.Kernel.Session;

/// <summary>Errors on threads and in timers of a cell's own, which nobody catches: they are shown, and do not end the process.</summary>
internal static class UnhandledErrors
{
    private static int _installed;

    /// <summary>Takes them over, once a process.</summary>
    public static void Install()
    {
        if (Interlocked.Exchange(ref _installed, 1) == 0) ExceptionHandling.SetUnhandledExceptionHandler(Handle);
    }

    /// <summary>Shows an error that nobody awaits, in the cell to which the running code belongs.</summary>
    public static void Show(Exception error)
    {
        if (error is CellInterruptedException) return;
        string text = string.Join('\n', Traceback.Result(error).Traceback) + "\n";
        // A timer's context is gone when its error comes here: then it goes where the process's own errors go.
        if (CellContext.Current is { IsInterrupted: false } cell) cell.Output.Write(text, toErrors: true);
        else if (CellContext.Current is null) Console.Error.Write(text);
    }

    private static bool Handle(Exception error)
    {
        Show(error);
        return true;
    }
}

/// <summary>What <see cref="CellCheck"/> throws in an interrupted cell.</summary>
internal sealed class CellInterruptedException() : OperationCanceledException("The cell was interrupted.");
