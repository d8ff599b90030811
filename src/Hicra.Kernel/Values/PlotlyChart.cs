using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;

namespace Hicra.Kernel.Values;

/// <summary>Charts of Plotly.NET that cells made: Plotly's JSON for clients that draw it, our own drawing where it can be one, and text.</summary>
/// <remarks>The library is the reader's own, in any version since 4; so the chart is known by its type's name and asked by reflection.</remarks>
internal static class PlotlyChart
{
    private const string Name = "Plotly.NET.GenericChart";

    /// <summary>What a chart shows; null where the value is none.</summary>
    public static MimeBundle? Show(object value)
    {
        if (ChartType(value.GetType()) is not { } type || Json(type, value) is not { } text) return null;
        JsonNode? whole;
        try { whole = JsonNode.Parse(text); }
        catch (JsonException) { return null; }
        if (whole is not JsonObject chart) return null;
        var plotly = new JsonObject();
        foreach (string part in (string[])["data", "layout", "frames"])
            if (chart[part] is { } node) plotly[part] = node.DeepClone();
        MimeBundle bundle = PlotlyReader.Read(plotly) is { } figure ? new FigureView().Own(figure) : MimeBundle.Of(TerminalText.Clean(PlotlyReader.Summary(plotly), keepLines: true));
        return bundle.With(PlotlyRenderer.MimeType, plotly);
    }

    // In Plotly.NET 4 a type within a module of the same name.
    private static Type? ChartType(Type? type)
    {
        for (; type is not null && type != typeof(object); type = type.BaseType)
            if (type.FullName is Name or Name + "+GenericChart") return type;
        return null;
    }

    private static string? Json(Type type, object chart)
    {
        foreach (string name in (string[])["toFigureJson", "toJson"])
            foreach (Type? holder in (Type?[])[type, type.DeclaringType])
                if (holder?.GetMethod(name, BindingFlags.Public | BindingFlags.Static, [type]) is { } method)
                {
                    try { return (string?)method.Invoke(null, [chart]); }
                    catch (TargetInvocationException error) when (error.InnerException is { } inner) { throw inner; }
                }
        return null;
    }
}
