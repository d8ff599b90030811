using System.Text.Json.Nodes;
using Hicra.Interactive.Features.View;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Tests.Features.View;
using Hicra.Interactive.Tests.Rendering;
using Hicra.Kernel.Notebooks;
using Hicra.Kernel.Session;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Browser;

/// <summary>Text of models, files and users that tries to become code, in everything that shows text, seen in a real browser.</summary>
public sealed class EscapeTests(SharedBrowser shared) : IClassFixture<SharedBrowser>, IDisposable
{
    /// <summary>What breaks out of elements, attributes, comments and scripts, and what is decoded once too often.</summary>
    private const string Hostile = "</script><img src=x onerror=window.hacked=1>\"><svg onload=window.hacked=1></svg>' onmouseover='window.hacked=1' x='\" autofocus onfocus=\"window.hacked=1\" tabindex=\"1"
        + "]]></title></textarea></style><script>window.hacked=1</script><!--<script>alert(1)<iframe srcdoc=\"<script>parent.hacked=1</script>\"></iframe>&lt;img src=y onerror=window.hacked=1&gt;\\u003cimg src=z onerror=window.hacked=1\\u003e${window.hacked=1}javascript:window.hacked=1";

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [BrowserFact]
    public void The_text_does_harm_where_nobody_escapes_it()
    {
        Chromium browser = Open($"<p>{Hostile}</p>");
        Assert.Equal(1, browser.Ask<int?>("window.hacked"));
    }

    [BrowserFact]
    public void No_formatter_lets_it_out()
    {
        object[] values = [.. Shown.Values(Hostile, _temporary.Path)];
        // All on one page, as in a notebook.
        Chromium browser = Open(string.Concat(values.Select(v => $"<section>{Shown.Bundle(v).Html}</section>")));
        // What becomes of the text is seen: it is there as text, as a title or as an image's description.
        bool[] seen = browser.Ask<bool[]>("[...document.querySelectorAll('body > section')].map(s => [s.textContent, ...[...s.querySelectorAll('[title], [alt]')].flatMap(e => [e.title, e.alt])].some(t => (t ?? '').includes('onerror=window.hacked')))");
        Assert.Equal(values.Length, seen.Length);
        Assert.Empty(values.Zip(seen).Where(v => !v.Second).Select(v => v.First.GetType().Name));
        Inert(browser, "all formatters");
    }

    [BrowserFact]
    public void The_run_viewer_keeps_it_in()
    {
        var runs = new[] { SmallRun.Write(_temporary.File("<img src=x onerror=window.hacked=1>")), SmallRun.Write(_temporary.File("two"), method: "grpo") };
        RunViewer.Write(_temporary.File("viewer.html"), runs);
        Chromium browser = shared.Open(new Uri(_temporary.File("viewer.html")).AbsoluteUri);
        Assert.Contains(SmallRun.Hostile, browser.Ask<string>("document.body.textContent"), StringComparison.Ordinal);
        Inert(browser, "run viewer");
    }

    [BrowserFact]
    public void An_exported_notebook_keeps_it_in()
    {
        NotebookCell cell = NotebookCell.Code($"// {Hostile}\nvar text = \"{Hostile}\";\n#!hicra-train --name {Hostile}", Hostile);
        JsonArray outputs = cell.ClearOutputs();
        var output = new NotebookOutputs(outputs, new NotebookDisplays(), 1);
        output.Write(Hostile, toErrors: false);
        output.Write(Hostile, toErrors: true);
        output.Error(Hostile, Hostile, [Hostile, "\u001b[31m" + Hostile]);
        output.Error(Hostile, Hostile, []);
        output.Result(MimeBundle.Of(Hostile));
        output.Display(NotebookFunctions.Markdown($"*model text* {Hostile}\n\n[link](javascript:window.hacked=1) ![image](javascript:window.hacked=1)\n\n<a href=\"javascript:window.hacked=1\">raw</a>"), "a");
        output.Display(MimeBundle.Of("x").With("image/png", Hostile), "b");
        output.Display(MimeBundle.Of("x").With("image/svg+xml", $"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"parent.hacked=1\"><script>parent.hacked=1</script></svg>"), "c");
        NotebookDocument notebook = NotebookDocument.FromCells([NotebookCell.Markdown("# Title `" + Hostile + "`", "t"), cell]);
        File.WriteAllText(_temporary.File("page.html"), NotebookPage.Html(notebook, Hostile, _temporary.Path));
        Chromium browser = shared.Open(new Uri(_temporary.File("page.html")).AbsoluteUri);
        browser.Do("document.querySelectorAll('a').forEach(a => a.click())");
        Assert.True(browser.Ask<string>("document.body.textContent").Split("</script><img src=x onerror").Length > 8);
        Inert(browser, "exported notebook");
    }

    private Chromium Open(string html)
    {
        string file = _temporary.File("page.html");
        File.WriteAllText(file, "<!DOCTYPE html><meta charset=\"utf-8\"><body>" + html + "</body>");
        return shared.Open(new Uri(file).AbsoluteUri);
    }

    // Everything that a reader can do is done: folds, buttons, sliders, keys, and pointing at each token.
    private static void Inert(Chromium browser, string what)
    {
        PageChecks.OpenFolds(browser);
        browser.Do("""
            document.querySelectorAll('button').forEach(b => b.click());
            document.querySelectorAll('input[type=range]').forEach(i => { i.value = i.max; i.dispatchEvent(new Event('input')); });
            document.querySelectorAll('[tabindex], [title]').forEach(e => { e.focus(); e.dispatchEvent(new MouseEvent('mouseover', { bubbles: true })); for (const key of ['ArrowRight', 'Home', 'End', 'Enter']) e.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })); });
            """);
        Thread.Sleep(200);
        Assert.False(browser.HasDialog(), what);
        Assert.True(browser.Ask<bool>("window.hacked === undefined"), what);
        Assert.Equal([], browser.Ask<string[]>("[...document.querySelectorAll('iframe, object, embed, body svg [onload], svg[onload], [onerror], [onfocus], [onmouseover], [onclick], img:not([src^=\"data:image/\"], [src=\"\"])')].map(e => e.outerHTML.slice(0, 200))"));
    }
}
