using System.ComponentModel;
using System.Diagnostics;

namespace Hicra.Training.Runs;

/// <summary>A worker that is running. Disposing it ends it.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const string Speaker = "hicra: ";
    private readonly Process _process;
    private readonly Task _ended;
    private volatile string? _lastError;

    public WorkerProcess(ProcessStartInfo start)
    {
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new HicraException($"{start.FileName}: cannot be started as a worker ({error.Message.ReplaceLineEndings(" ")}); train in this process, on its threads", error);
        }
        // A full pipe would hold the worker up.
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _ended = _process.WaitForExitAsync();
    }

    /// <summary>The worker's exit code once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>The last line of its error stream; of a crash, the line above the stack trace.</summary>
    public string? LastError => _lastError;

    /// <summary>Waits for its end for at most so long.</summary>
    /// <returns>Whether it has ended.</returns>
    public bool Wait(TimeSpan longest, TimeProvider clock)
    {
        Task.WhenAny(_ended, Task.Delay(longest, clock)).GetAwaiter().GetResult();
        return _ended.IsCompleted;
    }

    /// <summary>Asks it to stop after its current step.</summary>
    public void AskToStop()
    {
        try { _process.StandardInput.Close(); }
        catch (IOException) { } // It has ended already.
    }

    /// <summary>Ends it at once.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Ends it at once, and waits until it is gone.</summary>
    public void End()
    {
        if (_process.HasExited) return;
        Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        End();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (string.IsNullOrWhiteSpace(line) || char.IsWhiteSpace(line[0])) return;
        _lastError = (line.StartsWith(Speaker, StringComparison.Ordinal) ? line[Speaker.Length..] : line).Trim();
    }
}
