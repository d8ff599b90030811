using System.Text;
using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Figures;

/// <summary>Draws one panel at its place.</summary>
internal sealed class PanelPainter
{
    private readonly SvgCanvas _canvas;
    private readonly PanelLayout _layout;
    private readonly Panel _panel;
    private readonly double _left, _top, _width, _height;
    private readonly Scale _x, _y, _right;

    private PanelPainter(SvgCanvas canvas, PanelLayout layout, double left, double top)
    {
        (_canvas, _layout, _panel, _left, _top, _width, _height) = (canvas, layout, layout.Panel, left, top, layout.PlotWidth, layout.PlotHeight);
        _x = new(layout.X.Low, layout.X.High, left, left + _width);
        _y = Vertical(layout.Left);
        _right = layout.Right is null ? _y : Vertical(layout.Right);

        // The first of named rows is at the top; numbers grow upwards.
        Scale Vertical(AxisRange range) => range.Axis.IsNamed ? new(range.Low, range.High, top, top + _height) : new(range.Low, range.High, top + _height, top);
    }

    /// <summary>Draws the panel and returns the bottom of what it drew.</summary>
    public static double Paint(SvgCanvas canvas, PanelLayout layout, double x, double y, int legendLines, int labelLines, bool phases)
    {
        Panel panel = layout.Panel;
        canvas.Text(x, y + 12, TextMetrics.Fit(panel.Title, PanelLayout.TitleSize, layout.Width, bold: true), PanelLayout.TitleSize, Palette.Ink, bold: true, title: panel.Title);
        y += 20;
        for (int i = 0; i < layout.Legend.Count; i++)
            foreach ((string label, string full, int series, double offset) in layout.Legend[i])
            {
                Key(canvas, panel.Series[series], layout.Colors[series], x + offset, y + i * PanelLayout.LineHeight + 8);
                canvas.Text(x + offset + PanelLayout.Swatch + 4, y + i * PanelLayout.LineHeight + 12, label, PanelLayout.LegendSize, Palette.Ink, title: full);
            }
        y += legendLines * PanelLayout.LineHeight + 3;
        if (labelLines > 0)
        {
            double size = PanelLayout.LabelSize, line = y + 11 + (labelLines - layout.LabelLines) * 14;
            string left = panel.Y.Text, right = panel.RightY?.Text ?? "";
            if (left.Length > 0) canvas.Text(x, line, TextMetrics.Fit(left, size, layout.Width), size, AxisColor(layout, false), title: left);
            if (right.Length > 0) canvas.Text(x + layout.Width, layout.LabelLines == 2 ? line + 14 : line, TextMetrics.Fit(right, size, layout.Width), size, AxisColor(layout, true), Anchor.End, title: right);
            y += labelLines * 14;
        }
        // The label of the topmost tick reaches above the plot.
        y += 9;
        if (phases) y += 15;
        var painter = new PanelPainter(canvas, layout, x + layout.LeftMargin, y);
        painter.Frame();
        painter.PhaseMarks();
        painter.Data();
        return painter.Under();
    }

    // With two vertical axes, labels take the colour of their only series.
    private static string AxisColor(PanelLayout layout, bool right)
    {
        if (layout.Right is null) return Palette.Muted;
        int[] own = [.. Enumerable.Range(0, layout.Panel.Series.Count).Where(i => layout.Panel.Series[i].Right == right)];
        return own.Select(i => layout.Colors[i]).Distinct().Count() == 1 ? Palette.ForText(layout.Colors[own[0]]) : Palette.Muted;
    }

    private static void Key(SvgCanvas canvas, Series series, string color, double x, double y)
    {
        switch (series.Kind)
        {
            case SeriesKind.Bar:
                canvas.Rect(x + 3, y - 5, 12, 10, color, "rx=\"1.5\"");
                break;
            case SeriesKind.Points:
                canvas.Circle(x + 9, y, 4, color);
                break;
            case SeriesKind.Dumbbell:
                canvas.Line(x + 2, y, x + 15, y, color, 2.5, "stroke-opacity=\"0.5\"");
                canvas.Circle(x + 2.5, y, 2.8, Palette.Card, $"stroke=\"{color}\" stroke-width=\"1.6\"");
                canvas.Circle(x + 15, y, 3.4, color);
                break;
            default:
                if (series.Kind == SeriesKind.Band) canvas.Rect(x, y - 5, PanelLayout.Swatch - 2, 10, color, "fill-opacity=\"0.2\"");
                canvas.Line(x, y, x + PanelLayout.Swatch - 2, y, color, 2.5, series.Dashed ? "stroke-dasharray=\"5 3\"" : "");
                break;
        }
    }

    private void Frame()
    {
        double bottom = _top + _height, right = _left + _width;
        foreach ((double at, string label) in _layout.Left.Marks())
        {
            double y = _y.At(at);
            _canvas.Line(_left, y, right, y, Palette.Grid);
            string shown = TextMetrics.Fit(label, PanelLayout.TickSize, _layout.LeftMargin - 7);
            _canvas.Text(_left - 7, y + 4, shown, PanelLayout.TickSize, _panel.Y.IsNamed ? Palette.Ink : Palette.Muted, Anchor.End, title: label);
        }
        if (_panel.Y.IsNamed)
            foreach ((double at, string _) in _layout.X.Marks()) _canvas.Line(_x.At(at), _top, _x.At(at), bottom, Palette.Grid);
        foreach ((double at, string label) in _layout.Right?.Marks() ?? [])
            _canvas.Text(right + 7, _right.At(at) + 4, label, PanelLayout.TickSize, Palette.Muted);
        if (!_panel.Y.IsNamed) _canvas.Line(_left, bottom, right, bottom, "#9a9a94");
        // Where values have signs, 0 is the line to compare with.
        if (!_panel.Y.IsNamed && _layout.Left is { Low: < 0, High: > 0 }) _canvas.Line(_left, _y.At(0), right, _y.At(0), "#8b8b85");
        if (_panel.Y.IsNamed && _layout.X is { Low: <= 0, High: >= 0 }) _canvas.Line(_x.At(0), _top, _x.At(0), bottom, "#8b8b85");
    }

    // Tick labels below the plot, without those that would touch their neighbour, and the axis label below them.
    private double Under()
    {
        double bottom = _top + _height, y = bottom + 15, end = double.NegativeInfinity;
        bool named = _panel.X.IsNamed;
        double slot = named ? _width / _panel.X.Categories.Count : 0;
        foreach ((double at, string label) in _layout.X.Marks())
        {
            string shown = named ? TextMetrics.Fit(label, PanelLayout.TickSize, Math.Max(24, slot - 6)) : label;
            double width = TextMetrics.Width(shown, PanelLayout.TickSize), x = _x.At(at);
            if (!named) _canvas.Line(x, bottom, x, bottom + 4, "#9a9a94");
            if (x - width / 2 < end + 6) continue;
            _canvas.Text(x, y, shown, PanelLayout.TickSize, named ? Palette.Ink : Palette.Muted, Anchor.Middle, title: label);
            end = x + width / 2;
        }
        y += 5;
        if (_panel.X.Text.Length > 0)
        {
            y += 12;
            _canvas.Text(_left + _width / 2, y, TextMetrics.Fit(_panel.X.Text, PanelLayout.LabelSize, _width), PanelLayout.LabelSize, Palette.Muted, Anchor.Middle, title: _panel.X.Text);
        }
        return y + 4;
    }

    private void PhaseMarks()
    {
        double end = double.NegativeInfinity;
        for (int i = 0; i < _panel.Phases.Count; i++)
        {
            PhaseMark phase = _panel.Phases[i];
            double from = Math.Clamp(_x.At(phase.From), _left, _left + _width), to = Math.Clamp(_x.At(phase.To), _left, _left + _width);
            if (to > from)
            {
                if (i % 2 == 1) _canvas.Rect(from, _top - 15, to - from, _height + 15, "#8a8474", "fill-opacity=\"0.1\"");
                if (i > 0) _canvas.Line(from, _top - 15, from, _top + _height, "#8b8b85", 1, "stroke-dasharray=\"3 3\"");
                // Where the whole name does not fit, its first word may: "1 execution", "1".
                string label = new[] { phase.Label, phase.Label.Split(' ')[0] }.FirstOrDefault(t => TextMetrics.Width(t, 11) <= to - from - 6) ?? "";
                _canvas.Text(from + 4, _top - 4, label, 11, Palette.Muted, italic: true, title: phase.Label);
                continue;
            }
            _canvas.Line(from, _top - 3, from, _top + _height, "#6b6b66", 1, "stroke-dasharray=\"3 3\"");
            double width = TextMetrics.Width(phase.Label, 11), x = Math.Clamp(from - width / 2, _left, Math.Max(_left, _left + _width - width));
            if (x <= end + 6) continue;
            _canvas.Text(x, _top - 5, TextMetrics.Fit(phase.Label, 11, _width), 11, Palette.Muted, italic: true, title: phase.Label);
            end = x + width;
        }
    }

    private void Data()
    {
        // A nested viewport clips without an id, which could meet another figure's in the same page. Its border leaves room for thick lines.
        const double Room = 5;
        _canvas.Raw($"<svg x=\"{SvgCanvas.N(_left - Room)}\" y=\"{SvgCanvas.N(_top - Room)}\" width=\"{SvgCanvas.N(_width + 2 * Room)}\" height=\"{SvgCanvas.N(_height + 2 * Room)}\" viewBox=\"{SvgCanvas.N(_left - Room)} {SvgCanvas.N(_top - Room)} {SvgCanvas.N(_width + 2 * Room)} {SvgCanvas.N(_height + 2 * Room)}\" overflow=\"hidden\">");
        int bars = _panel.Series.Count(s => s.Kind == SeriesKind.Bar), bar = 0;
        for (int i = 0; i < _panel.Series.Count; i++)
        {
            Series series = _panel.Series[i];
            string color = _layout.Colors[i];
            switch (series.Kind)
            {
                case SeriesKind.Bar: Bars(series, color, bar++, bars); break;
                case SeriesKind.Dumbbell: Dumbbells(series, color); break;
                case SeriesKind.Points: Points(series, color); break;
                default: Curve(series, color); break;
            }
        }
        _canvas.Raw("</svg>");
    }

    private Scale ScaleOf(Series series) => series.Right ? _right : _y;

    private void Curve(Series series, string color)
    {
        Scale y = ScaleOf(series);
        if (series.X.Count == 0) return;
        if (series.Kind == SeriesKind.Band) Band(series, y, color);
        string dash = series.Dashed ? "stroke-dasharray=\"6 4\"" : "";
        if (series.IsSmoothed)
        {
            _canvas.Path(PathOf(series, series.Y, y), color, 1, "stroke-opacity=\"0.32\"");
            _canvas.Path(PathOf(series, series.Smoothed(), y), color, 2.2, dash);
            return;
        }
        _canvas.Path(PathOf(series, series.Y, y), color, 2, dash);
        if (series.X.Count > 30) return;
        for (int i = 0; i < series.X.Count; i++) _canvas.Circle(_x.At(series.X[i]), y.At(series.Y[i]), 2.6, color);
    }

    private string PathOf(Series series, IReadOnlyList<double> values, Scale y)
    {
        var path = new StringBuilder();
        for (int i = 0; i < values.Count; i++)
        {
            string x = SvgCanvas.N(_x.At(series.X[i]));
            bool begins = i == 0 || series.Breaks.Contains(i);
            if (series.Stepped && !begins) path.Append('H').Append(x);
            path.Append(begins ? 'M' : 'L').Append(x).Append(' ').Append(SvgCanvas.N(y.At(values[i])));
        }
        return path.ToString();
    }

    private void Band(Series series, Scale y, string color)
    {
        var path = new StringBuilder();
        for (int i = 0; i < series.X.Count; i++)
            path.Append(i == 0 ? 'M' : 'L').Append(SvgCanvas.N(_x.At(series.X[i]))).Append(' ').Append(SvgCanvas.N(y.At(series.High![i])));
        for (int i = series.X.Count - 1; i >= 0; i--)
            path.Append('L').Append(SvgCanvas.N(_x.At(series.X[i]))).Append(' ').Append(SvgCanvas.N(y.At(series.Low![i])));
        _canvas.Area(path.Append('Z').ToString(), color, "fill-opacity=\"0.18\"");
    }

    private void Bars(Series series, string color, int index, int count)
    {
        Scale y = ScaleOf(series);
        double unit = _panel.X.IsNamed ? _width / _panel.X.Categories.Count : _width / Math.Max(1, series.X.Count);
        double group = Math.Min(unit * 0.72, 46.0 * count), width = group / count;
        for (int i = 0; i < series.X.Count; i++)
        {
            double x = _x.At(series.X[i]) - group / 2 + index * width, top = y.At(Math.Max(0, series.Y[i])), bottom = y.At(Math.Min(0, series.Y[i]));
            _canvas.Rect(x + 1, top, width - 2, bottom - top, color, "rx=\"1.5\"");
            if (series.Low is not null) Whisker(x + width / 2, y.At(series.Low[i]), x + width / 2, y.At(series.High![i]), Palette.Ink);
        }
    }

    private void Dumbbells(Series series, string color)
    {
        for (int i = 0; i < series.Y.Count; i++)
        {
            double y = _y.At(series.Y[i]), from = _x.At(series.Low![i]), to = _x.At(series.High![i]);
            _canvas.Line(from, y, to, y, color, 3, "stroke-opacity=\"0.45\"");
            _canvas.Circle(from, y, 4, Palette.Card, $"stroke=\"{color}\" stroke-width=\"2\"");
            _canvas.Circle(to, y, 5, color);
        }
    }

    private void Points(Series series, string color)
    {
        Scale y = ScaleOf(series);
        for (int i = 0; i < series.X.Count; i++)
        {
            double px = _x.At(series.X[i]), py = y.At(series.Y[i]);
            if (series.Low is not null && _panel.Y.IsNamed) Whisker(_x.At(series.Low[i]), py, _x.At(series.High![i]), py, color);
            else if (series.Low is not null) Whisker(px, y.At(series.Low[i]), px, y.At(series.High![i]), color);
            _canvas.Circle(px, py, 4, color);
        }
    }

    private void Whisker(double x1, double y1, double x2, double y2, string color)
    {
        _canvas.Line(x1, y1, x2, y2, color, 1.6);
        (double dx, double dy) = y1 == y2 ? (0.0, 4.0) : (4.0, 0.0);
        _canvas.Line(x1 - dx, y1 - dy, x1 + dx, y1 + dy, color, 1.6);
        _canvas.Line(x2 - dx, y2 - dy, x2 + dx, y2 + dy, color, 1.6);
    }
}
