using Hicra.Notebook.Cli;

return HicraCommand.Run(args, Terminal.System());
