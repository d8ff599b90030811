using System.Text.Json.Nodes;
using Hicra.Kernel.Jupyter;
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
        Assert.Equal(notebook.Cells.Count, notebook.Cells.Select(c => (string?)c.Json["id"]).Distinct().Count());
    }

    // Jupyter writes the kernel's own words into the metadata, keys in order: with others, opening a notebook would change it.
    [Theory]
    [MemberData(nameof(Names))]
    public void A_notebook_carries_the_metadata_that_Jupyter_would_save(string name)
    {
        var spec = KernelSpec.Content(["hicra"], KernelSpec.DisplayNameOf(KernelSpec.DefaultName));
        var metadata = new JsonObject
        {
            ["kernelspec"] = new JsonObject { ["display_name"] = spec["display_name"]!.DeepClone(), ["language"] = spec["language"]!.DeepClone(), ["name"] = KernelSpec.DefaultName },
            ["language_info"] = new JsonObject([.. KernelInfo.Content()["language_info"]!.AsObject().OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone()))]),
        };
        string saved = NotebookJson.Write(new JsonObject { ["metadata"] = metadata, ["nbformat"] = 4 }, NotebookStyle.Usual);
        Assert.Contains(saved[(saved.IndexOf('\n', StringComparison.Ordinal) + 1)..saved.LastIndexOf(" \"nbformat\"", StringComparison.Ordinal)], File.ReadAllText(Path.Combine(Folder, name)), StringComparison.Ordinal);
        // What a run writes for a notebook without metadata is the same.
        Assert.Contains(metadata.ToJsonString(), JsonNode.Parse(NotebookDocument.FromCells([]).ToText())!.ToJsonString(), StringComparison.Ordinal);
    }

    // Both in one process, which compiles cells quickly once it has compiled some.
    [SlowFact]
    public void Five_steps_by_hand_equal_the_trainers_and_the_lesson_would_notice_if_not()
    {
        using var folder = new TemporaryFolder();
        string text = File.ReadAllText(Path.Combine(Folder, "01-one-step-by-hand.ipynb"));
        Assert.Contains("--alpha 0.2", text, StringComparison.Ordinal);
        File.WriteAllText(folder.File("lesson.ipynb"), text);
        Directory.CreateDirectory(folder.File("other"));
        File.WriteAllText(folder.File("other/other.ipynb"), text.Replace("--alpha 0.2", "--alpha 0.3", StringComparison.Ordinal));
        (int code, string error) = CommandProcess.Run($"run {folder.File("lesson.ipynb")} {folder.File("other/other.ipynb")} --out {folder.File("out")}");
        Assert.Equal(1, code);
        Assert.Contains("other.ipynb: cell ", error, StringComparison.Ordinal);
        Says("lesson", "weights agree in every bit");
        Says("other", "weights differ between the steps by hand and the trainer's");

        void Says(string name, string said) => Assert.Contains(said, NotebookDocument.Load(folder.File($"out/{name}.ipynb")).Cells.Last(c => c.Outputs.Count > 0).Outputs.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
    }

    // Its review names a cluster, which another rule of the miner may take away.
    [SlowFact]
    public void The_lesson_on_strategic_grams_runs_to_its_end()
    {
        using var folder = new TemporaryFolder();
        string text = File.ReadAllText(Path.Combine(Folder, "02-strategic-grams.ipynb"));
        const string training = "--steps 120 --grams online:40";
        Assert.Contains(training, text, StringComparison.Ordinal);
        File.WriteAllText(folder.File("lesson.ipynb"), text.Replace(training, "--steps 45 --grams online:40", StringComparison.Ordinal));
        (int code, string error) = CommandProcess.Run($"run {folder.File("lesson.ipynb")} --out {folder.File("out")}");
        Assert.True(code == 0, error);
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
