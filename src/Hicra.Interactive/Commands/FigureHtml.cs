using System.Net;
using Hicra.Interactive.Figures;

namespace Hicra.Interactive.Commands;

/// <summary>A figure inside larger HTML: an image that stands without script, style or network.</summary>
internal static class FigureHtml
{
    public static string Image(Figure figure) =>
        $"<img alt=\"{WebUtility.HtmlEncode(figure.Title)}\" style=\"max-width:100%;height:auto\" src=\"{SvgRenderer.DataUri(figure)}\">";
}

/// <summary>Rich output as a page of its own, for files.</summary>
internal static class HtmlPage
{
    public static void Write(string path, string title, string body)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{WebUtility.HtmlEncode(title)}</title></head>\n<body style=\"font-family:system-ui,'Helvetica Neue',Arial,sans-serif;font-size:14px;margin:24px\">\n{body}\n</body>\n</html>\n");
    }
}
