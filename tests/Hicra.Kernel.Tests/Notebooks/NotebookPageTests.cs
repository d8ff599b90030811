using System.Text.Json.Nodes;
using Hicra.Kernel.Notebooks;
using Hicra.Testing;

namespace Hicra.Kernel.Tests.Notebooks;

public sealed class NotebookPageTests : IDisposable
{
    private const string Hostile = "</script><img src=x onerror=1>";
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Text_of_every_kind_is_escaped()
    {
        NotebookCell cell = NotebookCell.Code("var s = \"" + Hostile + "\"; // " + Hostile, "a");
        cell.Outputs.Add((JsonNode)new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = Hostile });
        cell.Outputs.Add((JsonNode)new JsonObject { ["output_type"] = "error", ["ename"] = "E", ["evalue"] = Hostile, ["traceback"] = new JsonArray("\u001b[31m" + Hostile + "\u001b[0m") });
        cell.Outputs.Add((JsonNode)new JsonObject { ["output_type"] = "execute_result", ["data"] = new JsonObject { ["text/plain"] = Hostile } });
        string page = NotebookPage.Html(NotebookDocument.FromCells([cell]), Hostile, ".");
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("</script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', page);
        // The title, twice in the code, and the three outputs.
        Assert.Equal(6, page.Split("onerror=1").Length - 1);
    }

    [Fact]
    public void Markdown_is_rendered_and_its_pictures_lie_in_the_page()
    {
        byte[] picture = [1, 2, 3];
        File.WriteAllBytes(_temporary.File("a b.png"), picture);
        NotebookCell cell = NotebookCell.Markdown("# Title\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![one](a%20b.png) ![two](attachment:c.png) ![three](missing.png)", "a");
        cell.Json["attachments"] = new JsonObject { ["c.png"] = new JsonObject { ["image/png"] = "BAUG" } };
        string page = NotebookPage.Html(NotebookDocument.FromCells([cell]), "name", _temporary.Path);
        Assert.Contains("<title>Title</title>", page, StringComparison.Ordinal);
        Assert.Contains("<td>1</td>", page, StringComparison.Ordinal);
        Assert.Contains("data:image/png;base64,AQID", page, StringComparison.Ordinal);
        Assert.Contains("data:image/png;base64,BAUG", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_richest_form_of_an_output_is_shown()
    {
        NotebookCell cell = NotebookCell.Code("x", "a");
        cell.Outputs.Add((JsonNode)new JsonObject { ["output_type"] = "display_data", ["data"] = new JsonObject { ["text/plain"] = "plain-form", ["text/html"] = new JsonArray("<b>rich", "-form</b>") } });
        cell.Outputs.Add((JsonNode)new JsonObject { ["output_type"] = "display_data", ["data"] = new JsonObject { ["image/svg+xml"] = "<svg/>", ["text/plain"] = "other-form" } });
        string page = NotebookPage.Html(NotebookDocument.FromCells([cell]), "name", ".");
        Assert.Contains("<b>rich-form</b>", page, StringComparison.Ordinal);
        Assert.Contains("data:image/svg+xml;base64,PHN2Zy8+", page, StringComparison.Ordinal);
        Assert.DoesNotContain("plain-form", page, StringComparison.Ordinal);
        Assert.DoesNotContain("other-form", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var a = 1;", "<span class=\"k\">var</span> a = <span class=\"n\">1</span>;")]
    [InlineData("#!what-if --run demo", "<span class=\"m\">#!what-if --run demo</span>")]
    [InlineData("\"a // b\" // c", "<span class=\"s\">&quot;a // b&quot;</span> <span class=\"c\">// c</span>")]
    [InlineData("1 /* open", "<span class=\"n\">1</span> <span class=\"c\">/* open</span>")]
    [InlineData("f(\"open\n1", "f(<span class=\"s\">&quot;open</span>\n<span class=\"n\">1</span>")]
    public void Code_is_coloured(string code, string html) => Assert.Equal(html, CSharpColours.Html(code));

    // Each would have been looked through to its end at each of its characters.
    [Theory]
    [InlineData("/* ")]
    [InlineData("\n \n")]
    [InlineData("@\"\"")]
    [InlineData("$\"\"\" ")]
    [InlineData("1_")]
    [InlineData("(\"\\")]
    public void A_long_cell_is_coloured_like_any(string part)
    {
        string code = string.Concat(Enumerable.Repeat(part, 300_000)) + "x";
        string text = System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(CSharpColours.Html(code), "<[^>]*>", ""));
        Assert.True(code == text, "the code is not what it was");
    }
}
