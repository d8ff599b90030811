using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Figures;

/// <summary>The measures of a panel before it has a place: how much room its legend, labels and ticks take.</summary>
internal sealed class PanelLayout
{
    public const double TitleSize = 13, LegendSize = 11.5, TickSize = 11, LabelSize = 11, LineHeight = 16, Swatch = 18, LeastMargin = 32;

    private PanelLayout(Panel panel, double width, double height) => (Panel, Width, PlotHeight) = (panel, width, height);

    public Panel Panel { get; }

    /// <summary>The width of the panel's cell.</summary>
    public double Width { get; }

    public double PlotHeight { get; private set; }

    public AxisRange X { get; private set; } = null!;

    public AxisRange Left { get; private set; } = null!;

    public AxisRange? Right { get; private set; }

    public double LeftMargin { get; set; }

    public double RightMargin { get; set; }

    /// <summary>[lines][items] the legend: entries with their offset in the line.</summary>
    public IReadOnlyList<IReadOnlyList<(string Label, string Full, int Series, double Offset)>> Legend { get; private set; } = [];

    /// <summary>[series] colours.</summary>
    public IReadOnlyList<string> Colors { get; private set; } = [];

    /// <summary>Lines that the labels of the vertical axes take: 0, 1, or 2 where both do not fit beside each other.</summary>
    public int LabelLines { get; private set; }

    public bool HasPhases => Panel.Phases.Count > 0;

    public double PlotWidth => Width - LeftMargin - RightMargin;

    public static PanelLayout Of(Panel panel, double width, double height)
    {
        foreach (Series series in panel.Series) series.Check();
        if (panel.Y.IsNamed) height = Math.Max(36, panel.Y.Categories.Count * 24);
        var layout = new PanelLayout(panel, width, height) { Left = AxisRange.Vertical(panel, right: false, height) };
        if (panel.RightY is not null) layout.Right = AxisRange.Vertical(panel, right: true, height);
        double most = panel.Y.IsNamed ? width * 0.42 : width * 0.3;
        // At least as wide as a number usually is, so that plots stand below each other, and a figure that is redrawn stays in its place.
        double least = panel.Y.IsNamed ? 0 : Math.Min(LeastMargin, most);
        layout.LeftMargin = Math.Clamp(Widest(layout.Left), least, most) + 8;
        layout.RightMargin = layout.Right is null ? 14 : Math.Clamp(Widest(layout.Right), Math.Min(LeastMargin, most), most) + 8;
        layout.X = AxisRange.Horizontal(panel, width - layout.LeftMargin - layout.RightMargin);
        layout.Colors = [.. panel.Series.Select((s, i) => s.Color ?? Palette.Of(i))];
        layout.LayLegend();
        double labels = TextMetrics.Width(panel.Y.Text, LabelSize) + TextMetrics.Width(panel.RightY?.Text ?? "", LabelSize) + 16;
        bool left = panel.Y.Text.Length > 0, right = panel.RightY is { Text.Length: > 0 };
        layout.LabelLines = left && right ? labels <= width ? 1 : 2 : left || right ? 1 : 0;
        return layout;
    }

    private static double Widest(AxisRange range) => range.Marks().Select(m => TextMetrics.Width(m.Label, TickSize)).DefaultIfEmpty(0).Max();

    private void LayLegend()
    {
        var lines = new List<IReadOnlyList<(string, string, int, double)>>();
        var line = new List<(string, string, int, double)>();
        double x = 0;
        for (int i = 0; i < Panel.Series.Count; i++)
        {
            if (Panel.Series[i].Name.Length == 0) continue;
            string full = Panel.Series[i].Name + (Panel.Series[i].Right && Panel.RightY is not null ? " (right)" : "");
            string label = TextMetrics.Fit(full, LegendSize, Width - Swatch - 6);
            double width = Swatch + 5 + TextMetrics.Width(label, LegendSize);
            if (line.Count > 0 && x + width > Width)
            {
                lines.Add(line);
                (line, x) = ([], 0);
            }
            line.Add((label, full, i, x));
            x += width + 14;
        }
        if (line.Count > 0) lines.Add(line);
        // One series whose name is the panel's title needs no legend.
        bool needless = Panel.Series.Count == 1 && Panel.Series[0].Name == Panel.Title;
        Legend = needless ? [] : lines;
    }
}
