using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hicra.Interactive.Figures;

/// <summary>A chart in Plotly's JSON, made by others, as a figure: then it shows without scripts too, and as text.</summary>
internal static partial class PlotlyReader
{
    private const int MostCategories = 40;

    /// <summary>The figure: lines, points and bars on one pair of axes. Null where the chart is more than that, and only Plotly can draw it.</summary>
    /// <param name="chart">An object with <c>data</c> and <c>layout</c>.</param>
    public static Figure? Read(JsonNode? chart)
    {
        try { return chart?["data"] is JsonArray { Count: > 0 } traces ? Read(traces, chart["layout"]) : null; }
        // JSON that is not as Plotly has it.
        catch (Exception error) when (error is InvalidOperationException or FormatException or JsonException or ArgumentException) { return null; }
    }

    /// <summary>What a chart is in a few lines, where no figure can be made of it.</summary>
    public static string Summary(JsonNode? chart)
    {
        JsonArray traces = chart?["data"] as JsonArray ?? [];
        string title = Title(chart?["layout"]?["title"]), count = traces.Count == 1 ? "1 trace" : FormattableString.Invariant($"{traces.Count} traces");
        IEnumerable<string> lines = traces.Take(20).Select(t => $"  {Word(t, "type") ?? "scatter"}{(Plain(Word(t, "name")) is { Length: > 0 } name ? $" '{name}'" : "")}{Points(t)}");
        return string.Join('\n', [$"Plotly chart{(title.Length > 0 ? $": {title}" : "")}, {count}", .. lines, .. traces.Count > 20 ? (string[])["  …"] : []]);
    }

    private static Figure? Read(JsonArray traces, JsonNode? layout)
    {
        var categories = new List<string>();
        var series = new List<Series>();
        foreach (JsonNode? trace in traces)
        {
            if (Word(trace, "type") is not (null or "scatter" or "scattergl" or "bar") || Word(trace, "xaxis") is not (null or "x") || Word(trace, "yaxis") is not (null or "y") || Word(trace, "orientation") is "h" || Word(trace, "fill") is not (null or "none")) return null;
            if (trace!["y"] is not JsonArray ys || (trace["x"] is not null and not JsonArray)) return null;
            if (Points(trace["x"] as JsonArray, ys, categories) is not { } points) return null;
            bool isBar = Word(trace, "type") == "bar";
            series.Add(new Series
            {
                Name = Plain(Word(trace, "name")), X = [.. points.Select(p => p.X)], Y = [.. points.Select(p => p.Y)],
                Kind = isBar ? SeriesKind.Bar : Word(trace, "mode")?.Contains("lines", StringComparison.Ordinal) ?? points.Count > 20 ? SeriesKind.Line : SeriesKind.Points,
                Color = (Word(trace["line"], "color") ?? Word(trace["marker"], "color")) is { } color && Colour().IsMatch(color) ? color : null,
            });
        }
        if (categories.Count > 0 && (categories.Count > MostCategories || series.Any(s => s.X.Any(x => x >= categories.Count)))) return null;
        return new Figure
        {
            Title = Title(layout?["title"]) is { Length: > 0 } title ? title : "Plotly chart",
            Panels = [new Panel { Title = "", X = new Axis { Label = Title(layout?["xaxis"]?["title"]), Categories = categories }, Y = new Axis { Label = Title(layout?["yaxis"]?["title"]), FromZero = series.Exists(s => s.Kind == SeriesKind.Bar) }, Series = series }],
        };
    }

    // Points whose two numbers are known; null where the horizontal places are neither numbers nor names.
    private static List<(double X, double Y)>? Points(JsonArray? xs, JsonArray ys, List<string> categories)
    {
        var points = new List<(double, double)>();
        for (int i = 0; i < ys.Count; i++)
        {
            if (xs is not null && i >= xs.Count) break;
            double? x = xs is null ? i : Number(xs[i]);
            if (x is null && xs![i] is JsonValue value && value.TryGetValue(out string? name))
            {
                if (!categories.Contains(name)) categories.Add(name);
                if (categories.Count > MostCategories) return null;
                x = categories.IndexOf(name);
            }
            if (x is double across && Number(ys[i]) is double up) points.Add((across, up));
        }
        return points;
    }

    private static double? Number(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.GetValue<JsonElement>().TryGetDouble(out double number) && double.IsFinite(number) ? number : null;

    private static string? Word(JsonNode? node, string name) => node is JsonObject some && some[name] is JsonValue value && value.TryGetValue(out string? word) ? word : null;

    private static string Title(JsonNode? node) => Plain(node is JsonValue value && value.TryGetValue(out string? text) ? text : Word(node, "text"));

    // Plotly's texts are a little HTML.
    private static string Plain(string? text) => text is null ? "" : WebUtility.HtmlDecode(Tags().Replace(text, " ")).Trim();

    private static string Points(JsonNode? trace) => trace?["y"] is JsonArray ys ? string.Create(CultureInfo.InvariantCulture, $", {ys.Count} points") : trace?["z"] is JsonArray zs ? string.Create(CultureInfo.InvariantCulture, $", {zs.Count} rows") : trace?["values"] is JsonArray values ? string.Create(CultureInfo.InvariantCulture, $", {values.Count} values") : "";

    [GeneratedRegex("</?(?:b|i|em|strong|br|sub|sup|span|a)(?:\\s[^<>]*)?/?>", RegexOptions.IgnoreCase)]
    private static partial Regex Tags();

    [GeneratedRegex("^#[0-9a-fA-F]{6}$")]
    private static partial Regex Colour();
}
