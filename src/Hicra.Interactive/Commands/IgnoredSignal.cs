using System.Runtime.InteropServices;

namespace Hicra.Interactive.Commands;

/// <summary>Ctrl-C where a shell has it ignored: a shell without job control does that to what it starts with <c>&amp;</c>, and so do the programs that are started so to theirs.</summary>
internal static class IgnoredSignal
{
    private const int Interrupt = 2, Default = 0, Ignored = 1;

    /// <summary>Has this process hear SIGINT though it was started deaf to it; the runtime leaves an ignored signal ignored, and a handler would never be called. Does nothing where it is not ignored, and on Windows.</summary>
    public static void Hear()
    {
        if (OperatingSystem.IsWindows()) return;
        try
        {
            // The handler is the first field of the structure, which is smaller than this on all systems.
            Span<nint> action = stackalloc nint[64];
            action.Clear();
            if (sigaction(Interrupt, 0, ref action[0]) == 0 && action[0] == Ignored) _ = signal(Interrupt, Default);
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException) { } // then it stays ignored
    }

    [DllImport("libc")]
    private static extern int sigaction(int signal, nint action, ref nint old);

    [DllImport("libc")]
    private static extern nint signal(int signal, nint handler);
}
