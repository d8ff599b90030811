using System.CommandLine;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Rendering;
using Hicra.Kernel.Notebooks;
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
        Option<bool> allow = new("--allow-errors") { Description = $"go on after cells that fail, as nbconvert does; a cell tagged {NotebookRunner.Raises} may always fail, and one tagged {NotebookRunner.Skipped} is left alone" };
        Option<string[]> set = new("--set") { HelpName = "name=value", Description = "a variable for the notebook, set behind the cell tagged 'parameters'; may be given more than once", Arity = ArgumentArity.OneOrMore };
        var command = new Command("run", "Executes notebooks, writes them with their outputs, and stops at the first error.") { notebooks, folder, html, open, set, timeout, allow, quiet };
        command.SetAction(parsed =>
        {
            string[] paths = parsed.GetRequiredValue(notebooks);
            string target = parsed.GetValue(folder) ?? "executed";
            bool opens = parsed.GetValue(open), writesPage = parsed.GetValue(html) || opens, isQuiet = parsed.GetValue(quiet);
            var options = new NotebookRunOptions { Timeout = parsed.Number(timeout, 0.001) is double s ? TimeSpan.FromSeconds(s) : null, AllowErrors = parsed.GetValue(allow) };
            if (paths.GroupBy(p => Path.GetFileNameWithoutExtension(p), StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
                throw new HicraException($"two notebooks are named '{twice.Key}' and would be written to one file; run them with different --out folders");
            (string Path, NotebookDocument Notebook)[] loaded = [.. paths.Select(p => (p, NotebookDocument.Load(p)))];
            IReadOnlyList<IReadOnlyList<string>> parameters = NotebookParameters.PerNotebook(loaded, parsed.GetValue(set) ?? []);
            ExecutedNotebook[] runs = [.. loaded.Select((one, i) => new ExecutedNotebook(one.Path, one.Notebook, target, writesPage, options, parameters[i]))];
            foreach (ExecutedNotebook run in runs) run.Check();
            foreach (ExecutedNotebook run in runs)
            {
                NotebookRunResult result = run.Execute(terminal, isQuiet);
                run.Write();
                foreach (string file in run.Files) terminal.Output.WriteLine(file);
                if (writesPage && !(opens && Desktop.TryOpen(run.Page)) && !isQuiet) terminal.Error.WriteLine($"open {run.Page} in a browser");
                // An error that nobody expected is told however quiet the run is.
                foreach (NotebookStop error in result.Allowed.Where(e => options.AllowErrors && !run.MayFail(e.Cell))) Say($"{error} (allowed, so the run went on)");
                foreach (int cell in result.NotRaised) Say($"cell {cell} is tagged {NotebookRunner.Raises} and raised nothing");
                if (result.Stop is not { } stop) continue;
                Say(stop.ToString());
                return stop.Interrupted ? Failure.Interrupted : Failure.CheckFailed;

                void Say(string line) => terminal.Error.WriteLine($"hicra: {run.Path}: {line.ReplaceLineEndings(" ")}");
            }
            return Failure.Ok;
        });
        return command;
    }
}
