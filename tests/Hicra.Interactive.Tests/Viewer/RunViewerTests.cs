using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Hicra.Interactive.Viewer;
using Hicra.Testing;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Tests.Viewer;

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
    public void Three_runs_are_one_too_many()
    {
        ExistingRun run = SmallRun.Write(_temporary.File("run"));
        Assert.Contains("one or two", Assert.Throws<HicraException>(() => RunViewer.Html([run, run, run])).Message, StringComparison.Ordinal);
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

    private static JsonElement Data(IHtmlDocument page) => JsonDocument.Parse(page.GetElementById("data")!.TextContent).RootElement;
}
