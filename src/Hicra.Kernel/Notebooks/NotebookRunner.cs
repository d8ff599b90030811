using System.Text.Json.Nodes;
using Hicra.Kernel.Session;

namespace Hicra.Kernel.Notebooks;

/// <summary>Where and why a notebook stopped, or an error that it was allowed to have.</summary>
/// <param name="Cell">The cell's place in the notebook, from 1, markdown cells counted.</param>
/// <param name="Line">The line of the cell, from 1; null where that is not known.</param>
/// <param name="Error">The error's name and message.</param>
/// <param name="Interrupted">Whether the user stopped it.</param>
internal sealed record NotebookStop(int Cell, int? Line, string Error, bool Interrupted)
{
    public override string ToString() => $"cell {Cell}{(Line is int line ? $", line {line}" : "")}: {Error}";
}

/// <summary>How a notebook is run.</summary>
internal sealed record NotebookRunOptions
{
    /// <summary>The longest that a cell may take; null for no bound.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the run goes on after errors; they stay in the notebook.</summary>
    public bool AllowErrors { get; init; }

    /// <summary>Called before a cell runs, with its place from 1 and the number of cells.</summary>
    public Action<int, int>? Started { get; init; }

    /// <summary>Called with a line of what the running cell says of itself, on any thread.</summary>
    public Action<string>? Said { get; init; }
}

/// <summary>How a run ended.</summary>
/// <param name="Stop">Where it stopped; null where it came to the notebook's end.</param>
/// <param name="Allowed">Errors after which it went on.</param>
/// <param name="NotRaised">Cells, from 1, that are tagged <see cref="NotebookRunner.Raises"/> and raised nothing.</param>
internal sealed record NotebookRunResult(NotebookStop? Stop, IReadOnlyList<NotebookStop> Allowed, IReadOnlyList<int> NotRaised);

/// <summary>Executes a notebook's code cells in order, as nbconvert does: to the first error that is not allowed.</summary>
/// <param name="notebook">The notebook; outputs of earlier executions go first.</param>
/// <param name="session">A fresh session.</param>
/// <param name="options">How.</param>
internal sealed class NotebookRunner(NotebookDocument notebook, CSharpSession session, NotebookRunOptions options)
{
    /// <summary>The tags that nbconvert knows: a cell may fail; a cell stays as it is.</summary>
    public const string Raises = "raises-exception", Skipped = "skip-execution";

    // How long a cell that was asked to stop may take before the run goes on without it.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly NotebookDisplays _displays = new();
    private volatile NotebookOutputs? _running;
    private int _cell;

    /// <summary>Executes the notebook; its cells hold the outputs afterwards, also where it stopped.</summary>
    /// <param name="cancellation">Stops the running cell.</param>
    public async Task<NotebookRunResult> RunAsync(CancellationToken cancellation)
    {
        List<JsonArray?> cleared = [.. notebook.Cells.Select(c => c.IsCode && !c.Tags.Contains(Skipped) ? c.ClearOutputs() : null)];
        var allowed = new List<NotebookStop>();
        var notRaised = new List<int>();
        int count = 0;
        for (int i = 0; i < notebook.Cells.Count; i++)
        {
            NotebookCell cell = notebook.Cells[i];
            if (cleared[i] is not { } outputs || string.IsNullOrWhiteSpace(cell.Source)) continue;
            options.Started?.Invoke(i + 1, notebook.Cells.Count);
            var output = new NotebookOutputs(outputs, _displays, ++count, options.Said);
            lock (_displays.Gate) cell.ExecutionCount = count;
            (_cell, _running) = (i + 1, output);
            (CellResult result, bool isLate) = await ExecuteAsync(notebook.Code(cell), output, cancellation);
            _running = null;
            bool mayFail = cell.Tags.Contains(Raises);
            if (result.Ok)
            {
                if (mayFail) notRaised.Add(i + 1);
                continue;
            }
            bool stopped = cancellation.IsCancellationRequested;
            NotebookStop stop = Fail(output, i + 1, result, stopped);
            if (stopped || isLate || !(mayFail || options.AllowErrors)) return new(Detached(stop), allowed, notRaised);
            allowed.Add(stop);
        }
        return new(Detached(null), allowed, notRaised);
    }

    /// <summary>Gives a run up whose process ends in the middle of a cell: the notebook says so and can be written.</summary>
    /// <returns>Where that is; null where no cell runs.</returns>
    public NotebookStop? Abandon(string name, string message) =>
        _running is { } output ? Detached(Fail(output, _cell, CellResult.Failed(name, message), stopped: false)) : null;

    private static NotebookStop Fail(NotebookOutputs output, int cell, CellResult result, bool stopped)
    {
        string name = result.ErrorName ?? "Error", message = result.ErrorMessage ?? "";
        // Who stops a cell made no error.
        if (stopped) output.Write(CellResult.StoppedLine(message) + "\n", toErrors: false);
        else output.Error(name, message, result.Traceback);
        return new(cell, stopped ? null : result.Line, stopped ? CellResult.StoppedLine(message) : message.Length == 0 ? name : $"{name}: {message}", stopped);
    }

    private async Task<(CellResult Result, bool IsLate)> ExecuteAsync(string code, NotebookOutputs output, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (options.Timeout is { } bound) stop.CancelAfter(bound);
        Task<CellResult> execution = Task.Run(() => session.ExecuteAsync(code, output, stop.Token), CancellationToken.None);
        Task stopped = Stopped(stop.Token);
        if (await Task.WhenAny(execution, stopped) == stopped) await Task.WhenAny(execution, Task.Delay(Grace, CancellationToken.None));
        bool isLate = stop.IsCancellationRequested && !cancellation.IsCancellationRequested;
        string? late = isLate ? FormattableString.Invariant($"the cell took longer than {options.Timeout!.Value.TotalSeconds} s; give a larger --timeout") : null;
        if (!execution.IsCompleted) return (new CellResult(false, "Timeout", late ?? "the cell did not stop", [late ?? "the cell did not stop"], Interrupted: true), true);
        CellResult result = await execution;
        return !result.Ok && late is not null ? (result with { ErrorName = "Timeout", ErrorMessage = late, Traceback = [$"Timeout: {late}"] }, true) : (result, false);
    }

    private static Task Stopped(CancellationToken token)
    {
        var source = new TaskCompletionSource();
        token.Register(() => source.TrySetResult());
        return source.Task;
    }

    // Background tasks may go on writing; the notebook that is written to disk must stand still.
    private NotebookStop? Detached(NotebookStop? stop)
    {
        lock (_displays.Gate)
        {
            foreach (NotebookCell cell in notebook.Cells.Where(c => c.IsCode)) cell.Json["outputs"] = cell.Outputs.DeepClone();
        }
        return stop;
    }
}
