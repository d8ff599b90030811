using System.CommandLine;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Rendering;
using Hicra.Notebook.Cli;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra notebooks</c>: the kit's notebooks, for a reader who has the command and no checkout.</summary>
internal static class NotebooksVerb
{
    /// <summary>Where they lie beside the program.</summary>
    public static string Shipped { get; } = Path.Combine(AppContext.BaseDirectory, "notebooks");

    public static Command Create(Terminal terminal)
    {
        Option<string?> folder = Options.Text("--out", "DIR", "where they go [notebooks]");
        var command = new Command("notebooks", "Writes the kit's notebooks, one question each; keeps what is there.") { folder };
        command.SetAction(parsed =>
        {
            Write(Shipped, parsed.GetValue(folder) ?? "notebooks", terminal.Output);
            return Failure.Ok;
        });
        return command;
    }

    /// <summary>Copies notebooks into a folder, and says of each whether it was written, is there already or was kept as somebody changed it.</summary>
    internal static void Write(string shipped, string folder, TextWriter output)
    {
        foreach (string source in Directory.EnumerateFiles(shipped, "*.ipynb").Order(StringComparer.Ordinal))
        {
            string target = Path.Combine(folder, Path.GetFileName(source)), text = File.ReadAllText(source);
            if (!File.Exists(target))
            {
                TextFile.Write(target, text);
                output.WriteLine(target);
            }
            else output.WriteLine(File.ReadAllText(target) == text ? $"{target} is there" : $"{target} is there and differs: kept; for a fresh copy give another --out");
        }
    }
}
