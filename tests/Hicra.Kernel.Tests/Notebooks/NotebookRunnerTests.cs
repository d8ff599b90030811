using System.Text.Json.Nodes;
using Hicra.Kernel.Notebooks;
using Hicra.Kernel.Session;
using Hicra.Kernel.Tests.Session;

namespace Hicra.Kernel.Tests.Notebooks;

/// <summary>What a run does with errors, as nbconvert does it, and what it says meanwhile.</summary>
public sealed class NotebookRunnerTests
{
    private static NotebookDocument Notebook(params (string Source, string? Tag)[] cells) =>
        NotebookDocument.FromCells([.. cells.Select((c, i) => c.Tag == "markdown" ? NotebookCell.Markdown(c.Source, $"c{i}") : NotebookCell.Code(c.Source, $"c{i}", c.Tag is null ? [] : [c.Tag]))]);

    private static async Task<NotebookRunResult> Run(NotebookDocument notebook, NotebookRunOptions? options = null, CancellationToken? cancellation = null)
    {
        using CSharpSession session = NoFormatter.Session();
        return await new NotebookRunner(notebook, session, options ?? new()).RunAsync(cancellation ?? TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_cell_that_is_tagged_may_fail_and_the_run_goes_on()
    {
        NotebookDocument notebook = Notebook(("text", "markdown"), ("int a = 1;\nthrow new InvalidOperationException(\"expected\");", NotebookRunner.Raises), ("int nope = ;", NotebookRunner.Raises), ("#!nonsense", NotebookRunner.Raises), ("a + 1", NotebookRunner.Raises));
        NotebookRunResult result = await Run(notebook);
        Assert.Null(result.Stop);
        Assert.Equal(["cell 2, line 2: InvalidOperationException: expected", "cell 3, line 1: CompilerError: CS1525: Invalid expression term ';'", "cell 4, line 1: Error: unknown magic command '#!nonsense'; #!lsmagic lists them"], result.Allowed.Select(a => a.ToString()));
        Assert.Equal([5], result.NotRaised);
        Assert.Equal([null, 1, 2, 3, 4], notebook.Cells.Select(c => c.ExecutionCount));
        Assert.Equal(["error", "error", "error", "execute_result"], notebook.Cells.SelectMany(c => c.Outputs).Select(o => (string?)o!["output_type"]));
    }

    [Fact]
    public async Task Errors_may_be_allowed_and_are_told()
    {
        NotebookDocument notebook = Notebook(("throw new Exception(\"one\");", null), ("Environment.Exit(0);", null), ("#!fsharp\nlet x = 1", null), ("Console.Write(\"on\");", null));
        NotebookRunResult result = await Run(notebook, new() { AllowErrors = true });
        Assert.Null(result.Stop);
        Assert.Equal([1, 2, 3], result.Allowed.Select(a => a.Cell));
        Assert.Equal("on", NotebookText.Join(notebook.Cells[3].Outputs[0]!["text"]));
        result = await Run(Notebook(("1", null), ("Environment.Exit(0);", null), ("2", null)));
        Assert.StartsWith("cell 2, line 1: CellExitException: Environment.Exit(0) would end the process", result.Stop!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_that_takes_too_long_ends_the_run_though_errors_are_allowed()
    {
        NotebookRunResult result = await Run(Notebook(("while (true) { }", NotebookRunner.Raises), ("1", null)), new() { AllowErrors = true, Timeout = TimeSpan.FromSeconds(1) });
        Assert.Contains("longer than 1 s", result.Stop!.Error, StringComparison.Ordinal);
        Assert.False(result.Stop.Interrupted);
    }

    [Fact]
    public async Task Who_stops_a_cell_sees_a_plain_line_and_no_error()
    {
        NotebookDocument notebook = Notebook(("Console.WriteLine(\"works\");\nwhile (true) { }", NotebookRunner.Raises), ("1", null));
        using var stop = new CancellationTokenSource();
        NotebookRunResult result = await Run(notebook, new() { AllowErrors = true, Said = _ => stop.Cancel() }, stop.Token);
        Assert.Equal(("cell 1: stopped", true), (result.Stop!.ToString(), result.Stop.Interrupted));
        JsonNode output = Assert.Single(notebook.Cells[0].Outputs)!;
        Assert.Equal(("stdout", "works\nstopped\n"), ((string?)output["name"], NotebookText.Join(output["text"])));
        Assert.Empty(notebook.Cells[1].Outputs);
    }

    [Fact]
    public async Task A_cell_that_is_to_be_skipped_stays_as_it_is()
    {
        NotebookDocument notebook = Notebook(("throw new Exception();", NotebookRunner.Skipped), ("1", null));
        notebook.Cells[0].Outputs.Add((JsonNode)new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "old" });
        notebook.Cells[0].ExecutionCount = 7;
        Assert.Null((await Run(notebook)).Stop);
        Assert.Equal((7, 1), (notebook.Cells[0].ExecutionCount, notebook.Cells[0].Outputs.Count));
        Assert.Equal(1, notebook.Cells[1].ExecutionCount);
    }

    [Fact]
    public async Task A_cell_says_its_newest_line_and_a_picture_its_first()
    {
        var said = new List<string>();
        await Run(Notebook(("Console.Write(\"one\\ntwo\\n\\n\"); var shown = display(\"state\\ntable\\nmore\"); shown.Update(\"\\nstate 2\\ntable\"); Console.Write(\"  \\n\"); Console.Write(\"10 %\\r20 %\");", null)), new() { Said = said.Add });
        Assert.Equal(["two", "state", "state 2", "20 %"], said);
    }

    [Fact]
    public async Task A_run_that_is_given_up_says_so_in_the_running_cell()
    {
        NotebookDocument notebook = Notebook(("1", null), ("Console.WriteLine(\"works\"); await Task.Delay(-1, CellCancellation);", null));
        using CSharpSession session = NoFormatter.Session();
        var working = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = new CancellationTokenSource();
        var runner = new NotebookRunner(notebook, session, new() { Said = _ => working.TrySetResult() });
        Assert.Null(runner.Abandon("ProcessExit", "over"));
        Task<NotebookRunResult> run = runner.RunAsync(stop.Token);
        await working.Task;
        Assert.Equal("cell 2: ProcessExit: over", runner.Abandon("ProcessExit", "over")!.ToString());
        Assert.Equal("over", (string?)notebook.Cells[1].Outputs[^1]!["evalue"]);
        await stop.CancelAsync();
        await run;
    }
}
