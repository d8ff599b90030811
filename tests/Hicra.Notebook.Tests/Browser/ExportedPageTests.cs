using Hicra.Interactive.Features.View;
using Hicra.Interactive.Tests.Features.View;
using Hicra.Interactive.Tests.Rendering;
using Hicra.Kernel.Notebooks;
using Hicra.Testing;
using OpenQA.Selenium;

namespace Hicra.Notebook.Tests.Browser;

/// <summary>What <c>hicra run --html</c> writes, in a light and in a dark browser. HICRA_SCREENSHOTS=DIR keeps pictures.</summary>
public sealed class ExportedPageTests(SharedBrowser shared) : IClassFixture<SharedBrowser>, IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public static TheoryData<string> Names => CommittedNotebooks.Names;

    public void Dispose() => _temporary.Dispose();

    [BrowserTheory(slow: true)]
    [MemberData(nameof(Names))]
    public void A_committed_notebook_is_a_page_that_reads_well(string name)
    {
        NotebookDocument notebook = NotebookDocument.Load(Path.Combine(CommittedNotebooks.Folder, name));
        string outputs = string.Concat(notebook.Cells.SelectMany(c => c.Outputs).Select(o => NotebookText.Join(o!["data"]?["text/html"])));
        int pictures = Shown.Parse(outputs).QuerySelectorAll("img").Length;
        Chromium browser = Open(NotebookPage.Html(notebook, name, CommittedNotebooks.Folder), dark: false);
        ReadsWell(browser, pictures, name + "-page-light");
        int requests = browser.RequestCount;
        shared.Open(Page, dark: true);
        ReadsWell(browser, pictures, name + "-page-dark");
        Assert.True(browser.RequestCount > requests);
    }

    [BrowserFact]
    public void The_slider_works_in_an_exported_page()
    {
        Chromium browser = Open(NotebookPage.Html(NotebookDocument.Load(Path.Combine(CommittedNotebooks.Folder, "00-start-here.ipynb")), "start", CommittedNotebooks.Folder), dark: false);
        const string Grounds = "[...document.querySelectorAll('[data-hicra-what-if] [data-a]')].map(t => getComputedStyle(t).backgroundColor)";
        string[] before = browser.Ask<string[]>(Grounds);
        browser.Find("[data-hicra-what-if] input[type=range]").SendKeys(Keys.End);
        Assert.Equal("1.00", browser.Find("[data-part=value]").Text);
        Assert.Contains(before.Zip(browser.Ask<string[]>(Grounds)), p => p.First != p.Second);
    }

    [BrowserTheory(slow: true)]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_formatter_reads_well(bool dark)
    {
        NotebookCell cell = NotebookCell.Code("everything", "a");
        var output = new NotebookOutputs(cell.ClearOutputs(), new NotebookDisplays(), 1);
        foreach (object value in Shown.Values("plain", _temporary.Path)) output.Display(Shown.Bundle(value), "");
        Chromium browser = Open(NotebookPage.Html(NotebookDocument.FromCells([cell]), "everything", _temporary.Path), dark);
        browser.Picture($"formatters-{(dark ? "dark" : "light")}");
        PageChecks.PicturesShow(browser, ".out", 14);
        PageChecks.TextIsReadable(browser, ".out");
    }

    [BrowserTheory(slow: true)]
    [InlineData(false)]
    [InlineData(true)]
    public void The_run_viewer_reads_well(bool dark)
    {
        Chromium browser = Open(RunViewer.Html([SmallRun.Write(_temporary.File("one")), SmallRun.Write(_temporary.File("two"), method: "grpo")]), dark);
        browser.Picture($"viewer-{(dark ? "dark" : "light")}");
        Assert.True(browser.Ask<int>("document.querySelectorAll('.t').length") > 10);
        PageChecks.TextIsReadable(browser, "body");
        Assert.Equal(0, browser.Ask<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    private string Page => new Uri(_temporary.File("page.html")).AbsoluteUri;

    private static void ReadsWell(Chromium browser, int pictures, string name)
    {
        browser.Picture(name);
        PageChecks.PicturesShow(browser, ".out", pictures);
        PageChecks.TextIsReadable(browser, "main");
        // Nothing is cut off at the right but what scrolls by itself.
        Assert.Equal(0, browser.Ask<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.Empty(browser.RequestsElsewhere());
        Assert.True(browser.RequestCount > 0);
    }

    private Chromium Open(string page, bool dark)
    {
        File.WriteAllText(_temporary.File("page.html"), page);
        return shared.Open(Page, dark);
    }
}
