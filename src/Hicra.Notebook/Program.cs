using Hicra.Notebook.Cli;

return HicraTool.Run(args, Terminal.System());
