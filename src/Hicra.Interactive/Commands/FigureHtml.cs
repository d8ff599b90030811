using System.Net;
using Hicra.Interactive.Figures;

namespace Hicra.Interactive.Commands;

/// <summary>A figure inside larger HTML: an image that stands without script, style or network.</summary>
internal static class FigureHtml
{
    public static string Image(Figure figure) =>
        $"<img alt=\"{WebUtility.HtmlEncode(figure.Title)}\" style=\"max-width:100%;height:auto\" src=\"{SvgRenderer.DataUri(figure)}\">";
}

/// <summary>The light card on which rich output stands, so that contrast does not depend on the page's theme.</summary>
internal static class Card
{
    public const string Style = $"background:{Palette.Card};color:{Palette.Ink};border:1px solid {Palette.Border};border-radius:8px;padding:14px 18px;max-width:64em";
}
