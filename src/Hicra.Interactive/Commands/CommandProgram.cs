using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Hicra.Interactive.Commands;

/// <summary>A program made of commands: reads its line, says what is wrong with it, and turns errors into one line and an exit code.</summary>
internal static class CommandProgram
{
    /// <summary>Runs a command line; one without words means the root's own work, or its help where it has none.</summary>
    /// <param name="root">The commands. Of a name of their own: <see cref="RootCommand"/> takes that of the program file.</param>
    /// <param name="args">The words behind the program's name.</param>
    /// <param name="output">Takes results.</param>
    /// <param name="error">Takes everything else.</param>
    /// <returns>What the command returns; 2 for an error in one line on the error stream, 130 where Ctrl-C stopped the work.</returns>
    public static int Run(Command root, string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            CheckFolder();
            ParseResult parsed = root.Parse(args.Length == 0 && root.Action is null ? ["--help"] : args);
            bool isHelp = parsed.Action is HelpAction || parsed.Action?.GetType().Name.Contains("Version", StringComparison.Ordinal) == true;
            if (!isHelp && Complaint.Of(parsed, NameOf(parsed)) is { } complaint)
            {
                error.WriteLine($"hicra: {complaint}");
                return Failure.Unusable;
            }
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (OperationCanceledException stopped) when (stopped.CancellationToken.IsCancellationRequested)
        {
            error.WriteLine("hicra: stopped");
            return Failure.Interrupted;
        }
        catch (Exception expected) when (Failure.IsExpected(expected))
        {
            error.WriteLine(Failure.Line(expected));
            return Failure.Unusable;
        }
    }

    private static void CheckFolder()
    {
        try
        {
            _ = Environment.CurrentDirectory;
        }
        catch (IOException)
        {
            throw new HicraException("the folder that this was started in is gone; go to another one and try again");
        }
    }

    private static string NameOf(ParseResult parsed)
    {
        var names = new List<string>();
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult command; result = result.Parent) names.Insert(0, command.Command.Name);
        return string.Join(' ', names);
    }
}
