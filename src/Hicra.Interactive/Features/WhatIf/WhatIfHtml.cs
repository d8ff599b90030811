using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Hicra.Credit;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Rollouts;

namespace Hicra.Interactive.Features.WhatIf;

/// <summary>
/// A what-if report as HTML: colours inline, figures as images, so that it stands where scripts and styles are taken out.
/// Where scripts run, a slider recolours the traces and moves the bars; it needs no kernel.
/// </summary>
internal static class WhatIfHtml
{
    internal const string Praise = "0,158,115", Blame = "163,72,127";

    // Text on the strongest ground still has 4.5:1, on a light card and on a dark one.
    internal const double Strongest = 0.55;
    private static readonly string[] Parts = ["planning, praised", "planning, blamed", "others, praised", "others, blamed"];
    private static readonly string[] Colours = ["rgba(213,94,0,1)", "rgba(213,94,0,0.45)", "rgba(0,114,178,1)", "rgba(0,114,178,0.45)"];

    public static string Render(WhatIfReport report, CommandStyle style)
    {
        string plain = WhatIfText.Render(report, style);
        string id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(plain)))[..12];
        double most = Math.Max(1, report.Curve.Select(o => o.Scenario.Alpha ?? 0).DefaultIfEmpty(1).Max());
        double first = report.Outcomes.Select(o => o.Scenario.Alpha).FirstOrDefault(a => a is > 0) ?? 0.2;
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<div data-hicra-what-if=\"{id}\">");
        html.Append("<div style=\"font-size:125%;font-weight:600\">What if alpha were different?</div>");
        html.Append("<div style=\"color:").Append(Palette.Muted).Append(";margin:2px 0 10px 0\">").Append(Escape(WhatIfText.Subject(report))).Append(".</div>");
        html.Append(WhatIfSlider.Place);
        Traces(html, report, first, most);
        if (report.Grpo.Mass is not null)
        {
            Bars(html, report);
            html.Append(FigureHtml.Image(WhatIfFigure.Of(report)));
        }
        html.Append(Html.Details("All numbers", WhatIfText.Table(report).Html()
            + Html.Note("Advantages are means over tokens. Extra / A: the size of what the rule adds, over the size of GRPO's gradient, with respect to log-probs.")));
        if (report.Steps.Count > 1) html.Append(Html.Details($"Step by step: {report.Steps[0].Outcome.Scenario.Name}", WhatIfText.StepTable(report, report.Steps.Count).Html(), open: true));
        foreach ((string heading, string text) in WhatIfText.Conclusions(report, style))
            html.Append("<div style=\"margin:8px 0;max-width:52em;line-height:1.45\"><b>").Append(Escape(heading)).Append(".</b> ").Append(Escape(text)).Append("</div>");
        string card = Html.Card(html.Append("</div>").ToString());
        return report.Grpo.Mass is { } mass ? card + WhatIfSlider.Script(id, mass, first, most) : card;
    }

    private static void Bars(StringBuilder html, WhatIfReport report)
    {
        // JupyterLab lays tables out by fixed shares, in which words run out of the card.
        html.Append("<div style=\"margin:14px 0 4px 0;font-weight:600\">Where the gradient is</div><table style=\"border-collapse:collapse;table-layout:auto;width:100%;max-width:60em\"><tbody>");
        foreach (WhatIfOutcome outcome in report.Outcomes)
        {
            // A rule that adds nothing looks like GRPO.
            if (outcome.Mass is not { } mass || (outcome.Extra is null && outcome != report.Grpo)) continue;
            const string Ground = $"border:0;background-color:{Palette.Card};color:{Palette.Ink};padding:3px 8px 3px 0", Words = Ground + ";text-align:left;white-space:nowrap";
            html.Append("<tr style=\"background-color:" + Palette.Card + "\"><td style=\"").Append(Words).Append("\">").Append(Escape(outcome.Scenario.Name)).Append("</td><td style=\"").Append(Ground).Append(";width:60%\">")
                .Append(Bar(mass)).Append("</td><td style=\"").Append(Words).Append("\">").Append(Escape(NumberText.Percent(mass.Planning))).Append(" on planning");
            if (outcome.CosineToGrpo is double cosine) html.Append(CultureInfo.InvariantCulture, $", cosine {NumberText.Of(cosine)}{(outcome.CosineInterval is { } x && report.Log is not null ? $" ({NumberText.Fixed(x.Low, 4)} to {NumberText.Fixed(x.High, 4)})" : "")}");
            html.Append("</td></tr>");
        }
        html.Append("</tbody></table><div style=\"margin:2px 0 10px 0;color:").Append(Palette.Muted).Append("\">");
        for (int i = 0; i < Parts.Length; i++) html.Append(CultureInfo.InvariantCulture, $"<span style=\"display:inline-block;width:10px;height:10px;background:{Colours[i]};margin:0 5px 0 0\"></span>{Parts[i]} &#160; ");
        html.Append("</div>");
    }

    internal static string Bar(GradientMass mass, bool live = false)
    {
        double[] shares = [mass.PlanningPraise, mass.PlanningBlame, mass.ExecutionPraise, mass.ExecutionBlame];
        var html = new StringBuilder("<div style=\"display:flex;height:16px;border-radius:3px;overflow:hidden\">");
        for (int i = 0; i < shares.Length; i++)
            html.Append(CultureInfo.InvariantCulture, $"<div{(live ? $" data-bar=\"{i}\"" : "")} title=\"{Parts[i]}: {NumberText.Percent(shares[i])}\" style=\"width:{100 * shares[i]:F2}%;height:16px;background:{Colours[i]}\"></div>");
        return html.Append("</div>").ToString();
    }

    private static void Traces(StringBuilder html, WhatIfReport report, double alpha, double most)
    {
        if (report.Traces.Count == 0) return;
        html.Append("<div style=\"margin:2px 0 6px 0;color:").Append(Palette.Muted).Append("\">Colour: the token's advantage, ")
            .Append(CultureInfo.InvariantCulture, $"<span style=\"background:rgba({Praise},0.5);padding:0 5px;border-radius:3px;color:{Palette.Ink}\">praised</span> or <span style=\"background:rgba({Blame},0.5);padding:0 5px;border-radius:3px;color:{Palette.Ink}\">blamed</span>; ")
            .Append("<mark style=\"background-color:transparent;padding:0;border-bottom:2px solid ").Append(Palette.Planning).Append(";color:").Append(Palette.Ink).Append("\">underlined</mark>: planning tokens. Hover for numbers.</div>");
        foreach (WhatIfRollout trace in report.Traces)
        {
            // Each trace has its own scale: colours compare tokens within a rollout, the heading says how large A is.
            double largest = Math.Abs(trace.Advantage) * (1 + most);
            html.Append("<div style=\"margin:6px 0 2px 0\"><b>").Append(Escape(Verdict(trace))).Append("</b> &#160; <span style=\"color:").Append(Palette.Muted).Append("\">").Append(Escape(trace.Rollout.Prompt ?? "")).Append("</span></div>");
            html.Append(Tokens(trace, alpha, largest, live: true));
            html.Append(Html.Details("the same trace at fixed alphas", string.Concat(report.Outcomes.Select(o => o.Scenario.Alpha).Append(0).OfType<double>().Distinct().Order()
                .Select(fixedAlpha => string.Create(CultureInfo.InvariantCulture, $"<div style=\"margin:4px 0 0 0\">alpha {fixedAlpha}</div>") + Tokens(trace, fixedAlpha, largest, live: false)))));
        }
    }

    private static string Verdict(WhatIfRollout trace)
    {
        string kind = trace.Rollout.Kind switch { "right" => "Right answer", "plan" => "Wrong: sound steps, wrong plan", "other" => "Wrong: a slip", "wrong" => "Wrong answer", _ => trace.Rollout.Reward > 0 ? "Rewarded" : "Not rewarded" };
        return string.Create(CultureInfo.InvariantCulture, $"{kind}, A = {trace.Advantage:+0.00;-0.00;0.00}");
    }

    private static string Tokens(WhatIfRollout trace, double alpha, double largest, bool live)
    {
        RolloutTokens tokens = RolloutTokens.Of(trace.Rollout) ?? new(RolloutTokens.Pieces(trace.Rollout), false);
        IReadOnlyList<string> texts = tokens.Texts;
        var html = new StringBuilder("<div style=\"line-height:1.9;font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:92%\">");
        for (int t = 0; t < texts.Count; t++)
        {
            bool planning = trace.Planning[t];
            double value = planning ? HicraCredit.Amplify(trace.Advantage, alpha) : trace.Advantage;
            double opacity = largest > 0 ? Strongest * Math.Abs(value) / largest : 0;
            string colour = string.Create(CultureInfo.InvariantCulture, $"rgba({(value >= 0 ? Praise : Blame)},{opacity:F3})");
            // A mark stands out where all styles are taken away.
            string element = planning ? "mark" : "span";
            html.Append('<').Append(element);
            if (live)
            {
                html.Append(CultureInfo.InvariantCulture, $" data-a=\"{trace.Advantage:R}\" data-p=\"{(planning ? 1 : 0)}\" title=\"{(planning ? "planning" : "other")} token {t}: A {trace.Advantage:F3}, with alpha {alpha} {value:F3}");
                if (trace.Rollout.LogProbs is { } logProbs) html.Append(CultureInfo.InvariantCulture, $", log-prob {logProbs[t]:F3}");
                if (trace.Rollout.Entropies is { } entropies) html.Append(CultureInfo.InvariantCulture, $", entropy {entropies[t]:F3} nats");
                html.Append('"');
            }
            html.Append(" style=\"padding:1px 3px;border-radius:3px;color:").Append(Palette.Ink).Append(";background:").Append(colour).Append(planning ? $";border-bottom:2px solid {Palette.Planning}" : "").Append("\">").Append(Escape(texts[t])).Append("</").Append(element).Append(tokens.AreWords ? "> " : ">");
        }
        return html.Append("</div>").ToString();
    }

    /// <summary>The closed form that the slider uses: at ratio 1 the gradient is proportional to the advantage.</summary>
    internal static GradientMass At(GradientMass grpo, double alpha)
    {
        double praise = grpo.PlanningPraise * Math.Abs(1 + alpha), blame = grpo.PlanningBlame * Math.Abs(alpha - 1), whole = praise + blame + grpo.ExecutionPraise + grpo.ExecutionBlame;
        return new GradientMass(praise / whole, blame / whole, grpo.ExecutionPraise / whole, grpo.ExecutionBlame / whole);
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
