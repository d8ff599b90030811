using Hicra.Kernel.Notebooks;
using Hicra.Notebook.Cli;
using Hicra.Notebook.Tests.Cli;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Running;

/// <summary>How a run tells of errors: expected, allowed, and those that would end its process.</summary>
// Cells share the process's console: one notebook at a time.
[Collection("current directory")]
public sealed class RunErrorsTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Allowed_and_expected_errors_leave_the_run_green_and_are_told()
    {
        string path = Write(("throw new Exception(\"one\\ntwo\");", null), ("throw new Exception(\"three\");", NotebookRunner.Raises), ("1", NotebookRunner.Raises), ("Console.Write(\"end\");", null));
        (int code, string error) = Here($"run {path} --out {_temporary.File("out")} --allow-errors");
        Assert.Equal(0, code);
        Assert.Contains("n.ipynb: 4 cells, 1 error allowed, 1 error as expected in ", error, StringComparison.Ordinal);
        Assert.Contains($"hicra: {path}: cell 1, line 1: Exception: one two (allowed, so the run went on)", error, StringComparison.Ordinal);
        Assert.Contains($"hicra: {path}: cell 3 is tagged raises-exception and raised nothing", error, StringComparison.Ordinal);
        Assert.Contains("end", File.ReadAllText(_temporary.File("out/n.ipynb")), StringComparison.Ordinal);
        (code, error) = Here($"run {path} --out {_temporary.File("out")} --quiet");
        Assert.Equal(1, code);
        Assert.Equal($"hicra: {path}: cell 1, line 1: Exception: one two", error.Trim());
    }

    // Not called by the cell's own code, where it would be an error of the cell like any other.
    [Fact]
    public void What_ends_the_process_fails_the_run_and_leaves_the_notebook()
    {
        string path = Write(("Console.Write(\"kept\");", null), ("typeof(Environment).GetMethod(\"Exit\").Invoke(null, new object[] { 0 });", NotebookRunner.Raises));
        (int code, string error) = CommandProcess.Run($"run {path} --out {_temporary.File("out")} --quiet --allow-errors");
        Assert.Equal(1, code);
        Assert.Contains($"hicra: {path}: cell 2: ProcessExit: the code ended the process of the run", error, StringComparison.Ordinal);
        NotebookDocument notebook = NotebookDocument.Load(_temporary.File("out/n.ipynb"));
        Assert.Equal("kept", NotebookText.Join(notebook.Cells[0].Outputs[0]!["text"]));
        Assert.Equal("ProcessExit", (string?)notebook.Cells[1].Outputs[0]!["ename"]);
    }

    [Fact]
    public void What_cannot_be_written_or_run_is_known_before_the_work()
    {
        string path = Write(($"File.WriteAllText({System.Text.Json.JsonSerializer.Serialize(_temporary.File("ran.txt"))}, \"\");", null));
        File.WriteAllText(_temporary.File("file"), "");
        (int code, string error) = Here($"run {path} --out {_temporary.File("file/out")}");
        Assert.Equal(2, code);
        Assert.Contains("cannot be written, because", error, StringComparison.Ordinal);
        File.WriteAllText(_temporary.File("f.dib"), "#!csharp\n1\n#!fsharp\nlet x = 1");
        (code, error) = Here($"run {path} {_temporary.File("f.dib")} --out {_temporary.File("out")}");
        Assert.Equal((2, $"hicra: {_temporary.File("f.dib")}: cell 2, line 1: '#!fsharp': this is F#, and here only C# runs; write it in C#, or run it in a notebook of its own kernel"), (code, error.Trim()));
        Assert.False(File.Exists(_temporary.File("ran.txt")));
        Assert.False(Directory.Exists(_temporary.File("out")));
    }

    [MountFact(slow: true)]
    public void A_folder_that_is_read_only_is_known_before_the_work_by_every_command_that_writes()
    {
        using var disk = new MountedFolder("size=1m");
        disk.Remount("ro");
        string path = Write(($"File.WriteAllText({System.Text.Json.JsonSerializer.Serialize(_temporary.File("ran.txt"))}, \"\");", null)), read = disk.Path;
        Assert.All((string[])
        [
            $"run {path} --out {read}/out", $"export demo --out {read}/r.json", $"view demo --out {read}/r.html", $"plot demo --out {read}/r.svg", $"what-if --run demo --html {read}/r.html",
            $"mine --traces math --out {read}/g.json", $"mine --traces math --list {read}/g.txt", $"mine --library paper --traces demo --list {read}/g.txt", $"pretrain --out {read}", $"train --steps 1 --out {read}/run",
            $"sweep --steps 1 --seeds 0 --out {read}/sweep", $"kernel install --prefix {read}",
        ], line =>
        {
            (int code, string error) = CommandProcess.Run(line);
            Assert.True(code == 2, $"{line}: {code} {error}");
            string said = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.Contains(read, said, StringComparison.Ordinal);
            Assert.Contains("can be written", said, StringComparison.Ordinal);
        });
        Assert.False(File.Exists(_temporary.File("ran.txt")));
    }

    // Where nothing ends the process, this one will do.
    private static (int Code, string Error) Here(string line)
    {
        using StringWriter error = new();
        return (HicraTool.Run(line.Split(' '), new Terminal(TextWriter.Null, error)), error.ToString());
    }

    private string Write(params (string Source, string? Tag)[] cells)
    {
        string path = _temporary.File("n.ipynb");
        File.WriteAllText(path, NotebookDocument.FromCells([.. cells.Select((c, i) => NotebookCell.Code(c.Source, $"c{i}", c.Tag is null ? [] : [c.Tag]))]).ToText());
        return path;
    }
}
