using System.Runtime;

namespace Hicra.Notebook.CSharp;

/// <summary>Runs a cell's code so that it can be stopped from outside, also where it never looks at a token.</summary>
/// <remarks>
/// <para>Each piece (the cell up to its first <c>await</c>, and every continuation after one) runs inside
/// <see cref="ControlledExecution"/>, whose token aborts the thread. Continuations come here because <c>await</c> captures the
/// current <see cref="TaskScheduler"/>; several may run at once, so a cell that blocks on a task does not lock itself out.</para>
/// <para>How far it holds: loops, recursion, sleeps and waits in managed code stop at once, also inside libraries that the cell
/// calls. It does not reach a call into native code until that returns, a <c>finally</c>, <c>catch</c> or static constructor
/// until it ends, and code that the cell sent elsewhere (<c>Task.Run</c>, a thread of its own, a continuation with
/// <c>ConfigureAwait(false)</c>): that goes on. An abort may fall between any two instructions, so an object that the cell was
/// changing may be left half changed; the session itself and all its variables stay.</para>
/// </remarks>
internal sealed class CellScheduler(CancellationToken abort) : TaskScheduler
{
    private const int StackSize = 16 << 20;

    [ThreadStatic]
    private static CellScheduler? _here;

    private int _pieces;

    protected override void QueueTask(Task task)
    {
        // The first piece may run for long and recurse deeply: it has a thread of its own.
        if (Interlocked.Increment(ref _pieces) == 1)
            new Thread(() => Execute(task), StackSize) { IsBackground = true, Name = "cell" }.Start();
        else ThreadPool.UnsafeQueueUserWorkItem(static state => state.Scheduler.Execute(state.Task), (Scheduler: this, Task: task), preferLocal: false);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => _here == this && !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private void Execute(Task task)
    {
        _here = this;
        try
        {
#pragma warning disable SYSLIB0046 // Made for notebook hosts like this one; see the remarks for its limits.
            ControlledExecution.Run(() => TryExecuteTask(task), abort);
#pragma warning restore SYSLIB0046
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested) { }
        finally { _here = null; }
    }
}
