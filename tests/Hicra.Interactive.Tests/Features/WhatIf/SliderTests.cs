using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Hicra.Interactive.Features.WhatIf;
using Hicra.Interactive.Rendering;
using Hicra.Interactive.Tests.Features.View;
using Hicra.Testing;

namespace Hicra.Interactive.Tests.Features.WhatIf;

public sealed class SliderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    private IHtmlDocument At(WhatIfReport report, string script)
    {
        string file = _temporary.File("page.html");
        // The report stands twice, as in a notebook whose cell ran again: both sliders must work.
        string html = new WhatIfView().Bundle(report).Html!;
        File.WriteAllText(file, $"<!DOCTYPE html><body>{html}{html}<script>{script}</script></body>");
        return new HtmlParser().ParseDocument(Browser.Dom(file, _temporary.File("profile")));
    }

    [BrowserFact]
    public void The_slider_recolours_tokens_and_moves_bars()
    {
        WhatIfReport report = ReplayTests.Report(0.2);
        IHtmlDocument page = At(report, "var s=document.querySelectorAll('[data-part=control] input');s[0].value=s[0].max;s[0].dispatchEvent(new Event('input'));");
        IElement[] roots = [.. page.QuerySelectorAll("[data-hicra-what-if]")];
        Assert.Equal(2, roots.Length);
        Assert.All(roots, root => Assert.NotNull(root.QuerySelector("[data-part=control] input")));
        // The first slider stands at alpha 1, where plans of wrong answers take no blame; the second still at 0.2.
        Assert.Equal("1.00", roots[0].QuerySelector("[data-part=value]")!.TextContent);
        Assert.Equal("0.20", roots[1].QuerySelector("[data-part=value]")!.TextContent);
        Assert.Equal(NumberText.Percent(WhatIfHtml.At(report.Grpo.Mass!, 1).Planning), roots[0].QuerySelector("[data-part=share]")!.TextContent);
        Assert.Equal(NumberText.Percent(report.Outcomes[1].Mass!.Planning), roots[1].QuerySelector("[data-part=share]")!.TextContent);
        IElement blamed = roots[0].QuerySelectorAll("[data-p='1']").First(t => t.GetAttribute("data-a")!.StartsWith('-'));
        Assert.Contains("with alpha 1.00 0.000", blamed.GetAttribute("title"), StringComparison.Ordinal);
        Assert.NotEqual(roots[0].QuerySelectorAll("[data-p='1']")[0].GetAttribute("style"), roots[1].QuerySelectorAll("[data-p='1']")[0].GetAttribute("style"));
        Assert.Equal(roots[0].QuerySelectorAll("[data-p='0']")[0].GetAttribute("style"), roots[1].QuerySelectorAll("[data-p='0']")[0].GetAttribute("style"));
    }

    [BrowserFact]
    public void Text_of_a_model_does_not_run()
    {
        const string evil = "</script><img/src=x/onerror=document.title='run'>";
        WhatIfReport report = WhatIfReplay.Run(evil, ReplayTests.Two($"{evil} {evil} {evil}", evil), "test", new(), [new WhatIfScenario("hicra", 0.2)]);
        IHtmlDocument page = At(report, "");
        Assert.NotEqual("run", page.Title);
        Assert.Contains(evil, page.Body!.TextContent, StringComparison.Ordinal);
    }
}
