using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Hicra.Interactive.Features.View;
using Hicra.Testing;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Tests.Features.View;

public sealed class RunViewerTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void The_page_holds_the_run_as_data_and_nothing_of_it_as_markup()
    {
        ExistingRun run = SmallRun.Write(_temporary.File("<img src=x onerror=1>"));
        IHtmlDocument page = new HtmlParser().ParseDocument(RunViewer.Html([run]));
        Assert.Empty(page.QuerySelectorAll("img"));
        Assert.Equal(2, page.Scripts.Length);
        Assert.StartsWith("<img src=x onerror=1>", page.Title, StringComparison.Ordinal);
        JsonElement data = Data(page);
        Assert.Contains(data.GetProperty("words").EnumerateArray(), w => w.GetString() == SmallRun.Hostile);
        JsonElement group = data.GetProperty("runs")[0].GetProperty("steps")[0].GetProperty("groups")[0], right = group.GetProperty("rollouts")[0];
        Assert.Equal("prompt " + SmallRun.Hostile, group.GetProperty("prompt").GetString());
        Assert.Equal(0.7071, right.GetProperty("advantage").GetDouble());
        Assert.Equal([0.8485, 0.8485, 0.7071, 0.7071], right.GetProperty("a").EnumerateArray().Select(x => x.GetDouble()));
        Assert.Equal(16, data.GetProperty("runs")[0].GetProperty("steps")[0].GetProperty("tokens").GetInt32());
    }

    [Fact]
    public void The_page_may_not_ask_the_network_for_anything()
    {
        IHtmlDocument page = new HtmlParser().ParseDocument(RunViewer.Html([SmallRun.Write(_temporary.File("run"))]));
        Assert.StartsWith("default-src 'none'", page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content"), StringComparison.Ordinal);
        Assert.DoesNotContain(page.All, e => e.HasAttribute("src") || e.HasAttribute("href"));
    }

    [Fact]
    public void A_large_run_is_thinned_out_and_the_page_says_so()
    {
        ExistingRun run = SmallRun.Write(_temporary.File("run"), steps: 12, groups: 6, tokens: 400);
        string page = RunViewer.Html([run], new RunViewerOptions { MaxBytes = 150_000 });
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 50_000, 150_000);
        JsonElement data = Data(new HtmlParser().ParseDocument(page));
        int steps = data.GetProperty("runs")[0].GetProperty("steps").GetArrayLength();
        Assert.InRange(steps, 1, 11);
        Assert.Contains(data.GetProperty("notes").EnumerateArray(), n => n.GetString()!.Contains($"holds {steps}", StringComparison.Ordinal));
        // The last step with rollouts stays: it shows what was learned.
        Assert.Equal(11, data.GetProperty("runs")[0].GetProperty("steps")[steps - 1].GetProperty("step").GetInt32());
    }

    [Fact]
    public void Problems_with_a_signal_come_first()
    {
        ExistingRun run = SmallRun.Write(_temporary.File("run"), groups: 6);
        JsonElement groups = Data(new HtmlParser().ParseDocument(RunViewer.Html([run], new RunViewerOptions { GroupsPerStep = 1 }))).GetProperty("runs")[0].GetProperty("steps")[0].GetProperty("groups");
        Assert.Equal(0, Assert.Single(groups.EnumerateArray()).GetProperty("group").GetInt32());
    }

    [Fact]
    public void Nine_runs_are_one_too_many()
    {
        ExistingRun run = SmallRun.Write(_temporary.File("run"));
        Assert.Contains("one to 8 runs", Assert.Throws<HicraException>(() => RunViewer.Html([.. Enumerable.Repeat(run, 9)])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_has_not_begun_gives_a_page_that_says_so()
    {
        ExistingRun run = SmallRun.Write(_temporary.File("run"));
        File.Delete(run.Folder.Metrics);
        Directory.Delete(run.Folder.Rollouts, recursive: true);
        Assert.Contains("no saved rollouts", RunViewer.Html([run]), StringComparison.Ordinal);
    }

    [BrowserFact]
    public void In_a_browser_hostile_text_is_text_and_the_formula_has_the_tokens_own_numbers()
    {
        string file = _temporary.File("page.html");
        RunViewer.Write(file, [SmallRun.Write(_temporary.File("one")), SmallRun.Write(_temporary.File("two"), method: "grpo")]);
        IHtmlDocument page = new HtmlParser().ParseDocument(Browser.Dom(file, _temporary.File("profile")));
        Assert.Empty(page.QuerySelectorAll("img"));
        Assert.StartsWith("one and two", page.Title, StringComparison.Ordinal);
        Assert.Equal(4, page.QuerySelectorAll(".rollout").Length);
        Assert.Equal(4, page.QuerySelectorAll(".t").Count(t => t.TextContent == SmallRun.Hostile));
        Assert.Equal(8, page.QuerySelectorAll(".t.plan").Length);
        IElement[] formulas = [.. page.QuerySelectorAll(".formula")];
        Assert.Equal(2, formulas.Length);
        Assert.Contains("(1 − 0.5) / (0.7071 + 10⁻⁶) = 0.7071", formulas[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("0.7071 + 0.2·|0.7071| = 0.8485", formulas[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("min(1·0.8485, 1·0.8485) = 0.8485", formulas[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("N ≈ 16 tokens", formulas[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Aₜ = A  (uniform credit)", formulas[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("min(1·0.7071, 1·0.7071) = 0.7071", formulas[1].TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelectorAll("#charts svg path"));
    }

    [BrowserFact]
    public void In_a_browser_sliders_keys_and_layers_work_without_a_mouse()
    {
        string html = RunViewer.Html([SmallRun.Write(_temporary.File("one"), steps: 3, groups: 3)]);
        const string Acts = """
            <script>
            const at = id => document.getElementById(id), seen = [];
            const slide = (id, value) => { at(id).value = value; at(id).dispatchEvent(new Event("input")); };
            const press = key => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
            const line = i => document.querySelectorAll(".formula dd")[i].textContent;
            slide("step", 2); seen.push(at("at").textContent);
            at("previous").click(); seen.push(at("at").textContent);
            document.querySelector(".t[data-at='0,0,0']").focus(); press("ArrowRight"); press("ArrowRight"); seen.push(document.activeElement.dataset.at);
            press("ArrowDown"); seen.push(document.activeElement.dataset.at); seen.push(line(3));
            press("Home"); seen.push(line(3)); slide("alpha", 1); seen.push(line(3)); slide("ratio", 0.5); seen.push(line(5)); seen.push(line(6));
            at("reset").click(); seen.push(line(6));
            [...document.querySelectorAll("#layers button")].at(-1).click(); seen.push(document.querySelectorAll(".t[style*='--plan']").length);
            document.querySelectorAll("#problems button")[1].click(); seen.push(line(2));
            document.documentElement.dataset.seen = JSON.stringify(seen);
            </script>
            """;
        string file = _temporary.File("page.html");
        File.WriteAllText(file, html.Replace("</body>", Acts + "</body>", StringComparison.Ordinal));
        IHtmlDocument page = new HtmlParser().ParseDocument(Browser.Dom(file, _temporary.File("profile")));
        string[] seen = [.. JsonDocument.Parse(page.DocumentElement.GetAttribute("data-seen")!).RootElement.EnumerateArray().Select(e => e.ToString())];
        Assert.Equal(
        [
            "step 2 of 3 · its rollouts below", "step 1 of 3 · its rollouts below", "0,0,2", "0,1,2", "-0.7071",
            "-0.7071 + 0.2·|-0.7071| = -0.5657", "-0.7071 + 0.2·|-0.7071| = -0.5657   with α = 1.00: -0.7071 + 1.00·|-0.7071| = 0",
            "0.8   clipped", "min(0.5·0, 0.8·0) = 0", "min(1·(-0.5657), 1·(-0.5657)) = -0.5657", "4", "(0 − 0) / (0 + 10⁻⁶) = 0",
        ], seen);
    }

    private static JsonElement Data(IHtmlDocument page) => JsonDocument.Parse(page.GetElementById("data")!.TextContent).RootElement;
}
