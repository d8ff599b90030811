using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Hicra.Kernel.Notebooks;

/// <summary>
/// An executed notebook as one HTML page that needs no network and may not use one: pictures lie in it, and its content
/// security policy forbids every request. Code hosts' and JupyterLab's rules for untrusted output do not bind it, because
/// the reader ran the notebook.
/// </summary>
internal static partial class NotebookPage
{
    private const long LargestPicture = 20 << 20;
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers().UseEmphasisExtras().UseTaskLists().UseFootnotes().Build();

    // A cell's markdown is its author's; that of an output may be a model's text.
    private static readonly MarkdownPipeline OutputPipeline = new MarkdownPipelineBuilder().UsePipeTables().UseEmphasisExtras().UseTaskLists().DisableHtml().Build();

    /// <summary>The page.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="name">Its title where it has no heading.</param>
    /// <param name="folder">Where relative pictures lie.</param>
    public static string Html(NotebookDocument notebook, string name, string folder)
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; font-src data:; media-src data:\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>").Append(Text(notebook.Title ?? name)).Append("</title>\n<style>\n")
            .Append(Css()).Append("</style>\n</head>\n<body>\n<main>\n");
        foreach (NotebookCell cell in notebook.Cells)
        {
            if (cell.Kind == "markdown") html.Append("<section class=\"md\">\n").Append(Markdown(cell, folder)).Append("</section>\n");
            else if (cell.IsCode) Code(html, cell);
        }
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Code(StringBuilder html, NotebookCell cell)
    {
        string number = cell.ExecutionCount?.ToString(CultureInfo.InvariantCulture) ?? " ";
        html.Append("<section class=\"code\">\n<div class=\"n\" aria-label=\"execution number\">[").Append(number).Append("]</div>\n<pre class=\"in\"><code>")
            .Append(CSharpColours.Html(cell.Source)).Append("</code></pre>\n");
        foreach (JsonObject output in cell.Outputs.OfType<JsonObject>())
        {
            html.Append("<div class=\"out\">");
            Output(html, output);
            html.Append("</div>\n");
        }
        html.Append("</section>\n");
    }

    private static void Output(StringBuilder html, JsonObject output)
    {
        switch (NotebookText.Join(output["output_type"]))
        {
            case "stream":
                html.Append(NotebookText.Join(output["name"]) == "stderr" ? "<pre class=\"err\">" : "<pre>").Append(Plain(NotebookText.Join(output["text"]))).Append("</pre>");
                break;
            case "error":
                IEnumerable<string> lines = output["traceback"] is JsonArray { Count: > 0 } traceback ? traceback.Select(NotebookText.Join) : [$"{NotebookText.Join(output["ename"])}: {NotebookText.Join(output["evalue"])}"];
                html.Append("<pre class=\"error\">").Append(Plain(string.Join('\n', lines))).Append("</pre>");
                break;
            default:
                if (output["data"] is JsonObject data) Bundle(html, data);
                break;
        }
    }

    // The richest form that a page can show by itself.
    private static void Bundle(StringBuilder html, JsonObject data)
    {
        string? Of(string type) => data[type] is { } node ? NotebookText.Join(node) : null;
        if (Of("text/html") is { } markup) html.Append(markup);
        else if (Of("image/svg+xml") is { } svg) Picture(html, "image/svg+xml", Convert.ToBase64String(Encoding.UTF8.GetBytes(svg)));
        else if (Of("image/png") is { } png) Picture(html, "image/png", png);
        else if (Of("image/jpeg") is { } jpeg) Picture(html, "image/jpeg", jpeg);
        else if (Of("text/markdown") is { } markdown) html.Append(OutputMarkdown(markdown));
        else if (Of("text/plain") is { } plain) html.Append("<pre>").Append(Plain(plain)).Append("</pre>");
    }

    private static void Picture(StringBuilder html, string type, string base64) =>
        html.Append("<img alt=\"output\" src=\"data:").Append(type).Append(";base64,").Append(string.Concat(base64.Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '='))).Append("\">");

    private static string OutputMarkdown(string markdown)
    {
        MarkdownDocument document = Markdig.Markdown.Parse(markdown, OutputPipeline);
        foreach (LinkInline link in document.Descendants<LinkInline>().Where(l => !IsHarmless(l.Url))) link.Url = "";
        // What stands in pointed brackets becomes a link too.
        foreach (AutolinkInline link in document.Descendants<AutolinkInline>().Where(l => !l.IsEmail && !IsHarmless(l.Url))) link.Url = "";
        return document.ToHtml(OutputPipeline);
    }

    private static bool IsHarmless(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? address) ? address.Scheme is "http" or "https" or "mailto" : url?.Contains(':', StringComparison.Ordinal) == false;

    private static string Markdown(NotebookCell cell, string folder)
    {
        MarkdownDocument document = Markdig.Markdown.Parse(cell.Source, Pipeline);
        foreach (LinkInline link in document.Descendants<LinkInline>().Where(l => l.IsImage))
        {
            if (link.Url is { } url && (Attachment(cell, url) ?? FileOf(folder, url)) is { } data) link.Url = data;
        }
        return document.ToHtml(Pipeline);
    }

    private static string? Attachment(NotebookCell cell, string url)
    {
        const string Scheme = "attachment:";
        if (!url.StartsWith(Scheme, StringComparison.Ordinal) || (cell.Json["attachments"] as JsonObject)?[Uri.UnescapeDataString(url[Scheme.Length..])] is not JsonObject file) return null;
        (string? type, JsonNode? data) = file.FirstOrDefault();
        return type is null ? null : $"data:{type};base64,{NotebookText.Join(data).Trim()}";
    }

    private static string? FileOf(string folder, string url)
    {
        if (url.Contains(':', StringComparison.Ordinal)) return null;
        string path = Path.Combine(folder, Uri.UnescapeDataString(url.Split('#', '?')[0]));
        string? type = Path.GetExtension(path).ToLowerInvariant() switch { ".png" => "image/png", ".jpg" or ".jpeg" => "image/jpeg", ".gif" => "image/gif", ".svg" => "image/svg+xml", ".webp" => "image/webp", _ => null };
        var file = new FileInfo(path);
        return type is null || !file.Exists || file.Length > LargestPicture ? null : $"data:{type};base64,{Convert.ToBase64String(File.ReadAllBytes(path))}";
    }

    private static string Plain(string text) => Text(Ansi().Replace(text, ""));

    private static string Text(string text) => HtmlEncoder.Default.Encode(text).Replace("&#xA;", "\n", StringComparison.Ordinal);

    private static string Css()
    {
        using Stream stream = typeof(NotebookPage).Assembly.GetManifestResourceStream("Hicra.Kernel.Notebooks.page.css") ?? throw new InvalidOperationException("the style sheet is missing");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\x1B\[[0-9;?]*[ -/]*[@-~]")]
    private static partial Regex Ansi();
}
