namespace Hicra.Notebook.Tests.Browser;

/// <summary>Every page and card, light and dark, at 700, 1000 and 1600 pixels. HICRA_SCREENSHOTS=DIR keeps pictures.</summary>
public sealed class EveryPageTests(EveryPage pages, SharedBrowser shared) : IClassFixture<EveryPage>, IClassFixture<SharedBrowser>
{
    public static TheoryData<string> Pages => EveryPage.Pages;

    [BrowserTheory(slow: true)]
    [MemberData(nameof(Pages))]
    public void Pages_read_well(string page)
    {
        var findings = new List<string>();
        Chromium browser = shared.Open(pages.Address(page));
        findings.AddRange(PageAudit.Findings(browser, page + "-light"));
        browser = shared.Open(pages.Address(page), dark: true);
        findings.AddRange(PageAudit.Findings(browser, page + "-dark"));
        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    [BrowserTheory(slow: true)]
    [InlineData("lab-dark", "data-jp-theme-light=\"false\"", "#111111", false)]
    [InlineData("lab-light-on-a-dark-system", "data-jp-theme-light=\"true\"", "#ffffff", true)]
    [InlineData("code-dark", "class=\"vscode-dark\"", "#1e1e1e", false)]
    [InlineData("code-light-on-a-dark-system", "class=\"vscode-light\"", "#ffffff", true)]
    public void Cards_have_their_hosts_theme(string name, string body, string ground, bool dark)
    {
        Chromium browser = shared.Open(pages.OnHost(name, body, ground), dark);
        IReadOnlyList<string> findings = PageAudit.Findings(browser, name, themedBySystem: false, 1000);
        Assert.True(findings.Count == 0, string.Join('\n', findings));
        string expected = dark ? "rgb(252, 252, 250)" : "rgb(27, 31, 36)";
        Assert.All(browser.Ask<string[]>("[...document.querySelectorAll('.hicra')].map(e => getComputedStyle(e).backgroundColor)"), found => Assert.Equal(expected, found));
        // Drawings follow by the colour scheme of their card.
        Assert.All(browser.Ask<string[]>("[...document.querySelectorAll('.hicra img')].map(e => getComputedStyle(e).colorScheme)"), scheme => Assert.Equal(dark ? "normal" : "dark", scheme));
    }
}
