using System.CommandLine;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Rendering;
using Hicra.Kernel.Notebooks;
using Hicra.Notebook.Cli;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra convert</c>: notebooks between Jupyter's format and that of VS Code's Polyglot Notebooks.</summary>
internal static class ConvertVerb
{
    public static Command Create(Terminal terminal)
    {
        var notebooks = new Argument<string[]>("NOTEBOOK") { Description = "an .ipynb file, which becomes a .dib, or a .dib, which becomes an .ipynb", Arity = ArgumentArity.OneOrMore };
        Option<string?> folder = Options.Text("--out", "DIR", "where the results go [beside the notebook]");
        Option<bool> force = new("--force") { Description = "write over what is there" };
        var command = new Command("convert", "Converts notebooks between .ipynb (Jupyter) and .dib (VS Code's Polyglot Notebooks).") { notebooks, folder, force };
        command.SetAction(parsed =>
        {
            // All are read before any is written.
            (string Target, string Text, string[] Lost)[] results = [.. parsed.GetRequiredValue(notebooks).Select(path => Converted(path, parsed.GetValue(folder), parsed.GetValue(force)))];
            if (results.GroupBy(r => r.Target, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new HicraException($"{twice.Key} would be written twice; convert them into different --out folders");
            foreach ((string target, string text, string[] lost) in results)
            {
                TextFile.Write(target, text);
                terminal.Output.WriteLine(target);
                foreach (string line in lost) terminal.Error.WriteLine($"note: {target} is without {line}");
            }
            return Failure.Ok;
        });
        return command;
    }

    private static (string Target, string Text, string[] Lost) Converted(string path, string? folder, bool force)
    {
        var lost = new List<string>();
        bool isDib = Path.GetExtension(path).Equals(".dib", StringComparison.OrdinalIgnoreCase);
        string text = isDib ? NotebookConversion.FromDib(NotebookDocument.ReadText(path)).ToText() : NotebookConversion.ToDib(NotebookDocument.Load(path), path, lost);
        string target = Path.ChangeExtension(folder is null ? path : Path.Combine(folder, Path.GetFileName(path)), isDib ? ".ipynb" : ".dib");
        if (File.Exists(target) && !force) throw new HicraException($"{target} is there; --force writes over it, --out DIR leaves it alone");
        WholeFile.CheckWritable(target);
        return (target, text, [.. lost]);
    }
}
