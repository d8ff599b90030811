using Hicra.Notebook.Cli;

if (MachineCultures.Choose(args) is { } lack) Console.Error.WriteLine(lack);
return HicraTool.Run(args, Terminal.System());
