namespace Hicra.Notebook.Tests.Kernel;

/// <summary>The built kernel under Jupyter's own client; the checks are in <c>jupyter_checks.py</c>, a line of output each.</summary>
public sealed class JupyterClientTests(JupyterChecks checks, ITestOutputHelper output) : IClassFixture<JupyterChecks>
{
    private static readonly string[] Names =
    [
        "kernel_info", "first_cell", "stream", "display_and_update", "json_mime_is_an_object", "update_after_the_cell_ended", "error_once", "compiler_error_has_a_caret",
        "silent_and_store_history", "user_expressions", "showing_is_part_of_the_cell", "stop_on_error", "stdin", "complete", "complete_magic", "inspect", "is_complete", "history", "comm", "a_comm_s_handler_that_fails_or_hangs",
        "interrupt_message", "interrupt_of_every_kind", "interrupt_of_a_flood", "interrupt_of_a_training", "endless_recursion_is_an_error", "interrupt_by_signal", "manager_interrupts_by_message",
        "variables_and_magics", "heartbeat", "unsigned_is_refused", "restart_counts_from_one", "shutdown",
    ];

    public static TheoryData<string> All => [.. Names];

    [JupyterTheory]
    [MemberData(nameof(All))]
    public void Holds(string check)
    {
        output.WriteLine(string.Join('\n', checks.Lines.Where(l => l.StartsWith('#'))));
        Assert.Contains($"ok {check}", checks.Lines);
    }

    [JupyterFact]
    public void There_are_no_other_checks() => Assert.Equal(Names.Order(), checks.Lines.Where(l => l.StartsWith("ok ", StringComparison.Ordinal) || l.StartsWith("FAILED ", StringComparison.Ordinal)).Select(l => l.Split(' ', ':')[1]).Order());
}

/// <summary>What <c>jupyter_checks.py</c> says, run once: the checks share a kernel, as the cells of a notebook do.</summary>
public sealed class JupyterChecks
{
    private readonly Lazy<string[]> _lines = new(static () =>
    {
        using var kernel = new InstalledKernel();
        return Jupyter.Python("jupyter_checks.py", kernel.Prefix).Text.Split('\n', StringSplitOptions.TrimEntries);
    });

    /// <summary>Its lines.</summary>
    public IReadOnlyList<string> Lines => _lines.Value;
}
