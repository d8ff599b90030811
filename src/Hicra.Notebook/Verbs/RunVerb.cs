using System.CommandLine;
using System.Globalization;
using Hicra.Interactive;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Rendering;
using Hicra.Kernel.Notebooks;
using Hicra.Kernel.Session;
using Hicra.Notebook.Cli;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra run</c>: executes notebooks without Jupyter.</summary>
internal static class RunVerb
{
    public static Command Create(Terminal terminal)
    {
        var notebooks = new Argument<string[]>("NOTEBOOK") { Description = "an .ipynb or .dib file", Arity = ArgumentArity.OneOrMore };
        Option<string?> folder = Options.Text("--out", "DIR", "where executed notebooks go [executed]"), timeout = Options.Text("--timeout", "s", "the longest that a cell may take, in seconds [no bound]");
        Option<bool> html = new("--html") { Description = "write a page of each notebook too, which needs nothing else" }, open = new("--open") { Description = "write the page, and open it in a browser where there is a desktop" }, quiet = Options.Quiet();
        Option<string[]> set = new("--set") { HelpName = "name=value", Description = "a variable for the notebook, set behind the cell tagged 'parameters'; may be given more than once", Arity = ArgumentArity.OneOrMore };
        var command = new Command("run", "Executes notebooks, writes them with their outputs, and stops at the first error.") { notebooks, folder, html, open, set, timeout, quiet };
        command.SetAction(parsed =>
        {
            string[] paths = parsed.GetRequiredValue(notebooks);
            string target = parsed.GetValue(folder) ?? "executed";
            double? seconds = parsed.Number(timeout, 0.001);
            if (paths.GroupBy(p => Path.GetFileNameWithoutExtension(p), StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
                throw new HicraException($"two notebooks are named '{twice.Key}' and would be written to one file; run them with different --out folders");
            (string Path, NotebookDocument Notebook)[] loaded = [.. paths.Select(p => (p, NotebookDocument.Load(p)))];
            using var interruption = new Interruption(terminal.Interject);
            foreach ((string path, NotebookDocument notebook) in loaded)
            {
                NotebookParameters.Apply(notebook, parsed.GetValue(set) ?? []);
                NotebookStop? stop = Execute(terminal, path, notebook, seconds, parsed.GetValue(quiet), interruption.Token);
                string name = Path.GetFileNameWithoutExtension(path), written = Path.Combine(target, name + ".ipynb");
                TextFile.Write(written, notebook.ToText());
                terminal.Output.WriteLine(written);
                if (parsed.GetValue(html) || parsed.GetValue(open))
                {
                    string page = Path.Combine(target, name + ".html");
                    TextFile.Write(page, NotebookPage.Html(notebook, name, FolderOf(path)));
                    terminal.Output.WriteLine(page);
                    bool opened = parsed.GetValue(open) && Desktop.TryOpen(page);
                    if (!opened && !parsed.GetValue(quiet)) terminal.Error.WriteLine($"open {page} in a browser");
                }
                if (stop is null) continue;
                terminal.Error.WriteLine($"hicra: {path}: {stop.ToString().ReplaceLineEndings(" ")}");
                return stop.Interrupted ? Failure.Interrupted : Failure.CheckFailed;
            }
            return Failure.Ok;
        });
        return command;
    }

    private static NotebookStop? Execute(Terminal terminal, string path, NotebookDocument notebook, double? seconds, bool isQuiet, CancellationToken cancellation)
    {
        var formatter = new HicraFormatter();
        string folder = FolderOf(path), before = Environment.CurrentDirectory;
        using var session = new CSharpSession(Kit.Standard.CreateCommands(formatter), formatter, folder) { Worker = ThisProgram.Worker, Engines = () => ThisProgram.Engines };
        long started = TimeProvider.System.GetTimestamp();
        NotebookStop? stop;
        // Paths in a notebook start from the notebook's folder, as in Jupyter: those of the magic commands and those of File.Open.
        Environment.CurrentDirectory = folder;
        try
        {
            stop = NotebookRunner.RunAsync(notebook, session, seconds is double s ? TimeSpan.FromSeconds(s) : null,
                isQuiet || !terminal.ErrorIsTerminal ? null : (cell, count) => terminal.Error.Write($"\r{Path.GetFileName(path)}: cell {cell} of {count} "), cancellation).GetAwaiter().GetResult();
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
        if (!isQuiet)
            terminal.Error.WriteLine($"{(terminal.ErrorIsTerminal ? "\r" : "")}{Path.GetFileName(path)}: {notebook.Cells.Count(c => c.ExecutionCount is not null)} cells in {TimeProvider.System.GetElapsedTime(started).TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s");
        return stop;
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
}
