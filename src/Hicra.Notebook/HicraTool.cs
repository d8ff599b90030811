using System.CommandLine;
using System.CommandLine.Help;
using Hicra.Interactive.Commands;
using Hicra.Notebook.Cli;
using Hicra.Notebook.Verbs;
using Hicra.Reproduction;

namespace Hicra.Notebook;

/// <summary>The <c>hicra</c> program: the kit's commands as verbs, and its own for notebooks and kernels.</summary>
internal static class HicraTool
{
    /// <summary>Runs a command line.</summary>
    /// <returns>0, 1 where a check failed, 2 for an error in one line on the error stream, 130 after Ctrl-C.</returns>
    public static int Run(string[] args, Terminal terminal)
    {
        Command root = new("hicra", "HICRA on your own machine: train by GRPO and HICRA, and look at runs.");
        foreach (KitCommand command in ReproductionKit.Standard.Commands(CommandStyle.Terminal)) root.Subcommands.Add(KitBinding.Bind(terminal, command));
        root.Subcommands.Add(RunVerb.Create(terminal));
        root.Subcommands.Add(ConvertVerb.Create(terminal));
        root.Subcommands.Add(NotebooksVerb.Create(terminal));
        root.Subcommands.Add(KernelVerb.Create(terminal));
        root.Subcommands.Add(TorchVerb.Create(terminal));
        root.Options.Add(new HelpOption());
        root.Options.Add(new VersionOption());
        return CommandProgram.Run(root, args, terminal.Output, terminal.Error);
    }
}
