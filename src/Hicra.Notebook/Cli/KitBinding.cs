using System.CommandLine;
using Hicra.Interactive;
using Hicra.Interactive.Commands;
using Hicra.Reproduction;
using Hicra.Training.Runs;

namespace Hicra.Notebook.Cli;

/// <summary>Makes a verb of a command of the kit: same options, same work, with the terminal as host.</summary>
internal static class KitBinding
{
    public static Command Bind(Terminal terminal, KitCommand command)
    {
        // A terminal has no variables to leave.
        foreach (Option option in command.Command.Options.Where(o => o.Name == CommonOptions.NameOption).ToArray()) command.Command.Options.Remove(option);
        command.Command.SetAction(parsed =>
        {
            using var interruption = new Interruption(terminal.Interject);
            if (Environment.GetEnvironmentVariable(WorkerCommand.StopVariable) is not null) interruption.StopAtEndOf(Console.OpenStandardInput());
            try
            {
                CommandSet.InvokeAsync(command, parsed, new TerminalHost(terminal), new HicraFormatter(ReproductionKit.Standard), interruption.Token).GetAwaiter().GetResult();
                return Failure.Ok;
            }
            catch (OperationCanceledException stopped) when (interruption.Token.IsCancellationRequested)
            {
                terminal.Error.WriteLine($"hicra: {stopped.Message}");
                return Failure.Interrupted;
            }
        });
        return command.Command;
    }
}
