using System.Globalization;
using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Figures;

/// <summary>A figure inside larger HTML: an image that stands without script, style or network.</summary>
internal static class FigureHtml
{
    /// <summary>The figure as an <c>img</c> element that shrinks with its page; its text says what the curves do.</summary>
    public static string Image(Figure figure) =>
        $"<img src=\"{SvgRenderer.DataUri(figure)}\" alt=\"{Html.Escape(figure.Title + ". " + FigureText.Summary(figure))}\" title=\"{Html.Escape(figure.Title)}\" width=\"{figure.Width.ToString(CultureInfo.InvariantCulture)}\" style=\"width:100%;max-width:100%;height:auto;display:block\">";
}
