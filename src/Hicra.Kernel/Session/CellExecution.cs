using System.Diagnostics;
using Hicra.Interactive.Hosting;

namespace Hicra.Kernel.Session;

/// <summary>One run of one compiled piece of a cell, and its end: by itself, by an error, or by an interrupt.</summary>
/// <remarks>See <see cref="CellRunner"/> for how far an interrupt reaches.</remarks>
internal sealed class CellExecution(CellContext cell)
{
    // How long a cell that asked for its token may take to stop by itself, any cell after it was told to stop, and how often to look.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2), Patience = TimeSpan.FromSeconds(1), Pause = TimeSpan.FromMilliseconds(20);

    private const int Looks = 20;

    /// <summary>Makes the cell's checks fail at once; a cell that asked for its token is left to it.</summary>
    public void Interrupt()
    {
        if (!cell.IsCooperative) cell.Interrupt();
    }

    /// <summary>Runs it.</summary>
    /// <param name="submission">The compiled piece.</param>
    /// <param name="shows">Whether its value is to be shown. Reading a value runs code of the reader's too: it is a part of the cell, with the cell's errors, interrupts and time.</param>
    /// <param name="cancellation">Interrupts it.</param>
    public async Task<CellResult> RunAsync(CompiledSubmission submission, bool shows, CancellationToken cancellation)
    {
        CellContext.Current = cell;
        var runner = new CellRunner(cell);
        MimeBundle? shown = null;
        Task<object?> running = runner.Start(async () =>
        {
            cell.Session.Culture.Apply();
            // Goes on as the cell's own code does: where an interrupt reaches it.
            object? value = await submission.Start!(submission.States).ConfigureAwait(true);
            if (!shows || !submission.HasValue || (value is DisplayedValue display && display.IsIn(cell.Output))) return value;
            if (cell.IsInterrupted) throw new CellInterruptedException();
            cell.Session.Culture.Apply();
            shown = cell.Session.Format(value);
            return value;
        });
        CellContext.Current = null;

        var interrupted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = cancellation.Register(interrupted.SetResult);
        try
        {
            if (await Task.WhenAny(running, interrupted.Task).ConfigureAwait(false) == running) return CellResult.Done(await running.ConfigureAwait(false)) with { HasValue = submission.HasValue, Shown = shown };
            if (!await StopAsync(runner, running).ConfigureAwait(false))
                cell.Output.Write("hicra: the cell was told to stop, but is inside a library or a block that cannot be left; it may go on in the background\n", toErrors: true);
            return CellResult.Stopped();
        }
        catch (Exception) when (cancellation.IsCancellationRequested) { return CellResult.Stopped(); }
        catch (Exception error) { return Traceback.Result(error); }
    }

    // Whether the cell's own code has ended, or only waits.
    private async Task<bool> StopAsync(CellRunner runner, Task running)
    {
        if (cell.IsCooperative && await Ends(running, Grace).ConfigureAwait(false)) return true;
        cell.Interrupt();
        _ = CollectLaterAsync();
        long from = Stopwatch.GetTimestamp();
        // On a busy machine a second may pass in a few looks.
        for (int look = 0; look < Looks || Stopwatch.GetElapsedTime(from) < Patience; look++)
        {
            // Two looks: between a wait and its continuation nothing runs for a moment.
            if (await Ends(running, Pause).ConfigureAwait(false) || (runner.IsIdle && (await Ends(running, Pause).ConfigureAwait(false) || runner.IsIdle))) return true;
            runner.WakeBlocked();
        }
        return false;
    }

    private static async Task<bool> Ends(Task task, TimeSpan within) => await Task.WhenAny(task, Task.Delay(within)).ConfigureAwait(false) == task;

    // The collector tells when nothing of an interrupted cell is left (CellContext), and would come late where nothing is allocated.
    private static async Task CollectLaterAsync()
    {
        await Task.Delay(Patience * 2).ConfigureAwait(false);
        GC.Collect();
    }
}
