using System.Runtime.InteropServices;

namespace Hicra.Interactive.Commands;

/// <summary>Turns the first Ctrl-C (or SIGTERM) into a request to stop after the current step; a second one ends the program.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;
    private bool _signalled;

    /// <param name="say">Takes the line that answers the first Ctrl-C; called on another thread.</param>
    public Interruption(Action<string> say)
    {
        void Handle(PosixSignalContext context)
        {
            if (_signalled) return;
            _signalled = context.Cancel = true;
            say("hicra: stopping after this step (once more: stop at once)");
            _source.Cancel();
        }

        IgnoredSignal.Hear();
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Takes the end of a stream as the request to stop: so a worker hears its parent, also the parent's death.</summary>
    public void StopAtEndOf(Stream input) => new Thread(() =>
    {
        Span<byte> ignored = stackalloc byte[256];
        try
        {
            while (input.Read(ignored) > 0) { }
            _source.Cancel();
        }
        catch (IOException) { } // Nobody is there to ask.
        catch (ObjectDisposedException) { } // The work is done.
    })
    { IsBackground = true, Name = "end of input" }.Start();

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals) signal.Dispose();
        _source.Dispose();
    }
}
