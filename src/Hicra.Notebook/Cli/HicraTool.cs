using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Hicra.Interactive;
using Hicra.Interactive.Commands;
using Hicra.Notebook.Verbs;

namespace Hicra.Notebook.Cli;

/// <summary>The <c>hicra</c> program: the kit's commands as verbs, its own for notebooks and kernels, and how errors reach the user.</summary>
internal static class HicraTool
{
    /// <summary>Runs a command line.</summary>
    /// <returns>0, 1 where a check failed, 2 for an error in one line on the error stream, 130 after Ctrl-C.</returns>
    public static int Run(string[] args, Terminal terminal)
    {
        // A command of our own name: RootCommand takes that of the program file.
        Command root = new("hicra", "HICRA on your own machine: train by GRPO and HICRA, look at runs, check the numbers.");
        foreach (KitCommand command in Kit.Standard.Commands(CommandStyle.Terminal)) root.Subcommands.Add(KitBinding.Bind(terminal, command));
        foreach (Command verb in (Command[])[RunVerb.Create(terminal), KernelVerb.Create(terminal), VerifyVerb.Create(terminal), BenchVerb.Create(terminal)]) root.Subcommands.Add(verb);
        root.Options.Add(new HelpOption());
        root.Options.Add(new VersionOption());
        try
        {
            CheckFolder();
            ParseResult parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
            bool isHelp = parsed.Action is HelpAction || parsed.Action?.GetType().Name.Contains("Version", StringComparison.Ordinal) == true;
            if (!isHelp && Complaint.Of(parsed, NameOf(parsed)) is { } complaint)
            {
                terminal.Error.WriteLine($"hicra: {complaint}");
                return Failure.Unusable;
            }
            return parsed.Invoke(new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception error) when (Failure.IsExpected(error))
        {
            terminal.Error.WriteLine(Failure.Line(error));
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
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult command; result = result.Parent)
            names.Insert(0, command.Parent is null ? "hicra" : command.Command.Name);
        return string.Join(' ', names);
    }
}
