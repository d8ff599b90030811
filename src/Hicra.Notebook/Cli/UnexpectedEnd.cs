namespace Hicra.Notebook.Cli;

/// <summary>A last word where something ends the process in the middle of the work, so that what there is is kept and the exit code is honest.</summary>
/// <remarks>A process that is killed, or whose memory is gone, gets no last word; its exit code says so by itself.</remarks>
internal sealed class UnexpectedEnd : IDisposable
{
    private readonly Func<int> _last;

    /// <param name="last">Keeps what there is, and gives the exit code.</param>
    public UnexpectedEnd(Func<int> last)
    {
        _last = last;
        AppDomain.CurrentDomain.ProcessExit += Handle;
    }

    /// <inheritdoc/>
    public void Dispose() => AppDomain.CurrentDomain.ProcessExit -= Handle;

    private void Handle(object? sender, EventArgs e) => Environment.ExitCode = _last();
}
