using System.Text.Json.Nodes;
using Hicra.Interactive.Figures;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Plotly.NET;
using Figure = Hicra.Interactive.Figures.Figure;

namespace Hicra.Plotly;

/// <summary>Figures as charts of Plotly.NET, to be changed by its means: styled, combined, saved.</summary>
public static class FigureCharts
{
    /// <summary>The figure as a chart: its traces and its layout are those of <see cref="PlotlyRenderer"/>, in which names that hold <c>&lt;</c>, <c>&gt;</c> or <c>&amp;</c> are escaped.</summary>
    /// <remarks>What Plotly.NET saves of it (<c>SaveHtml</c>) carries plotly.js inside and needs no network.</remarks>
    /// <exception cref="ArgumentException">A series' lists differ in length, or a number is not finite.</exception>
    public static GenericChart ToChart(this Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        JsonObject json = PlotlyRenderer.Render(figure);
        var layout = new Layout();
        foreach ((string name, JsonNode? value) in json["layout"]!.AsObject()) layout.SetProperty(name, Token(value));
        return GenericChart.NewMultiChart(ListModule.OfSeq(json["data"]!.AsArray().Select(Trace)), layout, new Config(), Offline());
    }

    private static Trace Trace(JsonNode? json)
    {
        // The type is a member of the trace, everything else is set by name.
        var trace = new Trace(json!["type"]!.GetValue<string>());
        foreach ((string name, JsonNode? value) in json.AsObject())
            if (name != "type") trace.SetProperty(name, Token(value));
        return trace;
    }

    // As JSON has it: nothing that looks like a date becomes one.
    private static JToken Token(JsonNode? value)
    {
        using var reader = new JsonTextReader(new StringReader(value?.ToJsonString() ?? "null")) { DateParseHandling = DateParseHandling.None };
        return JToken.ReadFrom(reader);
    }

    private static DisplayOptions Offline() => DisplayOptions.init(null, FSharpOption<string>.Some("UTF-8"), null, null, null, null, FSharpOption<PlotlyJSReference>.Some(PlotlyJSReference.Full));
}
