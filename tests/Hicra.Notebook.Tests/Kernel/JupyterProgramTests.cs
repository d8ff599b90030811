using System.Text.Json.Nodes;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Kernel;

/// <summary>Jupyter's own programs on the built kernel: its suite of tests for kernels, its console, nbconvert.</summary>
public sealed class JupyterProgramTests(ITestOutputHelper output)
{
    [JupyterFact("jupyter_kernel_test", "python3-jupyter-kernel-test")]
    public void Jupyter_s_own_kernel_tests_pass()
    {
        using var kernel = new InstalledKernel();
        (_, string text) = Jupyter.Python("kernel_suite.py", kernel.Prefix);
        output.WriteLine(text);
        // All there are in the suite, by name. The pager is a payload, which the protocol has deprecated; we have none.
        string[] passed =
        [
            "test_clear_output", "test_completion", "test_display_data", "test_error", "test_execute_result", "test_execute_stderr", "test_execute_stdout",
            "test_history", "test_inspect", "test_is_complete", "test_kernel_info",
        ];
        string[] lines = [.. text.Split('\n').Where(l => l.StartsWith("ok ", StringComparison.Ordinal) || l.StartsWith("skipped ", StringComparison.Ordinal) || l.StartsWith("FAILED ", StringComparison.Ordinal))];
        Assert.Equal([.. passed.Select(p => $"ok {p}"), "skipped test_pager"], lines);
    }

    [JupyterFact("jupyter_console", "jupyter-console")]
    public void The_console_runs_shows_asks_and_reports_errors()
    {
        using var kernel = new InstalledKernel();
        string typed = """
            int x = 40 + 1;
            x + 1
            Console.WriteLine("printed")
            throw new InvalidOperationException("boom");
            var name = Console.ReadLine();
            Mara
            name.ToUpperInvariant()
            #!what-if --run nowhere

            """;
        (int code, string text) = Jupyter.Run(JupyterFactAttribute.Python, ["-m", "jupyter_console", "--kernel", "hicra", "--simple-prompt"], typed, kernel.Path_);
        output.WriteLine(text);
        Assert.Equal(0, code);
        foreach (string expected in (string[])["C# on .NET", "Out[2]: 42", "printed", "InvalidOperationException: boom", "at the cell in cell 4:line 1", "Out[6]: MARA", "nowhere: no such run"])
            Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [JupyterFact("nbconvert", "python3-nbconvert")]
    public void Nbconvert_executes_the_start_notebook()
    {
        using var kernel = new InstalledKernel();
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Jupyter.Repository, "notebooks", "00-start-here.ipynb"), folder.File("start.ipynb"));
        (int code, string text) = Jupyter.Run(JupyterFactAttribute.Python, ["-m", "nbconvert", "--to", "notebook", "--execute", "--output", "executed", folder.File("start.ipynb")], null, kernel.Path_);
        output.WriteLine(text);
        Assert.Equal(0, code);
        JsonNode[] cells = [.. JsonNode.Parse(File.ReadAllText(folder.File("executed.ipynb")))!["cells"]!.AsArray().Where(c => (string?)c!["cell_type"] == "code").Select(c => c!)];
        JsonNode[] outputs = [.. cells.SelectMany(c => c["outputs"]!.AsArray()).Select(o => o!)];
        Assert.All(cells, c => Assert.NotNull(c["execution_count"]));
        Assert.DoesNotContain("error", outputs.Select(o => (string?)o["output_type"]));
        Assert.Contains(outputs, o => o["data"]?["text/html"]?.ToString().Contains("data:image/svg", StringComparison.Ordinal) == true);
    }
}
