using System.Text;
using System.Xml.Linq;
using AngleSharp.Dom;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;
using Hicra.Interactive.Tests.Figures;

namespace Hicra.Interactive.Tests.Rendering;

public sealed class TrustTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hicra-tests-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private object[] Values(string text) => Shown.Values(text, _directory);

    [Fact]
    public void Hostile_text_is_inert_in_every_formatter() => Assert.All(Values(Samples.Hostile), value =>
    {
        IDocument document = Shown.Parse(Shown.Bundle(value).Html!);
        // The only images are ours, the only scripts those of traces and of the slider, and nothing listens to events or links anywhere.
        Assert.All(document.QuerySelectorAll("img"), i => Assert.StartsWith("data:image/svg+xml;base64,", i.GetAttribute("src"), StringComparison.Ordinal));
        Assert.All(document.QuerySelectorAll("script"), s => Assert.DoesNotContain("onerror", s.TextContent, StringComparison.Ordinal));
        Assert.True(document.QuerySelectorAll("script").Length <= 1);
        Assert.DoesNotContain(document.All.SelectMany(e => e.Attributes), a => a.Name.StartsWith("on", StringComparison.Ordinal) || a.Name is "href");
        // The text itself is all there, as text or as the title of what was cut.
        Assert.Contains("onerror=alert(1)", document.Body!.TextContent + string.Concat(document.QuerySelectorAll("img").Select(i => i.GetAttribute("alt"))), StringComparison.Ordinal);
    });

    [Fact]
    public void Drawings_inside_the_html_are_well_formed_and_inert() => Assert.All(Values(Samples.Hostile), value =>
    {
        foreach (IElement image in Shown.Parse(Shown.Bundle(value).Html!).QuerySelectorAll("img"))
        {
            XElement svg = XDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(image.GetAttribute("src")![26..]))).Root!;
            Assert.DoesNotContain(svg.DescendantsAndSelf(), e => e.Name.LocalName is "script" or "img" or "foreignObject");
        }
    });

    [Fact]
    public void Nothing_is_lost_where_nobody_trusts_the_page() => Assert.All(Values("plain"), value =>
    {
        string html = Shown.Bundle(value).Html!;
        IDocument whole = Shown.Parse(html), left = Shown.Untrusted(html);
        foreach (IElement unread in whole.QuerySelectorAll("script, style").ToArray()) unread.Remove();
        Assert.Equal(whole.Body!.TextContent, left.Body!.TextContent);
        Assert.Equal(whole.QuerySelectorAll("[title]").Length, left.QuerySelectorAll("[title]").Length);
        Assert.Equal(whole.QuerySelectorAll("img").Length, left.QuerySelectorAll("img").Length);
        Assert.DoesNotContain("var(--", whole.Body.OuterHtml, StringComparison.Ordinal); // in the style sheet they may be: without it, colours stand in the elements
        Assert.DoesNotContain("http", string.Concat(left.QuerySelectorAll("[src]").Select(e => e.GetAttribute("src"))), StringComparison.Ordinal);
        // Without scripts nothing is hidden but what a fold hides.
        Assert.DoesNotContain("display:none", html.Split("<script>")[0], StringComparison.Ordinal);
    });

    [Fact]
    public void Everything_has_plain_text_of_a_width_that_a_terminal_has() => Assert.All(Values("plain"), value =>
    {
        MimeBundle bundle = Shown.Bundle(value);
        Assert.Equal("text/plain", bundle.Types.First());
        Assert.NotEmpty(bundle.PlainText);
        Assert.DoesNotContain('<', bundle.PlainText.Replace("<img src=x onerror=alert(1)>", "", StringComparison.Ordinal));
        Assert.All(bundle.PlainText.Split('\n').Where(l => !l.StartsWith("folder:", StringComparison.Ordinal)), line => Assert.True(line.Length <= 150, line));
    });

    [Fact]
    public void Text_cannot_steer_a_terminal() => Assert.All(Values("\u001b[31mred\u0007\r"), value =>
        Assert.DoesNotContain(Shown.Bundle(value).PlainText, c => char.IsControl(c) && c != '\n'));

    [Fact]
    public void Cells_and_rows_say_their_own_colours() => Assert.All(Values("plain"), value =>
        // Hosts' themes stripe tables; a dark stripe under dark text cannot be read.
        Assert.All(Shown.Parse(Shown.Bundle(value).Html!).QuerySelectorAll("td, th"), cell =>
        {
            Assert.Contains("background-color:", cell.GetAttribute("style"), StringComparison.Ordinal);
            Assert.Contains(";color:", cell.GetAttribute("style"), StringComparison.Ordinal);
        }));

    [Fact]
    public void Every_colour_of_a_card_is_one_that_the_dark_theme_knows() => Assert.All(Values("plain"), value =>
        Assert.All(Shown.Parse(Shown.Bundle(value).Html!).QuerySelectorAll("[style]"), element =>
            Assert.All(element.GetAttribute("style")!.Split('#').Skip(1).Select(c => "#" + c[..6]), color => Assert.Contains(color, Palette.Dark.Select(c => c.Light)))));

    [Fact]
    public void Unknown_types_are_left_to_others()
    {
        Assert.Null(Shown.Formatter.Format(42));
        Assert.Null(Shown.Formatter.Format("text"));
        Assert.Null(Shown.Formatter.Format(new[] { 1, 2 }));
    }
}
