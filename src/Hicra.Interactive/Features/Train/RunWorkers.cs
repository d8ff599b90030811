using System.CommandLine;
using Hicra.Interactive.Commands;
using Hicra.Training.Policies;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Train;

/// <summary>The option that says where the runs of a sweep are carried out.</summary>
internal static class RunWorkers
{
    private const string Threads = "threads", Processes = "processes";

    /// <summary>The option.</summary>
    public static Option<string?> Option() =>
        Options.Text("--workers", "kind", $"what carries out a sweep's runs: {Threads} of this process, or {Processes} of their own, whose end is not this one's; they do not change results [{Threads}]");

    /// <summary>What carries out the runs of a sweep, to be disposed.</summary>
    /// <param name="call">The line.</param>
    /// <param name="option">The option.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="machine">What the line says of the machine, in place of what a begun run says; other processes hear of the runs' own alone.</param>
    /// <param name="replaying">Is told each step that a fork takes again; null for nobody.</param>
    /// <exception cref="HicraException">The option names nothing known, the host cannot start processes, or they would lack what the runs need.</exception>
    public static IRunLauncher Launcher(CommandCall call, Option<string?>? option, IReadOnlyList<SweepRun> runs, EngineOptions machine, IProgress<ReplayedStep>? replaying = null) => Given(call, option) switch
    {
        null or Threads => new InProcessLauncher(call.Environment(machine, threads: 0) with { Replaying = replaying }),
        Processes => InProcesses(call, runs),
        string other => throw NameSuggestion.Unknown("kind of --workers", other, [Threads, Processes]),
    };

    /// <summary>Refuses the option for a single run.</summary>
    /// <exception cref="HicraException">It is given.</exception>
    public static void RefuseForOne(CommandCall call, Option<string?>? option)
    {
        if (Given(call, option) is not null) throw new HicraException($"{option!.Name} is for the runs of a sweep, and a single run is carried out in this process; leave it out, or give several methods, alphas or seeds");
    }

    private static string? Given(CommandCall call, Option<string?>? option) => option is null ? null : call.Parsed.GetValue(option);

    private static ProcessLauncher InProcesses(CommandCall call, IReadOnlyList<SweepRun> runs)
    {
        WorkerCommand worker = call.Host.Worker ?? throw new HicraException($"--workers {Processes}: this host cannot start them; give {Threads}, or use the hicra program");
        foreach (SweepRun run in runs) worker.Check(run.Config);
        return new ProcessLauncher(worker, call.Host.Clock);
    }
}
