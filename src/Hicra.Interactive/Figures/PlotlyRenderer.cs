using System.Globalization;
using System.Text.Json.Nodes;
using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Figures;

/// <summary>A figure as Plotly's JSON (<c>application/vnd.plotly.v1+json</c>: an object, not a string), for hosts that draw it.</summary>
public static class PlotlyRenderer
{
    /// <summary>The MIME type.</summary>
    public const string MimeType = "application/vnd.plotly.v1+json";

    // The shade of phases, in the image too.
    internal const string PhaseGround = "#8a8474";

    // Pixels above a panel's plot for title and legend, and below it for ticks and label.
    private const double Head = 62, Foot = 56;

    /// <summary>The figure with <c>data</c> and <c>layout</c>.</summary>
    /// <exception cref="ArgumentException">A series' lists differ in length, or a number is not finite.</exception>
    public static JsonObject Render(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var data = new JsonArray();
        int columns = figure.ColumnCount, rows = (figure.Panels.Count + columns - 1) / Math.Max(1, columns);
        // All in pixels from a row's top, then as shares of the drawing, as Plotly wants them.
        double heading = figure.RowTitles.Count > 0 ? 30 : 0, row = heading + Head + figure.PlotHeight + Foot, whole = Math.Max(1, rows) * row;
        var layout = new JsonObject
        {
            ["title"] = new JsonObject { ["text"] = Text(figure.Title), ["x"] = 0.02, ["font"] = new JsonObject { ["size"] = 16 } },
            ["width"] = figure.Width,
            ["height"] = whole + 70,
            ["margin"] = new JsonObject { ["l"] = 16, ["r"] = 16, ["t"] = 56, ["b"] = 14 },
            ["paper_bgcolor"] = Palette.Card,
            ["plot_bgcolor"] = Palette.Card,
            ["font"] = new JsonObject { ["color"] = Palette.Ink, ["size"] = 12 },
            ["barmode"] = "group",
        };
        var notes = new JsonArray();
        var shapes = new JsonArray();
        for (int i = 0; i < figure.Panels.Count; i++)
        {
            Panel panel = figure.Panels[i];
            string number = i == 0 ? "" : (i + 1).ToString(CultureInfo.InvariantCulture);
            string x = "x" + number, y = "y" + number, right = y, legend = "legend" + number;
            double left = (double)(i % columns) / columns, width = 1.0 / columns;
            double At(double pixels) => 1 - (i / columns * row + pixels) / whole;
            double[] across = [left + (panel.Y.IsNamed ? 0.35 : 0.09) * width, left + 0.92 * width], down = [At(heading + Head + figure.PlotHeight), At(heading + Head)];
            layout["xaxis" + number] = AxisOf(panel.X, across, y, reversed: false, title: panel.X.Text);
            layout["yaxis" + number] = AxisOf(panel.Y, down, x, panel.Y.IsNamed);
            string units = panel.Y.Text;
            if (panel.RightY is not null)
            {
                string second = (figure.Panels.Count + i + 1).ToString(CultureInfo.InvariantCulture);
                right = "y" + second;
                JsonObject twin = AxisOf(panel.RightY, down, x, reversed: false);
                (twin["overlaying"], twin["side"], twin["showgrid"], twin["tickmode"]) = (y, "right", false, "auto");
                twin.Remove("domain");
                layout["yaxis" + second] = twin;
                units = string.Join(" and ", new[] { units, panel.RightY.Text + " (right)" }.Where(u => u.Length > 0));
            }
            if (i % columns == 0 && i / columns < figure.RowTitles.Count && figure.RowTitles[i / columns].Length > 0) notes.Add(Note($"<b>{Text(figure.RowTitles[i / columns])}</b>", 0, At(0), 14));
            notes.Add(Note($"<b>{Text(panel.Title)}</b>{(units.Length == 0 ? "" : "  " + Text(units))}", left + 0.02 * width, At(heading), 12));
            // A legend of its own stands above each panel; hosts with an older Plotly put all names into one.
            layout[legend] = new JsonObject { ["orientation"] = "h", ["x"] = left + 0.02 * width, ["xanchor"] = "left", ["y"] = At(heading + 18), ["yanchor"] = "top", ["font"] = new JsonObject { ["size"] = 11 }, ["bgcolor"] = "rgba(0,0,0,0)" };
            for (int p = 0; p < panel.Phases.Count; p++) Phase(shapes, notes, panel.Phases[p], p, x, y);
            int first = data.Count;
            for (int s = 0; s < panel.Series.Count; s++) Add(data, panel, panel.Series[s], panel.Series[s].Color ?? Palette.Of(s), x, panel.Series[s].Right ? right : y);
            for (int s = first; s < data.Count; s++) data[s]!["legend"] = legend;
        }
        (layout["annotations"], layout["shapes"]) = (notes, shapes);
        return new JsonObject { ["data"] = data, ["layout"] = layout };
    }

    // As in the image: every second stretch shaded, a dotted line where one begins, its name above.
    private static void Phase(JsonArray shapes, JsonArray notes, PhaseMark phase, int index, string x, string y)
    {
        JsonObject Shape(string type, double to) => new() { ["type"] = type, ["xref"] = x, ["yref"] = y + " domain", ["x0"] = phase.From, ["x1"] = to, ["y0"] = 0, ["y1"] = 1, ["layer"] = "below" };
        if (index % 2 == 1 && phase.To > phase.From)
        {
            JsonObject ground = Shape("rect", phase.To);
            (ground["fillcolor"], ground["opacity"], ground["line"]) = (PhaseGround, 0.1, new JsonObject { ["width"] = 0 });
            shapes.Add(ground);
        }
        if (index > 0 || phase.To <= phase.From)
        {
            JsonObject border = Shape("line", phase.From);
            border["line"] = new JsonObject { ["dash"] = "dot", ["width"] = 1, ["color"] = Palette.Muted };
            shapes.Add(border);
        }
        notes.Add(new JsonObject
        {
            ["text"] = $"<i>{Text(phase.Label)}</i>", ["showarrow"] = false, ["xref"] = x, ["yref"] = y + " domain", ["x"] = phase.From, ["y"] = 1, ["xanchor"] = "left", ["yanchor"] = "bottom", ["font"] = new JsonObject { ["size"] = 11, ["color"] = Palette.Muted },
        });
    }

    private static JsonObject Note(string text, double x, double y, int size) => new()
    {
        ["text"] = text, ["showarrow"] = false, ["xref"] = "paper", ["yref"] = "paper", ["x"] = x, ["y"] = y, ["xanchor"] = "left", ["yanchor"] = "top", ["font"] = new JsonObject { ["size"] = size },
    };

    private static JsonObject AxisOf(Axis axis, double[] domain, string anchor, bool reversed, string title = "")
    {
        var json = new JsonObject { ["title"] = new JsonObject { ["text"] = Text(title), ["standoff"] = 6, ["font"] = new JsonObject { ["size"] = 11 } }, ["domain"] = Numbers(domain), ["anchor"] = anchor, ["gridcolor"] = Palette.Grid };
        if (axis.Percent) json["tickformat"] = ".0%";
        if (axis.IsNamed)
        {
            json["tickvals"] = Numbers([.. Enumerable.Range(0, axis.Categories.Count).Select(i => (double)i)]);
            json["ticktext"] = new JsonArray([.. axis.Categories.Select(c => (JsonNode)Text(c))]);
        }
        if (reversed) json["autorange"] = "reversed";
        else if (axis is { Low: double low, High: double high }) json["range"] = Numbers([low, high]);
        else if (axis.FromZero || axis.Percent) json["rangemode"] = "tozero";
        return json;
    }

    private static void Add(JsonArray data, Panel panel, Series series, string color, string x, string y)
    {
        series.Check();
        switch (series.Kind)
        {
            case SeriesKind.Dumbbell:
                for (int i = 0; i < series.X.Count; i++)
                    data.Add(Trace(series, "scatter", "lines+markers", color, x, y, [series.Low![i], series.High![i]], [series.Y[i], series.Y[i]], legend: i == 0));
                return;
            case SeriesKind.Band:
                JsonObject low = Trace(series, "scatter", "lines", color, x, y, series.X, series.Low!, legend: false), high = Trace(series, "scatter", "lines", color, x, y, series.X, series.High!, legend: false);
                (low["line"]!["width"], high["line"]!["width"], high["fill"], high["fillcolor"]) = (0, 0, "tonexty", color + "2e");
                data.Add(low);
                data.Add(high);
                break;
            case SeriesKind.Line when series.IsSmoothed:
                JsonObject raw = Trace(series, "scatter", "lines", color, x, y, series.X, series.Y, legend: false);
                (raw["opacity"], raw["line"]!["width"]) = (0.32, 1);
                data.Add(raw);
                data.Add(Trace(series, "scatter", "lines", color, x, y, series.X, series.Smoothed(), legend: true));
                return;
        }
        JsonObject trace = Trace(series, series.Kind == SeriesKind.Bar ? "bar" : "scatter", series.Kind == SeriesKind.Points ? "markers" : "lines", color, x, y, series.X, series.Y, legend: series.Name.Length > 0);
        if (series.Low is not null && series.Kind is SeriesKind.Points or SeriesKind.Bar && series.Low is not null)
        {
            IReadOnlyList<double> centre = panel.Y.IsNamed ? series.X : series.Y;
            trace[panel.Y.IsNamed ? "error_x" : "error_y"] = new JsonObject
            {
                ["type"] = "data",
                ["symmetric"] = false,
                ["array"] = Numbers([.. centre.Select((c, i) => series.High![i] - c)]),
                ["arrayminus"] = Numbers([.. centre.Select((c, i) => c - series.Low[i])]),
            };
        }
        data.Add(trace);
    }

    private static JsonObject Trace(Series series, string type, string mode, string color, string x, string y, IReadOnlyList<double> xs, IReadOnlyList<double> ys, bool legend)
    {
        var trace = new JsonObject { ["type"] = type, ["name"] = Text(series.Name), ["x"] = Numbers(xs), ["y"] = Numbers(ys), ["xaxis"] = x, ["yaxis"] = y, ["showlegend"] = legend, ["legendgroup"] = x + " " + Text(series.Name) };
        if (type == "bar") trace["marker"] = new JsonObject { ["color"] = color };
        else
        {
            trace["mode"] = mode;
            trace["line"] = new JsonObject { ["color"] = color, ["width"] = 2, ["dash"] = series.Dashed ? "dash" : "solid", ["shape"] = series.Stepped ? "hv" : "linear" };
            trace["marker"] = new JsonObject { ["color"] = color };
        }
        return trace;
    }

    // Plotly reads some tags in text, links among them.
    private static string Text(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static JsonArray Numbers(IReadOnlyList<double> values) => [.. values.Select(v => (JsonNode)v)];
}
