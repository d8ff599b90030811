using System.CommandLine;
using Hicra.Interactive.Formatting;

namespace Hicra.Notebook.Cli;

/// <summary>Makes a verb of a magic command: same options, same work, with the terminal as host.</summary>
internal static class MagicBinding
{
    public static Command Bind(Terminal terminal, MagicCommand magic)
    {
        // A terminal has no variables to leave.
        foreach (Option option in magic.Command.Options.Where(o => o.Name == CommonOptions.NameOption).ToArray()) magic.Command.Options.Remove(option);
        magic.Command.SetAction(parsed =>
        {
            using var interruption = new Interruption(terminal.Interject);
            try
            {
                HicraCommands.InvokeAsync(magic, parsed, new TerminalHost(terminal), new HicraFormatter(), interruption.Token).GetAwaiter().GetResult();
                return Failure.Ok;
            }
            catch (OperationCanceledException stopped) when (interruption.Token.IsCancellationRequested)
            {
                terminal.Error.WriteLine($"hicra: {stopped.Message}");
                return Failure.Interrupted;
            }
        });
        return magic.Command;
    }
}
