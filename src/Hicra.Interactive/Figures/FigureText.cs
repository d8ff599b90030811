using System.Globalization;
using System.Text;
using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Figures;

/// <summary>A figure as text for terminals: a sparkline and the ends of every curve, a line for every bar, dot and dumbbell.</summary>
public static class FigureText
{
    // Two numbers and an arrow between them; the width from which the lowest and highest have room too.
    private const int Numbers = 17, Roomy = 90;

    /// <summary>The figure as lines of text.</summary>
    public static string Render(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var text = new StringBuilder();
        text.Append(PlainTable.Wrap(figure.Title)).Append('\n');
        if (figure.Subtitle is { Length: > 0 }) text.Append(PlainTable.Wrap(figure.Subtitle)).Append('\n');
        int columns = figure.ColumnCount;
        for (int i = 0; i < figure.Panels.Count; i++)
        {
            if (i % columns == 0 && i / columns < figure.RowTitles.Count && figure.RowTitles[i / columns].Length > 0) text.Append('\n').Append("== ").Append(figure.RowTitles[i / columns]).Append('\n');
            Append(text, figure.Panels[i]);
        }
        if (figure.Caption is { Length: > 0 })
        {
            text.Append('\n');
            text.Append(PlainTable.Wrap(figure.Caption)).Append('\n');
        }
        return TerminalText.Clean(text.ToString().TrimEnd('\n'), keepLines: true);
    }

    // One sentence for readers who do not see the figure.
    internal static string Summary(Figure figure) => string.Join("; ", figure.Panels.Select(p =>
        $"{p.Title}: {string.Join(", ", p.Series.Where(s => s.X.Count > 0 && s.Name.Length > 0).Select(s => s.Kind is SeriesKind.Line or SeriesKind.Band ? $"{s.Name} from {Shown(s.Y[0], AxisOf(p, s))} to {Shown(s.Y[^1], AxisOf(p, s))}" : s.Name))}"));

    private static void Append(StringBuilder text, Panel panel)
    {
        text.Append('\n').Append(panel.Title);
        string axes = string.Join(", ", new[] { panel.Y.Text, panel.RightY?.Text ?? "" }.Where(t => t.Length > 0));
        if (axes.Length > 0) text.Append("  [").Append(axes).Append(']');
        text.Append('\n');
        int name = panel.Series.Select(s => TerminalText.Columns(s.Name)).DefaultIfEmpty(0).Max(), width = Math.Min(Longest(panel), TextWidth.Left(name + 4 + Numbers, 12, 32));
        foreach (Series series in panel.Series)
        {
            if (series.X.Count == 0)
            {
                text.Append("  ").Append(Pad(series.Name, name)).Append("  nothing measured\n");
                continue;
            }
            if (series.Kind is SeriesKind.Line or SeriesKind.Band)
            {
                Axis axis = AxisOf(panel, series);
                string line = axis.Percent || axis.FromZero ? Sparkline.Draw(series.Y, width, 0, series.Y.Max()) : Sparkline.Draw(series.Y, width);
                text.Append("  ").Append(Pad(series.Name, name)).Append("  ").Append(line.PadRight(width)).Append("  ").Append(Shown(series.Y[0], axis)).Append(" → ").Append(Shown(series.Y[^1], axis));
                // In a narrow terminal the ends say most.
                if (TextWidth.Current is null or > Roomy) text.Append(CultureInfo.InvariantCulture, $"  ({Shown(series.Y.Min(), axis)} to {Shown(series.Y.Max(), axis)})");
                text.Append('\n');
                continue;
            }
            Rows(text, panel, series);
        }
    }

    private static Axis AxisOf(Panel panel, Series series) => series.Right && panel.RightY is not null ? panel.RightY : panel.Y;

    private static string Pad(string name, int columns) => name + new string(' ', Math.Max(0, columns - TerminalText.Columns(name)));

    private static int Longest(Panel panel) => panel.Series.Where(s => s.Kind is SeriesKind.Line or SeriesKind.Band).Select(s => s.X.Count).DefaultIfEmpty(0).Max();

    private static void Rows(StringBuilder text, Panel panel, Series series)
    {
        (Axis names, Axis values, bool swapped) = panel.Y.IsNamed ? (panel.Y, panel.X, true) : (panel.X, panel.Y, false);
        int width = names.Categories.Select(c => c.Length).DefaultIfEmpty(0).Max();
        if (series.Name.Length > 0 && series.Name != panel.Title) text.Append("  ").Append(series.Name).Append('\n');
        for (int i = 0; i < series.X.Count; i++)
        {
            double at = swapped ? series.Y[i] : series.X[i], value = swapped ? series.X[i] : series.Y[i];
            string row = names.IsNamed && at >= 0 && at < names.Categories.Count ? names.Categories[(int)at] : Shown(at, names);
            text.Append("    ").Append(row.PadRight(width)).Append("  ");
            if (series.Kind == SeriesKind.Dumbbell) text.Append(Shown(series.Low![i], values)).Append(" → ").Append(Shown(series.High![i], values));
            else
            {
                text.Append(Shown(value, values));
                if (series.Low is not null) text.Append(" [").Append(Shown(series.Low[i], values)).Append(", ").Append(Shown(series.High![i], values)).Append(']');
            }
            text.Append('\n');
        }
    }

    private static string Shown(double value, Axis axis) => axis.Percent ? NumberText.Percent(value) : NumberText.Of(value);
}
