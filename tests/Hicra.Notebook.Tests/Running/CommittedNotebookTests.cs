using System.Text.Json.Nodes;
using Hicra.Kernel.Notebooks;
using Hicra.Notebook.Tests.Cli;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Running;

/// <summary>The notebooks of the kit, as a reader finds them.</summary>
public sealed class CommittedNotebookTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "notebooks");

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder, "*.ipynb").Select(p => Path.GetFileName(p))];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_notebook_is_committed_as_it_ran_from_top_to_bottom(string name)
    {
        string path = Path.Combine(Folder, name), text = File.ReadAllText(path);
        NotebookDocument notebook = NotebookDocument.Load(path);
        Assert.Equal(text, notebook.ToText());
        NotebookCell[] code = [.. notebook.Cells.Where(c => c.IsCode)];
        Assert.NotEmpty(code);
        Assert.Equal(Enumerable.Range(1, code.Length), code.Select(c => c.ExecutionCount ?? 0));
        Assert.DoesNotContain(code.SelectMany(c => c.Outputs), o => (string?)o!["output_type"] == "error");
        Assert.Contains("\"name\": \"hicra\"", text, StringComparison.Ordinal);
        Assert.Equal(notebook.Cells.Count, notebook.Cells.Select(c => (string?)c.Json["id"]).Distinct().Count());
    }

    [SlowTheory]
    [InlineData("--alpha 0.2", 0, "weights agree in every bit")]
    [InlineData("--alpha 0.3", 1, "weights differ between the steps by hand and the trainer's")]
    public void Five_steps_by_hand_equal_the_trainers_and_the_lesson_would_notice_if_not(string alpha, int expected, string said)
    {
        using var folder = new TemporaryFolder();
        string text = File.ReadAllText(Path.Combine(Folder, "01-one-step-by-hand.ipynb"));
        Assert.Contains("--alpha 0.2", text, StringComparison.Ordinal);
        File.WriteAllText(folder.File("lesson.ipynb"), text.Replace("--alpha 0.2", alpha, StringComparison.Ordinal));
        Assert.Equal(expected, CommandProcess.Run($"run {folder.File("lesson.ipynb")} --out {folder.File("out")}").Code);
        Assert.Contains(said, NotebookDocument.Load(folder.File("out/lesson.ipynb")).Cells.Last(c => c.Outputs.Count > 0).Outputs.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_notebook_tells_nothing_of_the_machine_that_ran_it(string name)
    {
        NotebookDocument notebook = NotebookDocument.Load(Path.Combine(Folder, name));
        Assert.DoesNotContain(Repository.Root, notebook.ToText(), StringComparison.Ordinal);
        // Every rich output has a form for readers without HTML.
        Assert.All(notebook.Cells.SelectMany(c => c.Outputs).Select(o => o!["data"]).OfType<JsonObject>(), d => Assert.True(d.ContainsKey("text/plain")));
    }
}
