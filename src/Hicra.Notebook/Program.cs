using Hicra.Notebook.Cli;

if (Cultures.Choose(args) is { } lack) Console.Error.WriteLine(lack);
return HicraTool.Run(args, Terminal.System());
