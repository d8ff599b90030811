namespace Hicra.Notebook.CSharp;

/// <summary>The cell to which the running code belongs. It flows with the code into tasks, threads and timers that the cell starts.</summary>
internal sealed class CellContext(CSharpSession session, ICellOutput output, CancellationToken cancellation)
{
    private static readonly AsyncLocal<CellContext?> Local = new();

    public static CellContext? Current
    {
        get => Local.Value;
        set => Local.Value = value;
    }

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
}
