using System.Diagnostics;
using System.Globalization;
using Hicra.Credit;
using Hicra.Training.Policies;
using Hicra.Training.Worlds;

namespace Hicra.Training.Runs;

/// <summary>How to start the <c>hicra</c> program as a worker: a process that goes on with one run and ends with it.</summary>
/// <param name="Program">The program's file.</param>
/// <param name="Arguments">The words before the verb, for example the assembly where the program is <c>dotnet</c>.</param>
public sealed record WorkerCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>
    /// The environment variable that makes the program take the end of its standard input as the request to stop after the
    /// current step. So a worker can be stopped on every system, hears a terminal's Ctrl-C once, and does not outlive its parent.
    /// </summary>
    public const string StopVariable = "HICRA_STOP_AT_END_OF_INPUT";

    /// <summary>Exit codes of the program: done, and stopped on request.</summary>
    internal const int Done = 0, Interrupted = 130;

    /// <summary>The engines that the program has.</summary>
    public EngineCatalog Engines { get; init; } = EngineCatalog.BuiltIn;

    /// <summary>The credit rules that the program has.</summary>
    public CreditCatalog Credits { get; init; } = CreditCatalog.BuiltIn;

    /// <summary>Refuses what only the present process can have, such as an engine that a cell has written.</summary>
    /// <exception cref="HicraException">The settings name such a thing.</exception>
    public void Check(RunConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        string? lack = Engines.Engines.All(e => e.Name != config.Engine) ? $"the engine '{config.Engine}'"
            : Credits.Methods.All(m => m.Name != config.Training.Method) ? $"the credit rule '{config.Training.Method}'" : null;
        if (lack is not null) throw new HicraException($"{lack} is not known to worker processes; train in this process, on its threads");
        if (config.Dataset is null) WorldCatalog.BuiltIn.Find(config.World);
    }

    /// <summary>The start of a worker.</summary>
    /// <param name="directory">The run's folder, with its settings in it.</param>
    /// <param name="baseDirectory">Where the base model lies now, if it was moved.</param>
    /// <param name="threads">Threads; 0 for all cores.</param>
    internal ProcessStartInfo For(string directory, string? baseDirectory, int threads)
    {
        var start = new ProcessStartInfo(Program)
        {
            // The parent's may be gone by now; the run's is there, and nothing that the worker reads is named relatively.
            WorkingDirectory = Path.GetFullPath(directory),
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, CreateNoWindow = true,
        };
        foreach (string word in (string[])[.. Arguments, "train", "--resume", Path.GetFullPath(directory), "--quiet"]) start.ArgumentList.Add(word);
        Add("--threads", threads > 0 ? threads.ToString(CultureInfo.InvariantCulture) : null);
        Add("--base", baseDirectory);
        start.Environment[StopVariable] = "1";
        return start;

        void Add(string option, string? value)
        {
            if (value is null) return;
            start.ArgumentList.Add(option);
            start.ArgumentList.Add(value);
        }
    }
}
