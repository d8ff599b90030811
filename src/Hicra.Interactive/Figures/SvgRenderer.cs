using System.Globalization;
using System.Text;
using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Figures;

/// <summary>Draws figures as SVG text: no scripts, no style sheet, no references to anything outside.</summary>
public static class SvgRenderer
{
    private const double Frame = 18, Gap = 26, RowGap = 22;
    private const string Fonts = "'Helvetica Neue',Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif";

    /// <summary>The figure as an SVG document. The same figure always gives the same text.</summary>
    /// <exception cref="ArgumentException">A series' lists differ in length, or a number is not finite.</exception>
    public static string Render(Figure figure) => Draw(figure).Svg;

    /// <summary>The drawing for a card: as wide as the figure, without a frame, dark where its page is.</summary>
    internal static string RenderForCard(Figure figure) => Draw(figure, inCard: true).Svg;

    /// <summary>The figure as a <c>data:</c> URI, for an <c>img</c> element: it shows where hosts strip <c>svg</c> elements.</summary>
    /// <exception cref="ArgumentException">A series' lists differ in length, or a number is not finite.</exception>
    public static string DataUri(Figure figure) => Html.SvgUri(RenderForCard(figure));

    internal static (string Svg, IReadOnlyList<TextBox> Texts) Draw(Figure figure, bool inCard = false)
    {
        ArgumentNullException.ThrowIfNull(figure);
        double pad = inCard ? 2 : Frame, width = Math.Max(240, figure.Width), inner = width - 2 * pad;
        var canvas = new SvgCanvas();
        double y = pad;
        y = Lines(canvas, figure.Title, 16, pad, y, inner, Palette.Ink, bold: true);
        if (figure.Subtitle is { Length: > 0 }) y = Lines(canvas, figure.Subtitle, 12, pad, y, inner, Palette.Muted);
        y += 10;
        int columns = figure.ColumnCount;
        double cell = (inner - (columns - 1) * Gap) / columns;
        PanelLayout[] panels = [.. figure.Panels.Select(p => PanelLayout.Of(p, cell, Math.Max(40, figure.PlotHeight)))];
        for (int first = 0, row = 0; first < panels.Length; first += columns, row++)
        {
            PanelLayout[] line = panels[first..Math.Min(panels.Length, first + columns)];
            if (row < figure.RowTitles.Count && figure.RowTitles[row].Length > 0)
            {
                string title = figure.RowTitles[row];
                canvas.Text(pad, y + 13, TextMetrics.Fit(title, 13.5, inner, bold: true), 13.5, Palette.Ink, bold: true, title: title);
                y += 19;
                canvas.Line(pad, y, width - pad, y, Palette.Grid);
                y += 9;
            }
            // Panels of a row share the height of everything above the plot, so that their plots stand on one line.
            int legend = line.Max(p => p.Legend.Count), labels = line.Max(p => p.LabelLines);
            bool phases = line.Any(p => p.HasPhases);
            double bottom = y;
            for (int i = 0; i < line.Length; i++)
                bottom = Math.Max(bottom, PanelPainter.Paint(canvas, line[i], pad + i * (cell + Gap), y, legend, labels, phases));
            y = bottom + RowGap;
        }
        if (panels.Length > 0) y -= RowGap - 8;
        if (figure.Caption is { Length: > 0 }) y = Lines(canvas, figure.Caption, 11.5, pad, y + 6, inner, Palette.Muted);
        double height = Math.Ceiling(y + (inCard ? 0 : Frame - 6));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{SvgCanvas.N(width)}\" height=\"{SvgCanvas.N(height)}\" viewBox=\"0 0 {SvgCanvas.N(width)} {SvgCanvas.N(height)}\" role=\"img\" font-family=\"{Fonts}\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{Html.Escape(figure.Title)}</title>\n<desc>{Html.Escape(FigureText.Summary(figure))}</desc>\n");
        if (inCard) svg.Append(Theme.SvgStyle).Append(CultureInfo.InvariantCulture, $"\n<rect width=\"{SvgCanvas.N(width)}\" height=\"{SvgCanvas.N(height)}\" fill=\"{Palette.Card}\"/>\n");
        else svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"0.5\" y=\"0.5\" width=\"{SvgCanvas.N(width - 1)}\" height=\"{SvgCanvas.N(height - 1)}\" rx=\"8\" fill=\"{Palette.Card}\" stroke=\"{Palette.Border}\"/>\n");
        svg.Append(canvas).Append("</svg>");
        return (svg.ToString(), canvas.Boxes);
    }

    private static double Lines(SvgCanvas canvas, string text, double size, double x, double y, double width, string fill, bool bold = false)
    {
        foreach (string line in TextMetrics.Wrap(text, size, width, bold))
        {
            canvas.Text(x, y + size * 0.85, line, size, fill, bold: bold);
            y += size * 1.45;
        }
        return y;
    }
}
