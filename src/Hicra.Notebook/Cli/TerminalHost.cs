using Hicra.Interactive.Hosting;

namespace Hicra.Notebook.Cli;

/// <summary>A terminal as a host of magic commands: what they display is printed as plain text, and there are no variables.</summary>
internal sealed class TerminalHost(Terminal terminal) : INotebookHost
{
    private static readonly Dictionary<string, object?> NoVariables = [];

    public TextWriter Output => terminal.Output;

    public TextWriter Errors => terminal.Error;

    public IReadOnlyDictionary<string, object?> Variables => NoVariables;

    public bool CanUpdate => false;

    public string WorkingDirectory => Environment.CurrentDirectory;

    public TimeProvider Clock => TimeProvider.System;

    public IDisplayed Display(MimeBundle bundle)
    {
        terminal.Output.WriteLine(bundle.PlainText);
        return new Printed(terminal);
    }

    public void SetVariable(string name, object value) => throw new HicraException($"--name {name}: a terminal has no variables; leave it out");

    public Task<string> AskAsync(string prompt, bool password, CancellationToken cancellation) => throw new HicraException("there is nobody to ask; give the answer as an option");

    private sealed class Printed(Terminal terminal) : IDisplayed
    {
        public void Update(MimeBundle bundle) => terminal.Output.WriteLine(bundle.PlainText);
    }
}
