using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hicra.Interactive.Rendering;
using Plotly.NET;
using Figure = Hicra.Interactive.Figures.Figure;

namespace Hicra.Plotly;

/// <summary>Charts as a page that stands alone: plotly.js is inside, the page asks for nothing and may ask for nothing.</summary>
/// <remarks>
/// Plotly.NET's own pages write a chart's JSON into a script as it is, where a name like <c>&lt;/script&gt;&lt;img onerror=...&gt;</c>
/// breaks out and runs. In these every <c>&lt;</c> of it is written <c>\u003c</c>, and the page's policy refuses the network.
/// </remarks>
public static class ChartPage
{
    private const string Policy = "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:; style-src 'unsafe-inline'; img-src data: blob:";

    /// <summary>Writes a page with charts below each other; it appears whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">The page's title.</param>
    /// <param name="charts">The charts, of Plotly.NET's own making too.</param>
    /// <exception cref="HicraException">The file cannot be written.</exception>
    public static void Write(string path, string title, params IReadOnlyList<GenericChart> charts)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        TextFile.Write(path, Html(title, charts));
    }

    /// <summary>Writes a page with a figure.</summary>
    /// <param name="path">The file.</param>
    /// <param name="figure">The figure; its title is the page's.</param>
    /// <exception cref="HicraException">The file cannot be written.</exception>
    public static void Write(string path, Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        Write(path, figure.Title, figure.ToChart());
    }

    /// <summary>The page as text.</summary>
    /// <param name="title">The page's title.</param>
    /// <param name="charts">The charts.</param>
    public static string Html(string title, params IReadOnlyList<GenericChart> charts)
    {
        ArgumentNullException.ThrowIfNull(charts);
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        page.Append(CultureInfo.InvariantCulture, $"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\"><title>{Hicra.Interactive.Rendering.Html.Escape(title)}</title><script>");
        page.Append(Library.Value).Append("</script></head>\n<body style=\"margin:16px\">\n");
        for (int i = 0; i < charts.Count; i++)
        {
            string id = FormattableString.Invariant($"chart-{i}");
            // The default encoder escapes <, > and & in every text, so that none ends the script.
            string json = JsonNode.Parse(GenericChart.toJson(charts[i]))!.ToJsonString(JsonSerializerOptions.Default);
            page.Append(CultureInfo.InvariantCulture, $"<div id=\"{id}\"></div><script>(chart => Plotly.newPlot('{id}', chart.data, chart.layout, {{ displaylogo: false, ...chart.config }}))({json})</script>\n");
        }
        return page.Append("</body></html>\n").ToString();
    }

    // 3.6 MB; read once, where a page is made.
    private static readonly Lazy<string> Library = new(() =>
    {
        Assembly plotly = typeof(Trace).Assembly;
        string name = plotly.GetManifestResourceNames().FirstOrDefault(n => n.EndsWith(".min.js", StringComparison.Ordinal)) ?? throw new HicraException("this Plotly.NET carries no plotly.js; take Plotly.NET 6.0.0");
        using var reader = new StreamReader(plotly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase);
    });
}
