using System.Text.Json;
using Hicra.Kernel.Notebooks;
using Hicra.Testing;

namespace Hicra.Kernel.Tests.Notebooks;

public sealed class NotebookDocumentTests : IDisposable
{
    // As nbformat writes it: one space, UTF-8, members of its own and of strangers.
    private const string Written = """
        {
         "cells": [
          {
           "cell_type": "markdown",
           "id": "intro",
           "metadata": {
            "stranger": [
             1.0,
             2e-05,
             true,
             null
            ]
           },
           "source": [
            "# Grüße 🙂\n",
            "\"quoted\" \\ \t tab, del , line\u2028sep\n",
            "![p](attachment:a%20b.png)"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": 7,
           "id": "first",
           "metadata": {
            "tags": [
             "parameters"
            ]
           },
           "outputs": [
            {
             "name": "stdout",
             "output_type": "stream",
             "text": [
              "old\n"
             ]
            }
           ],
           "source": []
          }
         ],
         "metadata": {},
         "nbformat": 4,
         "nbformat_minor": 5
        }

        """;

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_notebook_that_nothing_changed_is_written_as_it_was_read()
    {
        string text = Written.Replace("\\u2028", "\u2028", StringComparison.Ordinal);
        Assert.Equal(text, NotebookDocument.Parse(text, "test").ToText());
    }

    [Theory]
    [InlineData("{\"cells\": [], \"metadata\": {\"x\": \"\\u00e9\"}, \"nbformat\": 4, \"nbformat_minor\": 2}")]
    [InlineData("{\n  \"cells\": [],\n  \"metadata\": {},\n  \"nbformat\": 4,\n  \"nbformat_minor\": 4\n}")]
    [InlineData("{\n\t\"cells\": [],\n\t\"metadata\": {\"x\": \"\\ud83d\\ude42\"},\n\t\"nbformat\": 4,\n\t\"nbformat_minor\": 4\n}\n")]
    public void The_files_own_formatting_is_kept(string text)
    {
        string expected = text.Contains('\t') ? text.Replace("{\"x\": \"\\ud83d\\ude42\"}", "{\n\t\t\"x\": \"\\ud83d\\ude42\"\n\t}", StringComparison.Ordinal) : text;
        Assert.Equal(expected, NotebookDocument.Parse(text, "test").ToText());
    }

    [Fact]
    public void Clearing_touches_only_outputs_and_numbers()
    {
        NotebookDocument notebook = NotebookDocument.Parse(Written, "test");
        notebook.Cells[1].ClearOutputs();
        string[] before = Written.Replace("\\u2028", "\u2028", StringComparison.Ordinal).Split('\n'), after = notebook.ToText().Split('\n');
        Assert.Equal(["   \"execution_count\": null,", "   \"outputs\": [],"], after.Except(before));
        Assert.Equal("Grüße 🙂", notebook.Title);
        Assert.Equal(["parameters"], notebook.Cells[1].Tags);
    }

    [Theory]
    [InlineData("", "no notebook")]
    [InlineData("{\n\"cells\" []}", "no notebook (not valid JSON, line 2)")]
    [InlineData("[]", "no JSON object")]
    [InlineData("{\"nbformat\": 3, \"worksheets\": []}", "format 4")]
    [InlineData("{\"nbformat\": 4}", "no list of cells")]
    [InlineData("{\"nbformat\": 4, \"cells\": [3]}", "no list of cells")]
    [InlineData("{\"nbformat\": 4, \"cells\": [], \"cells\": []}", "no notebook")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"source\": \"\\ud800\"}]}", "no notebook")]
    public void What_is_no_notebook_is_refused_in_one_line(string text, string part)
    {
        string message = Assert.Throws<HicraException>(() => NotebookDocument.Parse(text, "broken.ipynb")).Message;
        Assert.StartsWith("broken.ipynb: ", message, StringComparison.Ordinal);
        Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Ten_thousand_damaged_notebooks_are_read_or_refused()
    {
        var random = new CounterRandom(4);
        int refused = 0;
        for (int i = 0; i < 10_000; i++)
        {
            char[] text = Written.ToCharArray();
            for (int change = 0; change <= random.Below(10 * i, 4); change++)
            {
                int at = random.Below(10 * i + 2 * change + 1, text.Length);
                text[at] = "{}[]\",:0\\x \n"[random.Below(10 * i + 2 * change + 2, 12)];
            }
            try
            {
                NotebookDocument notebook = NotebookDocument.Parse(new string(text), "damaged");
                _ = NotebookPage.Html(notebook, "damaged", ".") + notebook.Cells.Sum(c => c.Source.Length + c.Tags.Count) + notebook.ToText();
            }
            catch (HicraException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 100, 9_900);
    }

    [Fact]
    public void A_dib_has_cells_by_language_and_keeps_magic_commands_in_theirs()
    {
        string path = _temporary.File("a.dib");
        File.WriteAllText(path, "#!meta\n{\"kernelInfo\":{}}\n#!markdown\n\n# Title\n\n#!csharp\n\n#!hicra-train --steps 3\nvar a = 1;\n\n#!html\n<b>x</b>\n");
        NotebookDocument notebook = NotebookDocument.Load(path);
        Assert.Equal([("markdown", "# Title"), ("code", "#!hicra-train --steps 3\nvar a = 1;"), ("code", "#!html\n<b>x</b>")], notebook.Cells.Select(c => (c.Kind, c.Source)));
        Assert.Equal("Title", notebook.Title);
        Assert.Equal(notebook.ToText(), NotebookDocument.Parse(notebook.ToText(), "again").ToText());
    }

    [Fact]
    public void Parameters_go_behind_the_cell_that_has_their_defaults()
    {
        NotebookDocument notebook = NotebookDocument.Parse(Written, "test");
        NotebookParameters.Apply(notebook, ["steps=20", "rate = 1e-3", "name=a \"b\"", "big=5000000000", "on=true"]);
        Assert.Equal(3, notebook.Cells.Count);
        Assert.Equal("// Set on the command line.\nvar steps = 20;\nvar rate = 0.001d;\nvar name = \"a \\\"b\\\"\";\nvar big = 5000000000L;\nvar on = true;", notebook.Cells[2].Source);
        Assert.Contains("injected-parameters", notebook.ToText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("steps=1", "var rate = 1;", "var steps = 2, more = 3;", 1)]
    [InlineData("more=1", "var rate = 1;", "var steps = 2, more = 3;", 1)]
    [InlineData("steps=1", "", "steps + 1", 0)]
    [InlineData("steps=1", "var x = 1;", "#!hicra-train --steps @csharp:steps", 1)]
    [InlineData("rate=1", "var steps = 1;", "#!hicra-train --steps 3 --alpha @rate", 1)]
    public void A_name_that_a_cell_takes_is_set(string assignment, string first, string second, int tagged)
    {
        NotebookDocument notebook = NotebookDocument.Parse(Two(first, second, tagged), "test");
        Assert.Equal([assignment], NotebookParameters.PerNotebook([("a.ipynb", notebook)], [assignment])[0]);
    }

    [Theory]
    [InlineData("nosuch=3", "var steps = 1;", "steps + 1", 0, "no cell of a.ipynb has a variable 'nosuch'; the parameters are steps")]
    [InlineData("step=3", "var steps = 1;", "steps + 1", 0, "did you mean 'steps'?")]
    [InlineData("step=3", "1", "steps + 1", 2, "no cell is tagged 'parameters'")]
    [InlineData("steps=3", "1", "var steps = 1;", 2, "tag that cell 'parameters'")]
    [InlineData("print=3", "// print\nvar steps = 1;", "\"print\"", 0, "has a variable 'print'")]
    [InlineData("steps=3", "var steps = 1;", "1", 0, "more than once", "steps=4")]
    public void A_name_that_no_cell_takes_is_refused_with_the_nearest(string assignment, string first, string second, int tagged, string expected, params string[] more)
    {
        NotebookDocument notebook = NotebookDocument.Parse(Two(first, second, tagged), "test");
        Assert.Contains(expected, Assert.Throws<HicraException>(() => NotebookParameters.PerNotebook([("a.ipynb", notebook)], [assignment, .. more])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_notebooks_each_takes_its_own()
    {
        (string, NotebookDocument)[] two = [("a.ipynb", NotebookDocument.Parse(Two("var a = 1;", "1", 0), "a")), ("b.ipynb", NotebookDocument.Parse(Two("var b = 1;", "1", 0), "b"))];
        Assert.Equal(["a=2"], NotebookParameters.PerNotebook(two, ["a=2", "b=3"])[0]);
        Assert.Equal(["b=3"], NotebookParameters.PerNotebook(two, ["a=2", "b=3"])[1]);
    }

    // Two code cells, one of them tagged 'parameters'; none where that is 2.
    private static string Two(string first, string second, int tagged) => JsonSerializer.Serialize(new
    {
        cells = new[] { first, second }.Select((source, i) => new { cell_type = "code", id = $"c{i}", execution_count = (int?)null, metadata = new { tags = i == tagged ? new[] { "parameters" } : [] }, outputs = Array.Empty<int>(), source }),
        metadata = new { },
        nbformat = 4,
        nbformat_minor = 5,
    });

    [Theory]
    [InlineData("steps")]
    [InlineData("1x=2")]
    [InlineData("class=2")]
    [InlineData("a;b=2")]
    public void A_parameter_needs_a_name(string assignment) =>
        Assert.Contains("name=value", Assert.Throws<HicraException>(() => NotebookParameters.Apply(NotebookDocument.Parse(Written, "test"), [assignment])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("10%\r50%\r100%\n", "100%\n")]
    [InlineData("abc\rX", "Xbc")]
    [InlineData("one\r\ntwo", "one\ntwo")]
    public void A_carriage_return_overwrites_as_in_a_terminal(string text, string shown) => Assert.Equal(shown, NotebookText.Overwritten(text));
}
