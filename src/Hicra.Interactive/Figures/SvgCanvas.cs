using System.Globalization;
using System.Text;
using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Figures;

/// <summary>Where a text stands, in pixels.</summary>
internal readonly record struct TextBox(string Text, double Left, double Top, double Right, double Bottom);

/// <summary>How a text is aligned to its position.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>Writes SVG elements with rounded numbers and escaped text, and remembers where texts stand.</summary>
internal sealed class SvgCanvas
{
    private readonly StringBuilder _svg = new();

    /// <summary>The texts that were written, with their measured boxes.</summary>
    public List<TextBox> Boxes { get; } = [];

    public override string ToString() => _svg.ToString();

    public static string N(double value)
    {
        string text = value.ToString("0.##", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }

    public void Raw(string svg) => _svg.Append(svg).Append('\n');

    public void Rect(double x, double y, double width, double height, string fill, string more = "") =>
        Raw($"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(Math.Max(0, width))}\" height=\"{N(Math.Max(0, height))}\" fill=\"{fill}\"{Space(more)}/>");

    public void Line(double x1, double y1, double x2, double y2, string stroke, double width = 1, string more = "") =>
        Raw($"<line x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\" stroke=\"{stroke}\" stroke-width=\"{N(width)}\"{Space(more)}/>");

    public void Circle(double x, double y, double radius, string fill, string more = "", string? title = null)
    {
        string head = $"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\" fill=\"{fill}\"{Space(more)}";
        Raw(title is null ? head + "/>" : $"{head}><title>{Html.Escape(title)}</title></circle>");
    }

    public void Path(string data, string stroke, double width, string more = "") =>
        Raw($"<path d=\"{data}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{N(width)}\" stroke-linejoin=\"round\" stroke-linecap=\"round\"{Space(more)}/>");

    public void Area(string data, string fill, string more = "") => Raw($"<path d=\"{data}\" fill=\"{fill}\"{Space(more)}/>");

    public void Text(double x, double y, string text, double size, string fill, Anchor anchor = Anchor.Start, bool bold = false, bool italic = false, string? title = null)
    {
        if (text.Length == 0) return;
        string align = anchor switch { Anchor.Middle => " text-anchor=\"middle\"", Anchor.End => " text-anchor=\"end\"", _ => "" };
        string style = (bold ? " font-weight=\"600\"" : "") + (italic ? " font-style=\"italic\"" : "");
        string inner = Html.Escape(text) + (title is null || title == text ? "" : $"<title>{Html.Escape(title)}</title>");
        Raw($"<text x=\"{N(x)}\" y=\"{N(y)}\" font-size=\"{N(size)}\" fill=\"{fill}\"{align}{style}>{inner}</text>");
        double width = TextMetrics.Width(text, size, bold);
        double left = anchor switch { Anchor.Middle => x - width / 2, Anchor.End => x - width, _ => x };
        Boxes.Add(new TextBox(text, left, y - size * 0.78, left + width, y + size * 0.22));
    }

    private static string Space(string more) => more.Length == 0 ? "" : " " + more;
}
