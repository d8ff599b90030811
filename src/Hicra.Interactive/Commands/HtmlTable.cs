using System.Net;
using System.Text;

namespace Hicra.Interactive.Commands;

/// <summary>A table with inline styles alone, so that it looks the same where styles and scripts are taken out.</summary>
internal static class HtmlTable
{
    private const string Cell = "padding:2px 10px;border:0;border-bottom:1px solid rgba(128,128,128,0.3);background:transparent;color:inherit;white-space:nowrap";

    /// <summary>Lays out rows, the first of which holds the headings; everything is escaped.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="leftColumns">How many columns, from the left, hold words.</param>
    public static string Of(IReadOnlyList<string[]> rows, int leftColumns = 1)
    {
        var html = new StringBuilder("<table style=\"border-collapse:collapse;margin:8px 0;font-variant-numeric:tabular-nums\"><thead><tr>");
        foreach ((int c, string text) in rows[0].Index()) html.Append("<th style=\"").Append(Align(c)).Append(Cell).Append(";font-weight:600\">").Append(WebUtility.HtmlEncode(text)).Append("</th>");
        html.Append("</tr></thead><tbody>");
        foreach (string[] row in rows.Skip(1))
        {
            html.Append("<tr style=\"background:transparent\">");
            foreach ((int c, string text) in row.Index()) html.Append("<td style=\"").Append(Align(c)).Append(Cell).Append("\">").Append(WebUtility.HtmlEncode(text)).Append("</td>");
            html.Append("</tr>");
        }
        return html.Append("</tbody></table>").ToString();

        string Align(int column) => column < leftColumns ? "text-align:left;" : "text-align:right;";
    }
}
