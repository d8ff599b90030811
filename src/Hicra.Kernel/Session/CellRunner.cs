namespace Hicra.Kernel.Session;

/// <summary>Runs a cell's code so that it can be stopped from outside, also where it never looks at a token.</summary>
/// <remarks>
/// <para>Two things stop a cell. Its compiled code has checks (<see cref="CheckWeaver"/>) in every loop and function; they throw once
/// the cell's <see cref="CellContext"/> is interrupted, and that flows into tasks, threads and functions of earlier cells. And a
/// piece of the cell (up to its first <c>await</c>, and every continuation after one) that blocks is woken by
/// <see cref="Thread.Interrupt"/>: <c>Sleep</c>, <c>Wait</c>, <c>Join</c>, a lock. Continuations come here because <c>await</c>
/// captures the current <see cref="SynchronizationContext"/>; several may run at once, so a cell that blocks on a task does not
/// lock itself out. An <c>await</c> has no thread to stop: the session goes on without it, and its continuation ends at its first check.</para>
/// <para>How far it holds: not stopped are a long computation inside a library that calls nothing of the cell
/// (<c>Enumerable.Range(0, int.MaxValue).Sum()</c>, a regular expression), native code, a loop in a <c>finally</c> block or in
/// <c>Dispose</c>, and code that was started without its context (<see cref="ExecutionContext.SuppressFlow()"/>). The session
/// answers again after a second even so, says that the cell may go on, and keeps all variables; what is left ends as soon as it
/// comes back to code of the cell. Aborting the thread (<see cref="System.Runtime.ControlledExecution"/>) is not used: it may
/// strike between any two instructions of a library, and where it finds no place to strike it holds up the whole process.</para>
/// </remarks>
internal sealed class CellRunner(CellContext cell) : SynchronizationContext
{
    private const int StackSize = 16 << 20;

    private readonly Lock _gate = new();
    private readonly List<Thread> _pieces = [];
    private bool _isWaking;

    /// <summary>Whether no piece of the cell runs: it has ended, or waits without a thread.</summary>
    public bool IsIdle
    {
        get { lock (_gate) return _pieces.Count == 0; }
    }

    /// <summary>Starts the cell on a thread of its own, with room for deep recursion.</summary>
    public Task<object?> Start(Func<Task<object?>> code)
    {
        var result = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        void First() => code().ContinueWith(ended => result.TrySetFromTask(ended), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        new Thread(() => Execute(static first => ((Action)first!)(), (Action)First), StackSize) { IsBackground = true, Name = "cell" }.Start();
        return result.Task;
    }

    /// <summary>Wakes pieces that block, and only those: a thread that runs would hit upon it later, in the middle of something else.</summary>
    public void WakeBlocked()
    {
        lock (_gate)
        {
            _isWaking = true;
            foreach (Thread piece in _pieces)
                if ((piece.ThreadState & ThreadState.WaitSleepJoin) != 0) piece.Interrupt();
        }
    }

    public override void Post(SendOrPostCallback d, object? state) =>
        ThreadPool.QueueUserWorkItem(static item => item.Runner.Execute(item.Callback, item.State), (Runner: this, Callback: d, State: state), preferLocal: false);

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    private void Execute(SendOrPostCallback callback, object? state)
    {
        SynchronizationContext? before = Current;
        SetSynchronizationContext(this);
        lock (_gate) _pieces.Add(Thread.CurrentThread);
        try { callback(state); }
        catch (Exception) when (cell.IsInterrupted) { }
        // What comes here was thrown by an async void method.
        catch (Exception error) { UnhandledErrors.Show(error); }
        finally
        {
            Leave();
            SetSynchronizationContext(before);
        }
    }

    private void Leave()
    {
        bool isWaking;
        while (true)
        {
            try
            {
                lock (_gate)
                {
                    _pieces.Remove(Thread.CurrentThread);
                    isWaking = _isWaking;
                }
                break;
            }
            catch (ThreadInterruptedException) { }
        }
        if (!isWaking) return;
        // A wake-up that came too late would strike whoever uses the pool's thread next.
        try { Thread.Sleep(1); }
        catch (ThreadInterruptedException) { }
    }
}
