using System.Text.Json.Nodes;
using Hicra.Kernel.Session;

namespace Hicra.Kernel.Notebooks;

/// <summary>Where and why a notebook stopped.</summary>
/// <param name="Cell">The cell's place in the notebook, from 1, markdown cells counted.</param>
/// <param name="Line">The line of the cell, from 1; null where that is not known.</param>
/// <param name="Error">The error's name and message.</param>
/// <param name="Interrupted">Whether the user stopped it.</param>
internal sealed record NotebookStop(int Cell, int? Line, string Error, bool Interrupted)
{
    public override string ToString() => $"cell {Cell}{(Line is int line ? $", line {line}" : "")}: {Error}";
}

/// <summary>Executes a notebook's code cells in order, as a kernel would, and stops at the first error.</summary>
internal static class NotebookRunner
{
    // How long a cell that was asked to stop may take before the run goes on without it.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Executes the notebook; its cells hold the outputs afterwards, also where it stopped.</summary>
    /// <param name="notebook">The notebook; outputs of earlier executions go first.</param>
    /// <param name="session">A fresh session.</param>
    /// <param name="timeout">The longest that a cell may take; null for no bound.</param>
    /// <param name="started">Called before a cell runs, with its place from 1 and the number of cells.</param>
    /// <param name="cancellation">Stops the running cell.</param>
    /// <returns>Null where every cell ran to its end.</returns>
    public static async Task<NotebookStop?> RunAsync(NotebookDocument notebook, CSharpSession session, TimeSpan? timeout, Action<int, int>? started, CancellationToken cancellation)
    {
        var displays = new NotebookDisplays();
        List<JsonArray?> cleared = [.. notebook.Cells.Select(c => c.IsCode ? c.ClearOutputs() : null)];
        int count = 0;
        for (int i = 0; i < notebook.Cells.Count; i++)
        {
            NotebookCell cell = notebook.Cells[i];
            if (!cell.IsCode || string.IsNullOrWhiteSpace(cell.Source)) continue;
            started?.Invoke(i + 1, notebook.Cells.Count);
            var output = new NotebookOutputs(cleared[i]!, displays, ++count);
            lock (displays.Gate) cell.ExecutionCount = count;
            CellResult result = await ExecuteAsync(Code(cell), session, output, timeout, cancellation);
            if (result.Ok) continue;
            string name = result.ErrorName ?? "Error", message = result.ErrorMessage ?? "";
            output.Error(name, message, result.Traceback);
            Detach(notebook, displays);
            return new NotebookStop(i + 1, result.Line, message.Length == 0 ? name : $"{name}: {message}", cancellation.IsCancellationRequested);
        }
        Detach(notebook, displays);
        return null;
    }

    private static async Task<CellResult> ExecuteAsync(string code, CSharpSession session, NotebookOutputs output, TimeSpan? timeout, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (timeout is { } bound) stop.CancelAfter(bound);
        Task<CellResult> execution = Task.Run(() => session.ExecuteAsync(code, output, stop.Token), CancellationToken.None);
        Task stopped = Stopped(stop.Token);
        if (await Task.WhenAny(execution, stopped) == stopped) await Task.WhenAny(execution, Task.Delay(Grace, CancellationToken.None));
        bool isLate = stop.IsCancellationRequested && !cancellation.IsCancellationRequested;
        string? late = isLate ? FormattableString.Invariant($"the cell took longer than {timeout!.Value.TotalSeconds} s; give a larger --timeout") : null;
        if (!execution.IsCompleted) return new CellResult(false, "Timeout", late ?? "the cell did not stop", [late ?? "the cell did not stop"], Interrupted: true);
        CellResult result = await execution;
        return !result.Ok && late is not null ? result with { ErrorName = "Timeout", ErrorMessage = late } : result;
    }

    private static Task Stopped(CancellationToken token)
    {
        var source = new TaskCompletionSource();
        token.Register(() => source.TrySetResult());
        return source.Task;
    }

    // A polyglot notebook says a cell's language beside the cell; the session hears it as the first line.
    private static string Code(NotebookCell cell) =>
        cell.Language is { } language && language is not ("csharp" or "C#" or "cs" or "hicra") ? $"#!{language}\n{cell.Source}" : cell.Source;

    // Background tasks may go on writing; the notebook that is written to disk must stand still.
    private static void Detach(NotebookDocument notebook, NotebookDisplays displays)
    {
        lock (displays.Gate)
        {
            foreach (NotebookCell cell in notebook.Cells.Where(c => c.IsCode)) cell.Json["outputs"] = cell.Outputs.DeepClone();
        }
    }
}
