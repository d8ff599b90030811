using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;
using Hicra.Training.Policies;
using Hicra.Training.Runs;

namespace Hicra.Notebook.Cli;

/// <summary>A terminal as a host of magic commands: what they display is printed as plain text, redrawn in place where the output is a terminal, and there are no variables.</summary>
internal sealed class TerminalHost(Terminal terminal) : INotebookHost
{
    private static readonly Dictionary<string, object?> NoVariables = [];

    public TextWriter Output => terminal.Output;

    public TextWriter Errors { get; } = new Warnings(terminal);

    public TextWriter Progress => terminal.Error;

    public IReadOnlyDictionary<string, object?> Variables => NoVariables;

    public bool CanUpdate => terminal.CanRedraw;

    public bool ShowsHtml => false;

    public int? TextWidth => terminal.OutputIsTerminal ? terminal.Width : null;

    public string WorkingDirectory => Environment.CurrentDirectory;

    public TimeProvider Clock => TimeProvider.System;

    public WorkerCommand? Worker => ThisProgram.Worker;

    public EngineCatalog Engines => ThisProgram.Engines;

    public bool TryOpen(string page) => Desktop.TryOpen(page);

    public IDisplayed Display(MimeBundle bundle)
    {
        var printed = new Printed(terminal);
        printed.Update(bundle);
        return printed;
    }

    public void SetVariable(string name, object value) => throw new HicraException($"--name {name}: a terminal has no variables; leave it out");

    public Task<string> AskAsync(string prompt, bool password, CancellationToken cancellation) => throw new HicraException("there is nobody to ask; give the answer as an option");

    private sealed class Printed(Terminal terminal) : IDisplayed
    {
        private int _lines, _interjections;

        public void Update(MimeBundle bundle)
        {
            string text = terminal.Colour && bundle.Text(MimeBundle.TerminalType) is { } coloured ? coloured : bundle.PlainText;
            if (!terminal.OutputIsTerminal)
            {
                terminal.Output.WriteLine(text);
                return;
            }
            // What somebody else wrote in between stays: the text then begins anew below it.
            bool inPlace = terminal.CanRedraw && _lines > 0 && _interjections == terminal.Interjections;
            // Lines are counted to be drawn over, so none may be broken by the terminal itself.
            string[] lines = [.. text.TrimEnd().Split('\n').SelectMany(line => TerminalText.Fold(line, terminal.Width))];
            terminal.Output.Write((inPlace ? $"\e[{_lines}A\e[J" : "") + string.Concat(lines.Select(line => line + "\n")));
            terminal.Output.Flush();
            (_lines, _interjections) = (lines.Length, terminal.Interjections);
        }
    }

    /// <summary>Lines of warning, as the other verbs write them.</summary>
    private sealed class Warnings(Terminal terminal) : StringWriter
    {
        public override void WriteLine(string? value) => terminal.Error.WriteLine($"hicra: {value}");

        public override Task WriteLineAsync(string? value)
        {
            WriteLine(value);
            return Task.CompletedTask;
        }
    }
}
