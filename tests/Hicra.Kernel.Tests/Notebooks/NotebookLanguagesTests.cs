using Hicra.Kernel.Notebooks;

namespace Hicra.Kernel.Tests.Notebooks;

/// <summary>Notebooks and cells of other languages, in the metadata of all who write them.</summary>
public sealed class NotebookLanguagesTests
{
    private static NotebookDocument Notebook(string metadata, params string[] cells) => NotebookDocument.Parse(
        $$"""{"cells": [{{string.Join(", ", cells)}}], "metadata": {{metadata}}, "nbformat": 4, "nbformat_minor": 5}""", "n.ipynb");

    private static string Cell(string source, string metadata = "{}") =>
        $$"""{"cell_type": "code", "execution_count": null, "id": "a", "metadata": {{metadata}}, "outputs": [], "source": {{System.Text.Json.JsonSerializer.Serialize(source)}}}""";

    [Theory]
    [InlineData("""{"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}""", "a notebook of Python")]
    [InlineData("""{"language_info": {"name": "python"}}""", "a notebook of Python")]
    [InlineData("""{"kernelspec": {"name": "python3"}}""", "a notebook of Python")]
    [InlineData("""{"kernelspec": {"display_name": ".NET (F#)", "language": "F#", "name": ".net-fsharp"}}""", "a notebook of F#")]
    [InlineData("""{"kernelspec": {"name": ".net-pwsh"}}""", "a notebook of PowerShell")]
    [InlineData("""{"kernelspec": {"language": "R", "name": "ir"}}""", "a notebook of R")]
    [InlineData("""{"kernelspec": {"language": "octave", "name": "octave"}}""", "a notebook of octave")]
    [InlineData("""{"polyglot_notebook": {"kernelInfo": {"defaultKernelName": "fsharp"}}}""", "a notebook of F#")]
    public void A_notebook_of_another_language_is_named(string metadata, string what)
    {
        string message = Assert.Throws<HicraException>(() => Notebook(metadata, Cell("x")).CheckLanguages("n.ipynb", allowErrors: true)).Message;
        Assert.StartsWith($"n.ipynb: this is {what}", message, StringComparison.Ordinal);
        Assert.EndsWith("jupyter nbconvert --to notebook --execute n.ipynb", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"kernelspec": {"display_name": ".NET (C#)", "language": "C#", "name": ".net-csharp"}, "language_info": {"name": "C#"}}""")]
    [InlineData("""{"kernelspec": {"name": ".net-csharp"}}""")]
    [InlineData("""{"kernelspec": {"name": "hicra"}, "language_info": {"name": "polyglot-notebook"}}""")]
    [InlineData("""{"kernelspec": {"language": 3, "name": []}, "language_info": "C#"}""")]
    [InlineData("""{"polyglot_notebook": {"kernelInfo": {"defaultKernelName": "csharp", "items": [{"name": "csharp"}]}}}""")]
    public void A_notebook_of_ours_is_none(string metadata) => Notebook(metadata, Cell("x")).CheckLanguages("n.ipynb", allowErrors: false);

    [Theory]
    [InlineData("""{"dotnet_interactive": {"language": "fsharp"}}""", "let x = 1", "cell 2, line 1: this is F#")]
    [InlineData("""{"polyglot_notebook": {"kernelName": "mykernel"}}""", "print(1)", "cell 2, line 1: this is Python")]
    [InlineData("""{"polyglot_notebook": {"kernelName": "unknown"}}""", "x", "cell 2, line 1: this is unknown")]
    [InlineData("""{"vscode": {"languageId": "powershell"}}""", "Get-Date", "cell 2, line 1: this is PowerShell")]
    [InlineData("{}", "var x = 1;\n\n#!sql\nselect", "cell 2, line 3: '#!sql': this is SQL")]
    [InlineData("{}", "\n%%bash\nls", "cell 2, line 2: '%%bash': this is Bash")]
    public void A_cell_of_another_language_is_found_before_anything_runs(string metadata, string source, string what)
    {
        const string info = """{"polyglot_notebook": {"kernelInfo": {"defaultKernelName": "csharp", "items": [{"name": "mykernel", "languageName": "python"}]}}}""";
        NotebookDocument notebook = Notebook(info, Cell("1"), Cell(source, metadata));
        Assert.StartsWith($"n.ipynb: {what}", Assert.Throws<HicraException>(() => notebook.CheckLanguages("n.ipynb", allowErrors: false)).Message, StringComparison.Ordinal);
        notebook.CheckLanguages("n.ipynb", allowErrors: true);
        foreach (string tag in (string[])[NotebookRunner.Raises, NotebookRunner.Skipped])
            Notebook(info, Cell("1"), Cell(source, metadata.TrimEnd('}') + (metadata == "{}" ? "" : "},") + $"\"tags\": [\"{tag}\"]}}")).CheckLanguages("n.ipynb", allowErrors: false);
    }

    [Fact]
    public void Cells_that_are_shown_and_other_words_of_editors_are_no_other_languages()
    {
        NotebookDocument notebook = Notebook("{}", Cell("<b>x</b>", """{"dotnet_interactive": {"language": "html"}}"""), Cell("1", """{"vscode": {"languageId": "polyglot-notebook"}}"""), Cell("2", """{"dotnet_interactive": {"language": "csharp"}}"""));
        notebook.CheckLanguages("n.ipynb", allowErrors: false);
        Assert.Equal(["#!html\n<b>x</b>", "1", "2"], notebook.Cells.Select(notebook.Code));
    }

    [Fact]
    public void A_script_notebook_may_name_kernels_of_its_own()
    {
        IReadOnlyList<NotebookCell> cells = DibFormat.Parse("#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"csharp\",\"items\":[{\"name\":\"py\"},{\"name\":\"mykernel\",\"languageName\":\"python\"}]}}\n\n#!csharp\n\nvar a = 1;\n#!time\n\n#!mykernel\n\nprint(1)\n\n#!md\n\n# Title\n\n#!HTML\n\n<b>\n");
        Assert.Equal(["var a = 1;\n#!time", "#!python\nprint(1)", "# Title", "#!html\n<b>"], cells.Select(c => c.Source));
        Assert.Equal(["code", "code", "markdown", "code"], cells.Select(c => c.Kind));
        Assert.Single(DibFormat.Parse("#!meta\n{broken\n#!csharp\n1"));
    }

    [Theory]
    [InlineData("fsharp", "#!fsharp\nlet x = \"{\"")]
    [InlineData("csharp", "let x = \"{\"")]
    public void A_script_notebook_s_first_cell_may_follow_its_metadata_without_a_line(string language, string code) =>
        Assert.Equal(code, Assert.Single(DibFormat.Parse($"#!meta\n\n{{\"kernelInfo\":{{\"defaultKernelName\":\"{language}\"}}}}\n\nlet x = \"{{\"\n")).Source);
}
