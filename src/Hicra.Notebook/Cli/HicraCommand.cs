using System.CommandLine;
using System.CommandLine.Help;
using Hicra.Notebook.Verbs;

namespace Hicra.Notebook.Cli;

/// <summary>The <c>hicra</c> command: its verbs.</summary>
internal static class HicraCommand
{
    /// <summary>Runs a command line.</summary>
    /// <returns>0, 1 where a check failed, 2 for an error in one line on the error stream, 130 after Ctrl-C.</returns>
    public static int Run(string[] args, Terminal terminal)
    {
        Command root = new("hicra", "HICRA on your own machine: train by GRPO and HICRA, and look at runs.")
        {
            MagicBinding.Bind(terminal, new TrainCommand("train")), MagicBinding.Bind(terminal, TrainCommand.Sweep("sweep")), PretrainVerb.Create(terminal), MagicBinding.Bind(terminal, new EvalCommand("eval")), MagicBinding.Bind(terminal, new MineCommand("mine")), MagicBinding.Bind(terminal, new ReviewCommand("review")),
            ShowVerb.Create(terminal), TraceVerb.Create(terminal), MagicBinding.Bind(terminal, new WhatIfCommand("what-if")), MagicBinding.Bind(terminal, new PlotCommand("plot")), ViewVerb.Create(terminal), ExportVerb.Create(terminal),
            RunVerb.Create(terminal), KernelVerb.Create(terminal),
            new HelpOption(), new VersionOption(),
        };
        return CommandProgram.Run(root, args, terminal.Output, terminal.Error);
    }
}
