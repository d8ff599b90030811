using System.Globalization;
using System.Text;

namespace Hicra.Interactive.Rendering;

/// <summary>A small picture of lit and dark pixels, for pages and for terminals. Rows that are no picture are not drawn.</summary>
internal static class PixelPicture
{
    private const int Zoom = 8, Most = 256;

    /// <summary>An image that holds itself, or nothing.</summary>
    /// <param name="rows">Rows of <c>#</c> (lit) and other characters (dark), of one length.</param>
    /// <param name="label">What it is, for readers who do not see it.</param>
    public static string Html(IReadOnlyList<string>? rows, string label)
    {
        if (Path(rows) is not { } path) return "";
        int width = rows![0].Length, height = rows.Count;
        string svg = string.Create(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{Zoom * width}\" height=\"{Zoom * height}\" shape-rendering=\"crispEdges\"><rect width=\"{width}\" height=\"{height}\" fill=\"{Palette.PlainGround}\"/><path d=\"{path}\" fill=\"{Palette.Ink}\"/></svg>");
        return string.Create(CultureInfo.InvariantCulture, $"<img src=\"{Rendering.Html.SvgUri(svg)}\" alt=\"{Rendering.Html.Escape(label)}\" title=\"{Rendering.Html.Escape(label)}\" width=\"{Zoom * width}\" height=\"{Zoom * height}\" style=\"max-width:100%;height:auto;display:block;margin-top:8px;border:1px solid {Palette.Border}\">");
    }

    /// <summary>Two rows of pixels a line, in half blocks; empty for what is no picture.</summary>
    /// <param name="rows">As for <see cref="Html"/>.</param>
    public static string Text(IReadOnlyList<string>? rows)
    {
        if (!CanBeDrawn(rows)) return "";
        var text = new StringBuilder();
        for (int y = 0; y < rows!.Count; y += 2)
        {
            for (int x = 0; x < rows[y].Length; x++)
            {
                bool above = rows[y][x] == '#', below = y + 1 < rows.Count && rows[y + 1][x] == '#';
                text.Append(above ? below ? '█' : '▀' : below ? '▄' : '·');
            }
            text.Append('\n');
        }
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>The lit pixels as the path of an SVG whose pixels are one unit large; null for what is no picture.</summary>
    /// <param name="rows">As for <see cref="Html"/>.</param>
    public static string? Path(IReadOnlyList<string>? rows)
    {
        if (!CanBeDrawn(rows)) return null;
        var path = new StringBuilder();
        for (int y = 0; y < rows!.Count; y++)
        {
            for (int x = 0; x < rows[y].Length; x++)
            {
                if (rows[y][x] != '#') continue;
                int run = x;
                while (run < rows[y].Length && rows[y][run] == '#') run++;
                path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h{run - x}v1h{x - run}z");
                x = run;
            }
        }
        return path.ToString();
    }

    private static bool CanBeDrawn(IReadOnlyList<string>? rows) =>
        rows is { Count: > 0 and <= Most } && rows[0].Length is > 0 and <= Most && rows.All(row => row.Length == rows[0].Length);
}
