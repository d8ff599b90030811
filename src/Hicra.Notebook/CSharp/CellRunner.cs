using System.Runtime;

namespace Hicra.Notebook.CSharp;

/// <summary>Runs a cell's code so that it can be stopped from outside, also where it never looks at a token.</summary>
/// <remarks>
/// <para>Each piece (the cell up to its first <c>await</c>, and every continuation after one) runs inside
/// <see cref="ControlledExecution"/>, whose token aborts the thread. Continuations come here because <c>await</c> captures the
/// current <see cref="SynchronizationContext"/>. Several may run at once, so a cell that blocks on a task does not lock itself out.</para>
/// <para>How far it holds: loops in the cell's own code before its first await stop at once; so do <c>await</c>s, which have no
/// thread to stop. It does not reach a blocking call (<c>Thread.Sleep</c>, native code) until that returns, a <c>finally</c> or a
/// static constructor until it ends, a loop whose body catches every exception, often a loop after an await (its abort may fail, and then hold up the process), and code that the cell sent elsewhere
/// (<c>Task.Run</c>, a thread of its own, a continuation with <c>ConfigureAwait(false)</c>). The session answers again after two
/// seconds even so, says that the cell may go on, and keeps all variables. An abort may fall between any two instructions, so an
/// object that the cell was changing may be left half changed. A stack overflow ends the process.</para>
/// </remarks>
internal sealed class CellRunner(CellContext cell, CancellationToken abort) : SynchronizationContext
{
    private const int StackSize = 16 << 20;

    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _active;

    /// <summary>Ends when a thread was aborted; the cell's own task may never end then.</summary>
    public Task Aborted => _aborted.Task;

    /// <summary>Starts the cell on a thread of its own, with room for deep recursion.</summary>
    public Task<object?> Start(Func<Task<object?>> code)
    {
        var result = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        void First() => code().ContinueWith(ended => result.TrySetFromTask(ended), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        new Thread(() => Execute(static first => ((Action)first!)(), (Action)First), StackSize) { IsBackground = true, Name = "cell" }.Start();
        return result.Task;
    }

    /// <summary>Ends when no piece runs, looking every so often.</summary>
    public async Task Idle(TimeSpan pause)
    {
        do await Task.Delay(pause).ConfigureAwait(false);
        while (Volatile.Read(ref _active) > 0);
    }

    public override void Post(SendOrPostCallback d, object? state) =>
        ThreadPool.QueueUserWorkItem(static item => item.Runner.Execute(item.Callback, item.State), (Runner: this, Callback: d, State: state), preferLocal: false);

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    private void Execute(SendOrPostCallback callback, object? state)
    {
        SynchronizationContext? before = Current;
        SetSynchronizationContext(this);
        Interlocked.Increment(ref _active);
        try
        {
#pragma warning disable SYSLIB0046 // Made for notebook hosts like this one; see the remarks for its limits.
            ControlledExecution.Run(() => callback(state), abort);
#pragma warning restore SYSLIB0046
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested) { _aborted.TrySetResult(); }
        // What comes here was thrown by an async void method: it must not end the process, and nobody awaits it.
        catch (Exception error) { cell.Output.Write(string.Join('\n', Traceback.Result(error).Traceback) + "\n", toErrors: true); }
        finally
        {
            Interlocked.Decrement(ref _active);
            SetSynchronizationContext(before);
        }
    }
}
