using System.CommandLine;
using Hicra.Notebook.Bench;
using Hicra.Notebook.Cli;
using Hicra.Training.Policies.Managed;
using Hicra.Training.Worlds;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra bench</c>: the engine's speed, with the keys of the reference program's <c>bench</c>.</summary>
internal static class BenchVerb
{
    public static Command Create(Terminal terminal)
    {
        Option<string?> model = Options.Base(), threads = Options.Threads(), steps = Options.Text("--steps", "n", "measured steps [20]");
        var command = new Command("bench", "Measures sampling and training; prints one line of JSON with the reference program's keys.") { model, threads, steps };
        command.SetAction(parsed =>
        {
            using ManagedPolicy policy = ManagedPolicy.LoadPretrained(parsed.BaseOf(model).Folder, parsed.ThreadCount(threads));
            terminal.Output.WriteLine(EngineBenchmark.Run(policy, new PuzzleWorld(), parsed.WholeNumber(steps, 1) ?? 20).ToJson());
            return Failure.Ok;
        });
        return command;
    }
}
