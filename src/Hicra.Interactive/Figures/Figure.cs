namespace Hicra.Interactive.Figures;

/// <summary>A figure of one or several panels in a grid, as data: <see cref="SvgRenderer"/> draws it, <see cref="PlotlyRenderer"/> and <see cref="FigureText"/> say it otherwise.</summary>
public sealed record Figure
{
    /// <summary>What the figure shows, above everything.</summary>
    public required string Title { get; init; }

    /// <summary>One line below the title, for example settings; null for none.</summary>
    public string? Subtitle { get; init; }

    /// <summary>The panels, row by row.</summary>
    public required IReadOnlyList<Panel> Panels { get; init; }

    /// <summary>Text below the panels: how to read the figure, where numbers come from; null for none.</summary>
    public string? Caption { get; init; }

    /// <summary>The width in pixels; at least 240. The default fits a card in a notebook's cell of 900 pixels, where a wider figure would shrink, text and all.</summary>
    public int Width { get; init; } = 860;

    /// <summary>Panels in a row; null to choose by their number (one, or two).</summary>
    public int? Columns { get; init; }

    /// <summary>The height of a panel's plot area in pixels, without title, legend and axis labels; at least 40.</summary>
    public int PlotHeight { get; init; } = 190;

    /// <summary>[rows] a heading above each row of panels, for example a run's name; empty for none.</summary>
    public IReadOnlyList<string> RowTitles { get; init; } = [];

    internal int ColumnCount => Math.Clamp(Columns ?? (Panels.Count > 1 ? 2 : 1), 1, Math.Max(1, Panels.Count));
}
