using System.Text;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Features.Analyze;

/// <summary>A log's report as a card that needs no script and no network.</summary>
internal static class LogReportHtml
{
    public static string Render(LogReport report)
    {
        var html = new StringBuilder(Html.Heading(report.Name, LogFindings.Subject(report)));
        foreach ((string heading, string text) in LogFindings.Conclusions(report))
            html.Append("<div style=\"margin:8px 0;max-width:62em\"><b>").Append(Html.Escape(heading)).Append(".</b> ").Append(Html.Escape(text)).Append("</div>");
        Figure figure = LogReportFigure.Of(report);
        if (figure.Panels.Count > 0) html.Append(FigureHtml.Image(figure));
        html.Append(Html.Details("All numbers", LogReportText.Table(report, curves: false).Html(), open: figure.Panels.Count == 0));
        html.Append(Html.Details("What of the paper the log can feed", Html.Table(["item", "", "why"], LogFindings.Items(report).Select(i => (IReadOnlyList<string>)
            [Html.Escape(i.Item), i.Feeds ? Html.Badge("yes", Palette.RightGround) : Html.Badge("no", Palette.PlainGround), Html.Escape(i.Why)]), firstNumber: 3)));
        return Html.Card(html.ToString());
    }
}

/// <summary>A log's report.</summary>
internal sealed class LogReportView : View<LogReport>
{
    public override string RenderText(LogReport value) => LogReportText.Render(value);

    public override string RenderHtml(LogReport value) => LogReportHtml.Render(value);
}
