using System.Globalization;
using System.Text;
using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Items;

namespace Hicra.Reproduction.Pages;

/// <summary>A text whose tokens are marked twice: planning by their ground, high entropy by a line below, so that what is both shows both, also without colours.</summary>
internal sealed class MarkedTextView : View<MarkedText>
{
    private const string Line = "border-bottom:2px solid " + Palette.Execution;

    public override string RenderText(MarkedText value)
    {
        string text = string.Concat(value.Tokens.Select((t, i) => (value.Planning[i], value.HighEntropy[i]) switch
        {
            (true, true) => Around(t, "[*", "]"),
            (true, false) => Around(t, "[", "]"),
            (false, true) => Around(t, "*", ""),
            _ => t,
        }));
        return $"{PlainTable.Wrap(PlainTable.Clean(value.Title))}\n{PlainTable.Wrap(PlainTable.Clean(text))}\n{PlainTable.Wrap("[word]: planning token; *word: high entropy; [*word]: both")}";
    }

    public override string RenderHtml(MarkedText value)
    {
        var html = new StringBuilder(Html.Heading(value.Title)).Append(CultureInfo.InvariantCulture, $"<div style=\"margin-top:8px;font-family:{Html.Mono};line-height:2;overflow-wrap:anywhere\">");
        for (int i = 0; i < value.Tokens.Count; i++)
        {
            string token = value.Tokens[i], text = token.TrimStart(' ');
            if (text.Length < token.Length) html.Append(' ');
            html.Append(CultureInfo.InvariantCulture, $"<span style=\"padding:1px 3px{(value.Planning[i] ? $";background-color:{Palette.PlanningGround};border-radius:3px" : "")}{(value.HighEntropy[i] ? ";" + Line : "")}\" title=\"{Words(value.Planning[i], value.HighEntropy[i])}\">{Html.Escape(text)}</span>");
        }
        return Html.Card(html.Append(CultureInfo.InvariantCulture, $"</div><div style=\"margin-top:8px;font-size:12px\"><span style=\"background-color:{Palette.PlanningGround};border-radius:3px;padding:1px 6px\">planning</span> <span style=\"{Line};padding:1px 6px\">high entropy</span> <span style=\"background-color:{Palette.PlanningGround};border-radius:3px;{Line};padding:1px 6px\">both</span></div>").ToString());
    }

    private static string Words(bool planning, bool high) => (planning, high) switch { (true, true) => "planning, high entropy", (true, false) => "planning", (false, true) => "execution, high entropy", _ => "execution" };

    private static string Around(string token, string before, string after)
    {
        string text = token.TrimStart(' ');
        return token[..^text.Length] + before + text + after;
    }
}
