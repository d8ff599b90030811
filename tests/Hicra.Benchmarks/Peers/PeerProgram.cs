using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Hicra.Benchmarks.Peers;

/// <summary>A reference program in Python that a benchmark runs beside ours.</summary>
/// <param name="Python">The interpreter.</param>
/// <param name="Script">The program.</param>
/// <param name="Needs">The library it needs, for example <c>PyTorch</c>.</param>
/// <param name="Packages">Debian's packages of that library.</param>
internal sealed record PeerProgram(string Python, string Script, string Needs, string Packages)
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="threads">Threads of its linear algebra, which would else take all cores; null to leave them to it.</param>
    /// <param name="arguments">What follows the program's name.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="HicraException">It cannot be started, or ended with an error.</exception>
    public string Run(int? threads, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        if (!File.Exists(Script)) throw new HicraException($"{Script}: no such file; give the program that uses {Needs}");
        var start = new ProcessStartInfo(Python) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments.Prepend(Script)) start.ArgumentList.Add(argument);
        if (threads is int count)
            foreach (string variable in (string[])["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"]) start.Environment[variable] = count.ToString(CultureInfo.InvariantCulture);
        try
        {
            using Process process = Process.Start(start)!;
            using CancellationTokenRegistration kill = cancellation.Register(() => process.Kill(entireProcessTree: true));
            Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            cancellation.ThrowIfCancellationRequested();
            return process.ExitCode == 0 ? output
                : throw new HicraException($"{Script}: ended with {process.ExitCode} ({errors.GetAwaiter().GetResult().Trim().Split('\n')[^1]}); it needs {Needs} (Debian: {Packages}), name the right Python with --python");
        }
        catch (Win32Exception error)
        {
            throw new HicraException($"{Python}: cannot be started ({error.Message}); name the Python that has {Needs} with --python", error);
        }
    }
}
