using System.CommandLine;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Features.Export;
using Hicra.Notebook.Cli;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra export</c>: a run in another tool's format.</summary>
internal static class ExportVerb
{
    public static Command Create(Terminal terminal)
    {
        var run = new Argument<string>("RUN") { Description = RunWords.Help };
        Option<string?> format = Options.Text("--format", "name", "unipo: the log schema of poloclub/unipo [unipo]"), file = Options.Text("--out", "FILE", "the file [RUN.unipo.json beside the run's folder]");
        Option<string?> algorithm = Options.Text("--algorithm", "name", "the name under which the other tool lists the run and looks for its formulas, for example grpo [the run's method]");
        format.CompletionSources.Add("unipo");
        var command = new Command("export", "Writes a run in another tool's format.") { run, format, file, algorithm };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(format) is { } name && name != "unipo") throw new HicraException($"--format is '{name}'; the one known format is unipo");
            NamedRun found = RunWords.One(terminal, parsed.GetRequiredValue(run));
            string path = parsed.GetValue(file) ?? RunWords.FileBeside(found, ".unipo.json");
            UnipoSummary summary = UnipoExport.Write(found.Run, path, parsed.GetValue(algorithm));
            terminal.Output.WriteLine($"{path}: {summary.Steps} steps, {summary.StepsWithRollouts} of them with rollouts{(summary.StepsWithRollouts < summary.Steps ? " (a run with --rollouts-every 1 has them all)" : "")}");
            return Failure.Ok;
        });
        return command;
    }
}
