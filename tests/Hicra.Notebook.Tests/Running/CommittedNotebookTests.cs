using System.Text.Json.Nodes;
using Hicra.Notebook.Running;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Running;

/// <summary>The notebooks of the kit, as a reader finds them.</summary>
public sealed class CommittedNotebookTests
{
    // Two folders above this file's own lies tests, beside notebooks.
    private static readonly string Root = Path.GetFullPath(Path.Combine(SharedMaterial.RepositoryRoot(), "..")), Folder = Path.Combine(Root, "notebooks");

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

    [Theory]
    [MemberData(nameof(Names))]
    public void A_notebook_tells_nothing_of_the_machine_that_ran_it(string name)
    {
        NotebookDocument notebook = NotebookDocument.Load(Path.Combine(Folder, name));
        Assert.DoesNotContain(Root, notebook.ToText(), StringComparison.Ordinal);
        // Every rich output has a form for readers without HTML.
        Assert.All(notebook.Cells.SelectMany(c => c.Outputs).Select(o => o!["data"]).OfType<JsonObject>(), d => Assert.True(d.ContainsKey("text/plain")));
    }
}
