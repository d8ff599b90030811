using System.Globalization;
using System.Text;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Features.Paper;

/// <summary>A claim with its verdict.</summary>
internal sealed class ClaimCheckView : View<ClaimCheck>
{
    private static readonly ClaimListView List = new();

    public override string RenderText(ClaimCheck value) => List.RenderText([value]);

    public override string RenderHtml(ClaimCheck value) => List.RenderHtml([value]);
}

/// <summary>Claims with their verdicts.</summary>
internal sealed class ClaimListView : View<IEnumerable<ClaimCheck>>
{
    // A query runs once, not for its text and again for its HTML.
    public override MimeBundle Bundle(IEnumerable<ClaimCheck> value) => base.Bundle([.. value]);

    public override string RenderHtml(IEnumerable<ClaimCheck> value)
    {
        ClaimCheck[] checks = [.. value];
        var html = new StringBuilder();
        if (checks.Length > 1) html.Append(Html.Heading("Claims", Tally(checks)));
        foreach (ClaimCheck check in checks)
        {
            html.Append(CultureInfo.InvariantCulture, $"<div style=\"margin-top:{(html.Length == 0 ? 0 : 12)}px\">{Html.Badge(Mark(check.Verdict) + " " + Words(check.Verdict), Ground(check.Verdict))} <b>{Html.Escape(check.Claim)}</b>");
            if (check.Source is not null) html.Append(CultureInfo.InvariantCulture, $" <span style=\"{Html.Muted}\">({Html.Escape(check.Source)})</span>");
            html.Append("</div>");
            if (check.Evidence.Count > 0) html.Append("<ul style=\"margin:4px 0 0 0;padding-left:22px\">").Append(string.Concat(check.Evidence.Select(e => $"<li>{Html.Escape(e)}</li>"))).Append("</ul>");
            if (check.Caveat is not null) html.Append(Html.Note(check.Caveat));
            if (check.Figure is not null) html.Append(Html.Details("Figure", FigureHtml.Image(check.Figure)));
        }
        if (checks.Length == 0) html.Append(Html.Note("No claim was given."));
        return Html.Card(html.ToString());
    }

    public override string RenderText(IEnumerable<ClaimCheck> value)
    {
        ClaimCheck[] checks = [.. value];
        var text = new StringBuilder();
        foreach (ClaimCheck check in checks)
        {
            if (text.Length > 0) text.Append('\n');
            text.Append(CultureInfo.InvariantCulture, $"[{Words(check.Verdict)}] {PlainTable.Clean(check.Claim)}").Append(check.Source is null ? "" : $" ({PlainTable.Clean(check.Source)})").Append('\n');
            foreach (string evidence in check.Evidence) text.Append("  - ").Append(PlainTable.Clean(evidence)).Append('\n');
            if (check.Caveat is not null) text.Append("  ").Append(PlainTable.Clean(check.Caveat)).Append('\n');
            if (check.Figure is not null) text.Append('\n').Append(FigureText.Render(check.Figure)).Append('\n');
        }
        if (checks.Length > 1) text.Append('\n').Append(Tally(checks));
        return text.Length == 0 ? "no claims" : text.ToString().TrimEnd('\n');
    }

    private static string Tally(ClaimCheck[] checks) =>
        string.Join(", ", checks.GroupBy(c => c.Verdict).OrderBy(g => g.Key == ClaimVerdict.NotChecked).ThenBy(g => g.Key).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Count()} {Words(g.Key)}")));

    private static string Words(ClaimVerdict verdict) => verdict switch
    {
        ClaimVerdict.Holds => "holds",
        ClaimVerdict.HoldsInPart => "holds in part",
        ClaimVerdict.Fails => "fails",
        ClaimVerdict.CannotTell => "cannot tell",
        _ => "not checked",
    };

    // A mark beside the colour, for readers who cannot tell the colours.
    private static string Mark(ClaimVerdict verdict) => verdict switch { ClaimVerdict.Holds => "✓", ClaimVerdict.HoldsInPart => "◐", ClaimVerdict.Fails => "✗", ClaimVerdict.CannotTell => "?", _ => "○" };

    private static string Ground(ClaimVerdict verdict) => verdict switch { ClaimVerdict.Holds => "#bfe8d8", ClaimVerdict.HoldsInPart => "#d9e8f5", ClaimVerdict.Fails => "#ffdcbf", _ => "#dedcd5" };
}
