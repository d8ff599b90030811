using FsCheck;
using FsCheck.Fluent;
using Hicra.Kernel.Notebooks;
using Hicra.Testing;

namespace Hicra.Kernel.Tests.Notebooks;

/// <summary>Notebooks as .dib and back.</summary>
public sealed class NotebookConversionTests
{
    public static TheoryData<string> Committed => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "notebooks"), "*.ipynb").Select(p => Path.GetFileName(p)!)];

    [Theory]
    [MemberData(nameof(Committed))]
    public void A_notebook_of_the_kit_comes_back_cell_by_cell(string name)
    {
        var lost = new List<string>();
        NotebookDocument before = NotebookDocument.Load(Path.Combine(Repository.Root, "notebooks", name));
        string dib = NotebookConversion.ToDib(before, name, lost);
        NotebookDocument after = NotebookConversion.FromDib(dib);
        Assert.Equal(before.Cells.Select(c => (c.Kind, c.Source.Trim())), after.Cells.Select(c => (c.Kind, c.Source)));
        Assert.Equal(dib, NotebookConversion.ToDib(NotebookDocument.Parse(after.ToText(), "again"), name, []));
        Assert.Equal(before.Cells.Any(c => c.Tags.Contains("parameters")), lost.Any(l => l.Contains(": parameters", StringComparison.Ordinal)));
    }

    [Fact]
    public void Any_cells_come_back_in_their_order_and_language()
    {
        Gen<string> line = Gen.Elements("var a = 1;", "#!hicra-train --steps 3", "", "# title", "  #!csharp", "\"é🙂\"", "#r \"nuget: X, 1.0\"", "#!time", "#!csharpy");
        Gen<(string Language, string Source)> cell = from language in Gen.Elements("csharp", "markdown", "html", "fsharp", "mermaid") from lines in line.ArrayOf() select (language, string.Join('\n', lines.Prepend("first")).Trim('\n', ' '));
        Prop.ForAll(cell.ArrayOf().ToArbitrary(), written =>
        {
            string dib = string.Concat(written.Select(c => $"#!{c.Language}\n\n{c.Source}\n\n"));
            NotebookDocument notebook = NotebookDocument.Parse(NotebookConversion.FromDib(dib).ToText(), "again");
            Assert.Equal(written, notebook.Cells.Select(c => (c.Kind == "markdown" ? "markdown" : (string?)c.Json["metadata"]!["polyglot_notebook"]?["kernelName"] ?? "csharp", c.Source)));
            string back = NotebookConversion.ToDib(notebook, "x", []);
            Assert.Equal(back, NotebookConversion.ToDib(NotebookConversion.FromDib(back), "x", []));
            Assert.Equal(notebook.Cells.Select(c => c.Source), NotebookConversion.FromDib(back).Cells.Select(c => c.Source));
        }).Check(Sampled.Inputs(300));
    }

    [Theory]
    [InlineData("markdown", "text\n#!csharp\nmore", "x.ipynb: line 2 of cell 1 is '#!csharp', which begins a cell of its own in a .dib; split the cell there, or indent the line")]
    [InlineData("code", "var a = 1;\n#!html\n<b>x</b>", "x.ipynb: line 2 of cell 1 is '#!html', which begins a cell of its own in a .dib; split the cell there, or indent the line")]
    [InlineData("raw", "text", "x.ipynb: cell 1 is of the kind 'raw', which a .dib has not; make it Markdown or code")]
    public void What_would_not_come_back_is_refused_by_name(string kind, string source, string said)
    {
        NotebookCell cell = kind == "code" ? NotebookCell.Code(source, "a") : NotebookCell.Markdown(source, "a");
        cell.Json["cell_type"] = kind;
        Assert.Equal(said, Assert.Throws<HicraException>(() => NotebookConversion.ToDib(NotebookDocument.FromCells([cell]), "x.ipynb", [])).Message);
    }

    [Fact]
    public void Both_worlds_find_their_metadata()
    {
        string text = NotebookConversion.FromDib("#!csharp\n1\n#!fsharp\n2\n").ToText();
        Assert.Contains("\"name\": \"hicra\"", text, StringComparison.Ordinal);
        Assert.Contains("\"defaultKernelName\": \"csharp\"", text, StringComparison.Ordinal);
        Assert.Contains("\"kernelName\": \"fsharp\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("#!fsharp", text, StringComparison.Ordinal);
        Assert.Throws<HicraException>(() => NotebookDocument.Parse(text, "x").CheckLanguages("x", allowErrors: false));
    }
}
