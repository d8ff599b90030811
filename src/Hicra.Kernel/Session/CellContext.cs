namespace Hicra.Kernel.Session;

/// <summary>The cell to which the running code belongs. It flows with the code into tasks, threads and timers that the cell starts.</summary>
internal sealed class CellContext(CSharpSession session, ICellOutput output, CancellationToken cancellation)
{
    private static readonly AsyncLocal<CellContext?> Local = new();

    private int _interrupted;

    public static CellContext? Current
    {
        get => Local.Value;
        set => Local.Value = value;
    }

    /// <summary>The cell to which the running code belongs, for what works in a cell only.</summary>
    /// <exception cref="HicraException">It belongs to none.</exception>
    public static CellContext Required() => Current ?? throw new HicraException("display, Input and their like work in a notebook cell only");

    public CSharpSession Session { get; } = session;

    public ICellOutput Output { get; } = output;

    /// <summary>Whether the cell asked for its token: then it may want to stop by itself, and gets the time to.</summary>
    public bool IsCooperative { get; private set; }

    public CancellationToken Cancellation
    {
        get
        {
            IsCooperative = true;
            return cancellation;
        }
    }

    /// <summary>The token for our own waits, which does not count as the cell's own wish.</summary>
    public CancellationToken OwnCancellation => cancellation;

    /// <summary>Whether <see cref="CellCheck"/> ends the cell's code, wherever it comes upon it.</summary>
    public bool IsInterrupted => Volatile.Read(ref _interrupted) != 0;

    /// <summary>Whether the cell has been told to stop, by its token or by its checks.</summary>
    public bool IsStopping => IsInterrupted || cancellation.IsCancellationRequested;

    public void Interrupt()
    {
        if (Interlocked.Exchange(ref _interrupted, 1) == 0) CellCheck.Add();
    }

    // What the cell has left running holds its context. When that is gone, nothing of the cell can run any more, and checks cost nothing again.
    ~CellContext()
    {
        if (_interrupted != 0) CellCheck.Remove();
    }
}
