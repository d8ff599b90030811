using System.CommandLine;
using Hicra.Interactive.Viewer;
using Hicra.Notebook.Cli;

namespace Hicra.Notebook.Verbs;

/// <summary><c>hicra view</c>: one run, or two side by side, as one HTML file.</summary>
internal static class ViewVerb
{
    public static Command Create(Terminal terminal)
    {
        var runs = new Argument<string[]>("RUN") { Description = $"{RunWords.Help}; a second one stands beside it", Arity = new ArgumentArity(1, 2) };
        Option<string?> file = Options.Text("--out", "FILE", "the page [RUN.html beside the run's folder]");
        Option<bool> open = new("--open") { Description = "open the page in a browser where there is a desktop" };
        var command = new Command("view", "Writes a page that shows runs step by step, down to a token's advantage and objective; it needs no network.") { runs, file, open };
        command.SetAction(parsed =>
        {
            NamedRun[] found = [.. parsed.GetRequiredValue(runs).SelectMany(word => RunWords.Find(terminal, word))];
            string path = parsed.GetValue(file) ?? RunWords.FileBeside(found[0], ".html");
            RunViewer.Write(path, [.. found.Select(f => f.Run)]);
            if (parsed.GetValue(open)) Desktop.TryOpen(path);
            terminal.Output.WriteLine(FormattableString.Invariant($"{path} ({new FileInfo(path).Length / 1024.0:N0} kB): open it in a browser"));
            return Failure.Ok;
        });
        return command;
    }
}
