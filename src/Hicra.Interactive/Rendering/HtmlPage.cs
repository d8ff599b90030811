namespace Hicra.Interactive.Rendering;

/// <summary>Rich output as a page of its own, for files.</summary>
internal static class HtmlPage
{
    /// <summary>Writes a page; it appears whole or not at all, and its folder is made where it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">The page's title, as text.</param>
    /// <param name="body">The page's content, as HTML.</param>
    /// <exception cref="HicraException">The file cannot be written.</exception>
    public static void Write(string path, string title, string body) => TextFile.Write(path,
        $"<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{Html.Escape(title)}</title><style>:root{{color-scheme:light dark}}body{{max-width:960px;margin:24px auto;padding:0 20px;font:14px system-ui,'Helvetica Neue',Arial,sans-serif;background:#fff}}@media (prefers-color-scheme:dark){{body{{background:#15181c}}}}</style></head>\n<body>\n{body}\n</body>\n</html>\n");
}
