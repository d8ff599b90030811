using System.Net;
using System.Text;

namespace Hicra.Interactive.Rendering;

/// <summary>A table given as rows, the first of which holds the headings: for terminals, and as HTML with inline styles alone.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="LeftColumns">How many columns, from the left, hold words.</param>
internal sealed record RowTable(IReadOnlyList<string[]> Rows, int LeftColumns = 1)
{
    private const string Cell = $"padding:2px 10px 2px 0;border:0;border-bottom:1px solid {Palette.Border};background-color:{Palette.Card};color:{Palette.Ink};font-size:13px;vertical-align:bottom";

    /// <summary>The table for a terminal; ends with a line end.</summary>
    public string Text() => PlainTable.Render(Rows[0], Rows.Skip(1), LeftColumns) + "\n";

    /// <summary>The table as HTML; everything is escaped. Where it is too wide for the page it scrolls.</summary>
    public string Html()
    {
        var html = new StringBuilder("<div style=\"overflow-x:auto\"><table style=\"border-collapse:collapse;margin:8px 0;font-variant-numeric:tabular-nums\"><thead>");
        foreach ((int r, string[] row) in Rows.Index())
        {
            if (r == 1) html.Append("</thead><tbody>");
            html.Append("<tr style=\"background-color:" + Palette.Card + "\">");
            foreach ((int c, string text) in row.Index())
            {
                string align = c < LeftColumns ? "left" : "right", tag = r == 0 ? "th" : "td", look = r == 0 ? ";font-weight:600" : ";white-space:nowrap";
                html.Append('<').Append(tag).Append(" style=\"text-align:").Append(align).Append(';').Append(Cell).Append(look).Append("\">").Append(WebUtility.HtmlEncode(text)).Append("</").Append(tag).Append('>');
            }
            html.Append("</tr>");
        }
        return html.Append(Rows.Count == 1 ? "</thead></table></div>" : "</tbody></table></div>").ToString();
    }
}
