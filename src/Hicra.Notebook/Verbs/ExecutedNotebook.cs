using System.Globalization;
using Hicra.Interactive;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Rendering;
using Hicra.Kernel.Notebooks;
using Hicra.Kernel.Session;
using Hicra.Notebook.Cli;
using Hicra.Reproduction;
using FilePath = System.IO.Path;

namespace Hicra.Notebook.Verbs;

/// <summary>One notebook of a <c>hicra run</c>: read, executed, written.</summary>
internal sealed class ExecutedNotebook
{
    private readonly NotebookDocument _notebook;
    private readonly NotebookRunOptions _options;
    private readonly string _name, _written;
    private readonly bool _writesPage;

    /// <summary>Gives it its variables.</summary>
    /// <param name="path">What it is called.</param>
    /// <param name="notebook">The notebook.</param>
    /// <param name="target">The folder that takes the executed one.</param>
    /// <param name="writesPage">Whether a page is written too.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="assignments">Variables for it, <c>name=value</c>.</param>
    /// <exception cref="HicraException">An assignment is none.</exception>
    public ExecutedNotebook(string path, NotebookDocument notebook, string target, bool writesPage, NotebookRunOptions options, IReadOnlyList<string> assignments)
    {
        (Path, _options, _writesPage, _name) = (path, options, writesPage, FilePath.GetFileNameWithoutExtension(path));
        (_written, Page) = (FilePath.Combine(target, _name + ".ipynb"), FilePath.Combine(target, _name + ".html"));
        _notebook = notebook;
        NotebookParameters.Apply(_notebook, assignments);
    }

    /// <summary>The notebook.</summary>
    public string Path { get; }

    /// <summary>Its page.</summary>
    public string Page { get; }

    /// <summary>What is written.</summary>
    public IReadOnlyList<string> Files => _writesPage ? [_written, Page] : [_written];

    private string Folder => FilePath.GetDirectoryName(FilePath.GetFullPath(Path)) ?? ".";

    /// <summary>Finds what would fail later, before anything runs.</summary>
    /// <exception cref="HicraException">Cells are no C#, or the result cannot be written.</exception>
    public void Check()
    {
        _notebook.CheckLanguages(Path, _options.AllowErrors);
        foreach (string file in Files) WholeFile.CheckWritable(file);
    }

    /// <summary>Whether a cell, from 1, is expected to fail.</summary>
    public bool MayFail(int cell) => _notebook.Cells[cell - 1].Tags.Contains(NotebookRunner.Raises);

    /// <summary>Runs its cells.</summary>
    public NotebookRunResult Execute(Terminal terminal, bool isQuiet)
    {
        var formatter = new HicraFormatter(ReproductionKit.Standard);
        string before = Environment.CurrentDirectory, written = FilePath.GetFullPath(_written);
        using var session = new CSharpSession(ReproductionKit.Standard.CreateCommands(formatter), formatter, Folder) { Worker = ThisProgram.Worker, Engines = () => ThisProgram.Engines };
        using var progress = new CellProgress(terminal, FilePath.GetFileName(Path), isQuiet, TimeProvider.System);
        using var interruption = new Interruption(line =>
        {
            progress.Clear();
            terminal.Interject(line);
        });
        var runner = new NotebookRunner(_notebook, session, _options with { Started = progress.Begin, Said = progress.Say });
        long started = TimeProvider.System.GetTimestamp();
        NotebookRunResult result;
        // Paths in a notebook start from the notebook's folder, as in Jupyter: those of the magic commands and those of File.Open.
        if (terminal.OwnsProcess) Environment.CurrentDirectory = Folder;
        using (new UnexpectedEnd(() => Abandon(runner, terminal, written, interruption.Token.IsCancellationRequested)))
        {
            try { result = runner.RunAsync(interruption.Token).GetAwaiter().GetResult(); }
            finally { if (terminal.OwnsProcess) Environment.CurrentDirectory = before; }
        }
        progress.Clear();
        if (!isQuiet) terminal.Error.WriteLine($"{FilePath.GetFileName(Path)}: {Summary(result)} in {TimeProvider.System.GetElapsedTime(started).TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s");
        return result;
    }

    /// <summary>Writes the notebook with its outputs, and the page.</summary>
    public void Write()
    {
        TextFile.Write(_written, _notebook.ToText());
        if (_writesPage) TextFile.Write(Page, NotebookPage.Html(_notebook, _name, Folder));
    }

    private string Summary(NotebookRunResult result)
    {
        int cells = _notebook.Cells.Count(c => c.ExecutionCount is not null), expected = result.Allowed.Count(e => MayFail(e.Cell)), allowed = result.Allowed.Count - expected;
        return $"{cells} {(cells == 1 ? "cell" : "cells")}{(allowed > 0 ? $", {allowed} {(allowed == 1 ? "error" : "errors")} allowed" : "")}{(expected > 0 ? $", {expected} {(expected == 1 ? "error" : "errors")} as expected" : "")}";
    }

    // Returns the exit code.
    private int Abandon(NotebookRunner runner, Terminal terminal, string written, bool isStopped)
    {
        const string why = "the code ended the process of the run; to end a cell, return or throw an exception";
        if (runner.Abandon("ProcessExit", isStopped ? "stopped at once" : why) is not { } stop) return isStopped ? Failure.Interrupted : Failure.CheckFailed;
        TextFile.Write(written, _notebook.ToText());
        terminal.Error.WriteLine($"hicra: {Path}: {stop}");
        return isStopped ? Failure.Interrupted : Failure.CheckFailed;
    }
}
