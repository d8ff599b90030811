using System.Globalization;
using System.Text;
using Hicra.Training.Learning;

namespace Hicra.Interactive.Rendering;

/// <summary>
/// The few pieces that all HTML output is made of. Hosts strip scripts, style sheets, CSS variables, <c>data-</c> and
/// <c>aria-</c> attributes from notebooks that the reader did not run, so every colour stands inline and nothing needs them.
/// </summary>
internal static class Html
{
    public const string Fonts = "'Helvetica Neue',Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif";
    public const string Mono = "Menlo,Consolas,'DejaVu Sans Mono',monospace";
    public const string Muted = "color:" + Palette.Muted;

    /// <summary>Text that is safe between tags and in quoted attributes. Characters that HTML cannot hold become U+FFFD.</summary>
    public static string Escape(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var escaped = new StringBuilder(text.Length + 8);
        foreach (Rune rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&': escaped.Append("&amp;"); break;
                case '<': escaped.Append("&lt;"); break;
                case '>': escaped.Append("&gt;"); break;
                case '"': escaped.Append("&quot;"); break;
                case '\'': escaped.Append("&#39;"); break;
                // XML has no way to write other control characters, nor these two.
                case < 0x20 and not ('\t' or '\n' or '\r') or 0xfffe or 0xffff: escaped.Append('\ufffd'); break;
                default: escaped.Append(rune.ToString()); break;
            }
        }
        return escaped.ToString();
    }

    /// <summary>The look of a card: its own colours and type, so that hosts' themes do not reach into it, and one width for all, so that they end on one line.</summary>
    public const string CardStyle = $"background-color:{Palette.Card};color:{Palette.Ink};border:1px solid {Palette.Border};border-radius:8px;padding:14px 16px;margin:4px 0;max-width:960px;box-sizing:border-box;font-family:{Fonts};font-size:13px;line-height:1.45;text-align:left";

    /// <summary>A card.</summary>
    public static string Card(string content, string @class = "hicra") =>
        // MathJax of the classic Notebook and of JupyterLab leaves such places alone: the $ of a model's text is part of its tokens.
        Theme.Apply($"<div class=\"{@class} tex2jax_ignore mathjax_ignore\" style=\"{CardStyle}\">{content}</div>");

    /// <summary>An SVG as an address that holds it: hosts drop inline drawings of notebooks that nobody trusts yet, and keep images.</summary>
    public static string SvgUri(string svg) => "data:image/svg+xml;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(svg));

    /// <summary>Text with its explanation as a tooltip.</summary>
    public static string Explained(string text, string sentence) => $"<span title=\"{Escape(sentence)}\">{Escape(text)}</span>";

    /// <summary>The card's heading.</summary>
    public static string Heading(string text, string? after = null) =>
        $"<div style=\"font-size:15px;font-weight:600;color:{Palette.Ink}\">{Escape(text)}{(after is null ? "" : $" <span style=\"font-weight:400;font-size:12.5px;{Muted}\">{Escape(after)}</span>")}</div>";

    /// <summary>A muted line.</summary>
    public static string Note(string text) => text.Length == 0 ? "" : $"<div style=\"{Muted};font-size:12px;margin-top:6px\">{Escape(text)}</div>";

    /// <summary>
    /// A fold that opens without scripts, by mouse or keyboard. The classic Notebook's style sheet takes the triangle away;
    /// the first rule gives it back, and the underline is for where nobody trusts the page and no rule is left.
    /// </summary>
    public static string Details(string summary, string content, bool open = false, string @class = "") =>
        $"<details{(@class.Length == 0 ? "" : $" class=\"{@class}\"")}{(open ? " open" : "")} style=\"margin-top:8px\"><summary style=\"display:list-item;cursor:pointer;color:{Palette.Ink};font-weight:600\"><u style=\"text-decoration:none\">{Escape(summary)}</u></summary><div style=\"margin-top:6px\">{content}</div></details>";

    /// <summary>A fold with what measures are, each in its sentence.</summary>
    public static string Words(IEnumerable<Metric> metrics) =>
        Details("What the measures are", string.Concat(metrics.Select(m => $"<div style=\"margin:2px 0;max-width:52em\"><b>{Escape(m.Label)}</b>: {Escape(m.Sentence)}</div>")));

    /// <summary>A label on a coloured ground.</summary>
    public static string Badge(string text, string ground, string? title = null) =>
        $"<span{(title is null ? "" : $" title=\"{Escape(title)}\"")} style=\"display:inline-block;background-color:{ground};color:{Palette.Ink};border-radius:4px;padding:0 7px;font-weight:600;font-size:12px\">{Escape(text)}</span>";

    /// <summary>Grams, each on the ground of planning tokens.</summary>
    public static string Grams(IEnumerable<string> grams) => string.Concat(grams.Select(g =>
        $"<span style=\"display:inline-block;background-color:{Palette.GramGround};color:{Palette.Ink};border-radius:4px;padding:0 6px;margin:1px 4px 1px 0;font-size:12px\">{Escape(g)}</span> "));

    /// <summary>A table. Cells are HTML; the caller has escaped them. Columns from <paramref name="firstNumber"/> on are aligned to the right; where cells may be tall, rows are read from the top.</summary>
    public static string Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows, int firstNumber = 1, IReadOnlyCollection<int>? leftColumns = null, bool isTall = false)
    {
        var html = new StringBuilder($"<div style=\"overflow-x:auto\"><table style=\"border-collapse:collapse;margin:6px 0;font-size:12px;color:{Palette.Ink};background-color:{Palette.Card}\">");
        // Hosts stripe rows and colour cells by their own theme: each row and cell says its colours itself.
        html.Append($"<thead><tr style=\"background-color:{Palette.Card}\">");
        for (int i = 0; i < head.Count; i++) html.Append(CultureInfo.InvariantCulture, $"<th style=\"{Cell(i)};font-weight:600;border-bottom:1px solid {Palette.Muted}\">{Escape(head[i])}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (IReadOnlyList<string> row in rows)
        {
            html.Append($"<tr style=\"background-color:{Palette.Card}\">");
            for (int i = 0; i < row.Count; i++) html.Append(CultureInfo.InvariantCulture, $"<td style=\"{Cell(i)};border-bottom:1px solid {Palette.Grid}\">{row[i]}</td>");
            html.Append("</tr>");
        }
        return html.Append("</tbody></table></div>").ToString();

        string Cell(int column) =>
            $"text-align:{(column >= firstNumber && leftColumns?.Contains(column) != true ? "right" : "left")};padding:3px 8px 3px 0;color:{Palette.Ink};background-color:{Palette.Card};vertical-align:{(isTall ? "top" : "middle")}";
    }
}
