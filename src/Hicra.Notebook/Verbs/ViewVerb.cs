using System.CommandLine;
using Hicra.Interactive.Viewer;
using Hicra.Notebook.Cli;
using Hicra.Training.Runs;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra view</c>: one run, or two side by side, as one HTML file.</summary>
internal static class ViewVerb
{
    public static Command Create(Terminal terminal)
    {
        var runs = new Argument<string[]>("RUN") { Description = "folder of a run; a second one stands beside it", Arity = new ArgumentArity(1, 2) };
        Option<string?> file = Options.Text("--out", "FILE", "the page [RUN.html beside the run's folder]");
        var command = new Command("view", "Writes a page that shows runs step by step, down to a token's advantage and objective; it needs no network.") { runs, file };
        command.SetAction(parsed =>
        {
            string[] folders = parsed.GetRequiredValue(runs);
            ExistingRun[] found = [.. folders.Select(ExistingRun.Open)];
            string path = parsed.GetValue(file) ?? Path.TrimEndingDirectorySeparator(folders[0]) + ".html";
            RunViewer.Write(path, found);
            terminal.Output.WriteLine($"{path} ({new FileInfo(path).Length / 1024.0:N0} kB): open it in a browser");
            return Failure.Ok;
        });
        return command;
    }
}
