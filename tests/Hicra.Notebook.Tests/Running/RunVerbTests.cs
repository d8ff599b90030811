using System.Text.Json.Nodes;
using Hicra.Kernel.Jupyter;
using Hicra.Kernel.Notebooks;
using Hicra.Notebook.Cli;
using Hicra.Notebook.Tests.Cli;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Running;

// Cells share the process's console: one notebook at a time.
[Collection("current directory")]
public sealed class RunVerbTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Cells_run_in_order_and_their_outputs_lie_in_the_written_notebook()
    {
        (int code, _, NotebookDocument notebook) = Run("var a = 41;\nConsole.Write(\"one\");\nConsole.WriteLine(\" two\");\na + 1", "", "Console.Error.WriteLine(a);");
        Assert.Equal(0, code);
        Assert.Equal([1, null, 2], notebook.Cells.Select(c => c.ExecutionCount));
        Assert.Equal(["stdout: one two\n", "text/plain: 42"], notebook.Cells[0].Outputs.Select(Shown));
        Assert.Equal(["stderr: 41\n"], notebook.Cells[2].Outputs.Select(Shown));
    }

    [Fact]
    public void The_first_error_ends_the_run_and_is_named_by_cell_and_line()
    {
        (int code, string error, NotebookDocument notebook) = Run("1", "var x = 2;\nthrow new InvalidOperationException(\"boom\");", "3");
        Assert.Equal(1, code);
        Assert.Contains("cell 2, line 2: InvalidOperationException: boom", error, StringComparison.Ordinal);
        JsonNode output = Assert.Single(notebook.Cells[1].Outputs)!;
        Assert.Equal(("error", "InvalidOperationException", "boom"), ((string?)output["output_type"], (string?)output["ename"], (string?)output["evalue"]));
        // What did not run shows nothing of an earlier execution.
        Assert.Null(notebook.Cells[2].ExecutionCount);
        Assert.Empty(notebook.Cells[2].Outputs);
    }

    [Fact]
    public void Code_that_does_not_compile_is_an_error_of_its_cell()
    {
        (int code, string error, _) = Run("1", "\nvar = = 1;");
        Assert.Equal(1, code);
        Assert.Contains("cell 2, line 2:", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_changes_what_is_shown_also_from_a_later_cell()
    {
        (_, _, NotebookDocument notebook) = Run("var shown = display(\"old\");", "shown.Update(\"new\");");
        Assert.Equal(["text/plain: new"], notebook.Cells[0].Outputs.Select(Shown));
        Assert.Empty(notebook.Cells[1].Outputs);
    }

    [Fact]
    public void Paths_start_from_the_notebooks_folder()
    {
        string path = Write("File.WriteAllText(\"made.txt\", \"x\");"), before = Environment.CurrentDirectory;
        Assert.Equal((0, ""), CommandProcess.Run($"run {path} --quiet --out {_temporary.File("out")}"));
        Assert.True(File.Exists(_temporary.File("made.txt")));
        // Within another program, as here, a command leaves the process where it is.
        Assert.Equal(0, Hicra($"run {Write("Console.Write(Environment.CurrentDirectory)")} --out {_temporary.File("out")}").Code);
        Assert.Equal($"stdout: {before}", Shown(NotebookDocument.Load(_temporary.File("out/n.ipynb")).Cells[0].Outputs[0]));
    }

    [Fact]
    public void Nobody_answers_and_the_error_says_so()
    {
        (int code, string error, _) = Run("Console.ReadLine()");
        Assert.Equal(1, code);
        Assert.Contains("cell 1", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Running_a_notebook_again_changes_nothing()
    {
        string path = Write("var a = 1;\na");
        Assert.Equal(0, Hicra($"run {path} --out {_temporary.File("one")}").Code);
        Assert.Equal(0, Hicra($"run {_temporary.File("one/n.ipynb")} --out {_temporary.File("two")}").Code);
        Assert.Equal(File.ReadAllText(_temporary.File("one/n.ipynb")), File.ReadAllText(_temporary.File("two/n.ipynb")));
    }

    [Fact]
    public void A_cell_that_takes_too_long_is_stopped()
    {
        string path = Write("while (true) { }");
        (int code, string error) = Hicra($"run {path} --out {_temporary.File("out")} --timeout 1");
        Assert.Equal(1, code);
        Assert.Contains("cell 1", error, StringComparison.Ordinal);
        Assert.Contains("longer than 1 s", error, StringComparison.Ordinal);
        Assert.Equal(1, NotebookDocument.Load(_temporary.File("out/n.ipynb")).Cells[0].ExecutionCount);
    }

    [Theory]
    [InlineData("new[] { 1, 0 }.Select(x => 1 / x)", "DivideByZeroException", "cell 1, line 1: DivideByZeroException")]
    [InlineData("class Silent { public override string ToString() => throw new InvalidOperationException(\"no text\"); }\nnew Silent()", "InvalidOperationException", "no text")]
    [InlineData("IEnumerable<int> All() { while (true) yield return 1; }\nAll().Where(i => i < 0)", "Timeout", "longer than 5 s")]
    public void What_showing_a_value_throws_or_never_ends_is_its_cell_s_error(string cell, string name, string expected)
    {
        string path = Write(cell);
        (int code, string error) = Hicra($"run {path} --out {_temporary.File("out")}{(name == "Timeout" ? " --timeout 5" : "")}");
        Assert.Equal(1, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Equal(name, (string?)Assert.Single(NotebookDocument.Load(_temporary.File("out/n.ipynb")).Cells[0].Outputs)!["ename"]);
    }

    [Fact]
    public void Values_from_the_command_line_and_a_page()
    {
        string path = Write("steps + 1");
        (int code, string error) = Hicra($"run {path} --out {_temporary.File("out")} --set steps=41 --html");
        Assert.Equal(0, code);
        Assert.Contains($"open {_temporary.File("out/n.html")} in a browser", error, StringComparison.Ordinal);
        Assert.Contains("<pre>42</pre>", File.ReadAllText(_temporary.File("out/n.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Linux", "", false)]
    [InlineData("Linux", "DISPLAY=:0", true)]
    [InlineData("Linux", "WAYLAND_DISPLAY=wayland-0", true)]
    [InlineData("Linux", "DISPLAY=:0;SSH_CONNECTION=1.2.3.4", false)]
    [InlineData("MacOS", "", true)]
    [InlineData("Windows", "CI=true", false)]
    public void Pages_open_by_themselves_only_where_somebody_sees_them(string platform, string variables, bool expected)
    {
        Dictionary<string, string> set = variables.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);
        Assert.Equal(expected, Desktop.IsThere(Enum.Parse<Platform>(platform), set.GetValueOrDefault));
    }

    [Theory]
    [InlineData("run {dir}/missing.ipynb", "no such notebook")]
    [InlineData("run {dir}/a.txt", "give an .ipynb or .dib")]
    [InlineData("run {dir}/broken.ipynb", "no notebook")]
    [InlineData("run {dir}/x/n.ipynb {dir}/n.ipynb", "written to one file")]
    public void What_cannot_be_run_is_refused(string line, string part)
    {
        File.WriteAllText(_temporary.File("a.txt"), "");
        File.WriteAllText(_temporary.File("broken.ipynb"), "{");
        (int code, string error) = Hicra(line.Replace("{dir}", _temporary.Path, StringComparison.Ordinal));
        Assert.Equal(2, code);
        Assert.Contains(part, error, StringComparison.Ordinal);
    }

    private (int Code, string Error, NotebookDocument Notebook) Run(params string[] cells)
    {
        (int code, string error) = Hicra($"run {Write(cells)} --out {_temporary.File("out")}");
        return (code, error, NotebookDocument.Load(_temporary.File("out/n.ipynb")));
    }

    private string Write(params string[] cells)
    {
        NotebookCell[] made = [.. cells.Select((source, i) => NotebookCell.Code(source, $"c{i}"))];
        foreach (NotebookCell cell in made) cell.Outputs.Add((JsonNode)new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "stale" });
        string path = _temporary.File("n.ipynb");
        File.WriteAllText(path, NotebookDocument.FromCells(made).ToText());
        return path;
    }

    private static (int Code, string Error) Hicra(string line)
    {
        using StringWriter output = new(), error = new();
        int code = HicraTool.Run(line.Split(' '), new Terminal(output, error));
        return (code, error.ToString());
    }

    private static string Shown(JsonNode? output) => (string?)output!["output_type"] == "stream"
        ? $"{(string?)output["name"]}: {NotebookText.Join(output["text"])}"
        : $"text/plain: {NotebookText.Join(output["data"]!["text/plain"])}";
}
