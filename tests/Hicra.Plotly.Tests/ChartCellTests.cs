using Hicra.Interactive;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Hosting;
using Hicra.Kernel.Session;
using Hicra.Kernel.Tests.Session;
using Hicra.Testing;

namespace Hicra.Plotly.Tests;

/// <summary>Charts of Plotly.NET that a reader makes in cells of our own kernel.</summary>
public sealed class ChartCellTests : IDisposable
{
    private readonly RecordedOutput _output = new();
    private readonly CSharpSession _session;

    public ChartCellTests()
    {
        var formatter = new HicraFormatter();
        _session = new CSharpSession(Kit.Standard.CreateCommands(formatter), formatter, AppContext.BaseDirectory);
    }

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task A_chart_of_lines_is_plotly_s_json_an_image_and_text()
    {
        MimeBundle bundle = await Show("""
            var trace = new Trace("scatter");
            trace.SetProperty("x", new[] { 0.0, 1, 2 });
            trace.SetProperty("y", new[] { 1.0, double.NaN, 3 });
            trace.SetProperty("mode", "lines");
            trace.SetProperty("name", "a</script><img src=x onerror=alert(1)>");
            GenericChart.ofTraceObject(true, trace)
            """);
        Assert.Equal("scatter", (string?)bundle.Data[PlotlyRenderer.MimeType]["data"]![0]!["type"]);
        Assert.Contains("data:image/svg+xml", bundle.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", bundle.Html, StringComparison.Ordinal);
        Assert.Contains("1.000 → 3.000", bundle.PlainText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chart_that_only_plotly_can_draw_says_what_it_is()
    {
        MimeBundle bundle = await Show("""
            var trace = new Trace("heatmap");
            trace.SetProperty("z", new[] { new[] { 1.0, 2 }, new[] { 3.0, 4 } });
            trace.SetProperty("name", "\u001b[31mred");
            GenericChart.ofTraceObject(true, trace)
            """);
        Assert.Equal("heatmap", (string?)bundle.Data[PlotlyRenderer.MimeType]["data"]![0]!["type"]);
        Assert.Null(bundle.Html);
        Assert.StartsWith("Plotly chart, 1 trace\n  heatmap", bundle.PlainText, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', bundle.PlainText);
    }

    private async Task<MimeBundle> Show(string code)
    {
        string before = string.Concat(((string[])["Plotly.NET", "FSharp.Core", "DynamicObj", "Newtonsoft.Json"]).Select(name => $"#r \"{Path.Combine(AppContext.BaseDirectory, name + ".dll")}\"\n"));
        CellResult result = await _session.ExecuteAsync(before + "using Plotly.NET;\n" + code, _output, default).WaitAsync(Bounded.Limit);
        Assert.True(result.Ok, string.Join('\n', result.Traceback) + _output.Errors);
        return _output.Shown[^1].Bundle;
    }
}
