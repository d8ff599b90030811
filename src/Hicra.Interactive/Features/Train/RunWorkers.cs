using System.CommandLine;
using Hicra.Interactive.Commands;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Train;

/// <summary>The option that says where the runs of a sweep are carried out.</summary>
internal static class RunWorkers
{
    private const string Threads = "threads", Processes = "processes";

    /// <summary>The option.</summary>
    public static Option<string?> Option() =>
        Options.Text("--workers", "kind", $"what carries out a sweep's runs: {Threads} of this process, or {Processes} of their own, whose end is not this one's; they do not change results [{Threads}]");

    /// <summary>What carries out the runs of a command, to be disposed.</summary>
    /// <exception cref="HicraException">The option names nothing known, or the host cannot start processes.</exception>
    public static IRunLauncher Launcher(CommandCall call, Option<string?> option) => (call.Parsed.GetValue(option) ?? Threads) switch
    {
        Threads => InProcess(call),
        Processes => new ProcessLauncher(call.Host.Worker ?? throw new HicraException($"--workers {Processes}: this host cannot start them; give {Threads}, or use the hicra program"), call.Host.Clock),
        string other => throw NameSuggestion.Unknown("kind of --workers", other, [Threads, Processes]),
    };

    /// <summary>This process, with the engines of the host.</summary>
    public static IRunLauncher InProcess(CommandCall call) => new InProcessLauncher(call.Environment(threads: 0));
}
