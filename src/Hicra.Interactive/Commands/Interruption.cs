using System.Runtime.InteropServices;

namespace Hicra.Interactive.Commands;

/// <summary>Turns the first Ctrl-C (or SIGTERM) into a request to stop after the current step; a second one ends the program.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;

    /// <param name="say">Takes the line that answers the first Ctrl-C; called on another thread.</param>
    public Interruption(Action<string> say)
    {
        void Handle(PosixSignalContext context)
        {
            if (_source.IsCancellationRequested) return;
            context.Cancel = true;
            say("hicra: stopping after this step (once more: stop at once)");
            _source.Cancel();
        }

        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals) signal.Dispose();
        _source.Dispose();
    }
}
