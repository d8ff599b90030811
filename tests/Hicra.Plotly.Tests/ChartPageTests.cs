using System.Diagnostics;
using System.Runtime.CompilerServices;
using Hicra.Interactive.Tests.Figures;
using Hicra.Testing;
using Plotly.NET;
using Trace = Plotly.NET.Trace;

namespace Hicra.Plotly.Tests;

/// <summary>Pages of charts, in a browser that can reach nothing.</summary>
public sealed class ChartPageTests : IDisposable
{
    private const string Hostile = "</script><script>document.documentElement.dataset.hacked=1</script><img src=x onerror=\"document.documentElement.dataset.hacked=1\">";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_cannot_be_written_is_said_in_a_line()
    {
        File.WriteAllText(_folder.File("taken"), "a file, and no folder");
        HicraException error = Assert.Throws<HicraException>(() => ChartPage.Write(_folder.File("taken/page.html"), Samples.Everything(name: "plain")));
        Assert.StartsWith("cannot write ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal("a file, and no folder", File.ReadAllText(_folder.File("taken")));
    }

    [ChromiumFact]
    public void A_figure_is_drawn_with_the_network_refused()
    {
        ChartPage.Write(_folder.File("page.html"), Samples.Everything(name: "plain"));
        string dom = Dom("page.html");
        Assert.Contains("main-svg", dom, StringComparison.Ordinal);
        Assert.Contains("js-line", dom, StringComparison.Ordinal);
        Assert.Contains("Everything plain", dom, StringComparison.Ordinal);
        // The library's own text names a CDN, but no script.
        Assert.DoesNotContain("<script src", dom, StringComparison.Ordinal);
    }

    [ChromiumFact]
    public void Hostile_names_stay_text()
    {
        GenericChart own = Chart(Hostile);
        // Plotly.NET's own page of such a chart lets it out, so the browser would tell.
        File.WriteAllText(_folder.File("theirs.html"), $"<!DOCTYPE html><html><body>{GenericChart.toChartHTML(own)}</body></html>");
        Assert.Contains("data-hacked", Dom("theirs.html"), StringComparison.Ordinal);
        ChartPage.Write(_folder.File("own.html"), Hostile, own, Samples.Everything(name: Hostile).ToChart());
        string dom = Dom("own.html");
        Assert.Contains("main-svg", dom, StringComparison.Ordinal);
        Assert.DoesNotContain("data-hacked", dom[..dom.IndexOf('>', dom.IndexOf("<html", StringComparison.Ordinal))], StringComparison.Ordinal);
        // A figure's chart is safe in Plotly.NET's page too.
        File.WriteAllText(_folder.File("figure.html"), GenericChart.toEmbeddedHTML(Samples.Everything(name: Hostile).ToChart()));
        dom = Dom("figure.html");
        Assert.Contains("js-line", dom, StringComparison.Ordinal);
        Assert.DoesNotContain("data-hacked", dom[..dom.IndexOf('>', dom.IndexOf("<html", StringComparison.Ordinal))], StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_holds_its_library_and_a_policy_that_refuses_the_network()
    {
        string page = ChartPage.Html("<title>", Chart("plain"));
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.Contains("<title>&lt;title&gt;</title>", page, StringComparison.Ordinal);
        Assert.True(page.Length > 3_000_000);
        Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);
    }

    private static GenericChart Chart(string name)
    {
        var trace = new Trace("scatter");
        trace.SetProperty("y", new[] { 1.0, 2, 3 });
        trace.SetProperty("name", name);
        return GenericChart.ofTraceObject(true, trace);
    }

    private string Dom(string page)
    {
        var start = new ProcessStartInfo(ChromiumFactAttribute.Program!) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["--headless", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + _folder.File("profile"), "--dump-dom", new Uri(_folder.File(page)).AbsoluteUri]) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        string dom = Bounded.Text(process, process.StandardOutput);
        Bounded.Exit(process);
        return dom;
    }
}

/// <summary>A slow fact that is seen in a browser; skipped with a clear message where there is none.</summary>
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) =>
        Skip = Program is null ? "needs Chromium, which is not on this machine's path" : Slow.Reason!;

    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}
