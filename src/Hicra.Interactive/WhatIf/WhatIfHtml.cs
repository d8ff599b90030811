using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Hicra.Credit;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Figures;

namespace Hicra.Interactive.WhatIf;

/// <summary>
/// A what-if report as HTML: colours inline, figures as images, so that it stands where scripts and styles are taken out.
/// Where scripts run, a slider recolours the traces and moves the bars; it needs no kernel.
/// </summary>
internal static class WhatIfHtml
{
    private const string Praise = "0,158,115", Blame = "163,72,127";
    private static readonly string[] Parts = ["planning, praised", "planning, blamed", "others, praised", "others, blamed"];
    private static readonly string[] Colours = ["rgba(213,94,0,1)", "rgba(213,94,0,0.45)", "rgba(0,114,178,1)", "rgba(0,114,178,0.45)"];

    public static string Render(WhatIfReport report)
    {
        string plain = WhatIfText.Render(report);
        string id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(plain)))[..12];
        double most = Math.Max(1, report.Curve.Select(o => o.Scenario.Alpha ?? 0).DefaultIfEmpty(1).Max());
        double first = report.Outcomes.Select(o => o.Scenario.Alpha).FirstOrDefault(a => a is > 0) ?? 0.2;
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<div data-hicra-what-if=\"{id}\" style=\"{Card.Style}\">");
        html.Append("<div style=\"font-size:125%;font-weight:600\">What if alpha were different?</div>");
        html.Append("<div style=\"color:").Append(Palette.Muted).Append(";margin:2px 0 10px 0\">").Append(Escape(WhatIfText.Subject(report))).Append(".</div>");
        if (report.Grpo.Mass is { } mass) Slider(html, mass, first, most);
        Traces(html, report, first, most);
        if (report.Grpo.Mass is not null)
        {
            Bars(html, report);
            html.Append(FigureHtml.Image(WhatIfFigure.Of(report)));
        }
        html.Append("<details style=\"margin:8px 0\"><summary style=\"cursor:pointer\">All numbers</summary>").Append(WhatIfText.Table(report).Html());
        html.Append("<div style=\"color:").Append(Palette.Muted).Append("\">Advantages are means over tokens. Extra / A: the size of what the rule adds, over the size of GRPO's gradient, with respect to log-probs.</div></details>");
        foreach ((string heading, string text) in report.Conclusions)
            html.Append("<p style=\"margin:8px 0;max-width:52em;line-height:1.45\"><b>").Append(Escape(heading)).Append(".</b> ").Append(Escape(text)).Append("</p>");
        html.Append("</div>");
        if (report.Grpo.Mass is { } masses) html.Append(Script(id, masses, most));
        return html.ToString();
    }

    private static void Slider(StringBuilder html, GradientMass mass, double alpha, double most)
    {
        // Hidden until the script shows it: without one it would be a control that does nothing.
        html.Append("<div data-part=\"control\" style=\"display:none;margin:6px 0 12px 0\"><label style=\"display:flex;align-items:center;gap:12px\"><b>alpha</b>");
        html.Append(CultureInfo.InvariantCulture, $"<input type=\"range\" min=\"0\" max=\"{most}\" step=\"0.01\" value=\"{alpha}\" aria-label=\"alpha\" style=\"flex:1;max-width:34em;accent-color:{Palette.Planning}\">");
        html.Append("<span data-part=\"value\" style=\"min-width:3em;font-variant-numeric:tabular-nums;font-weight:600\"></span></label>");
        html.Append("<div style=\"margin:8px 0 2px 0\">Where the gradient is: <span data-part=\"share\"></span> on planning tokens</div>");
        html.Append(Bar(At(mass, alpha), live: true));
        html.Append("<div data-part=\"factors\" style=\"margin:4px 0;color:").Append(Palette.Muted).Append("\"></div></div>");
    }

    private static void Bars(StringBuilder html, WhatIfReport report)
    {
        html.Append("<div style=\"margin:14px 0 4px 0;font-weight:600\">Where the gradient is</div><table style=\"border-collapse:collapse;width:100%;max-width:60em\"><tbody>");
        foreach (WhatIfOutcome outcome in report.Outcomes)
        {
            // A rule that adds nothing looks like GRPO.
            if (outcome.Mass is not { } mass || (outcome.Extra is null && outcome != report.Grpo)) continue;
            const string cell = "border:0;background:transparent;color:inherit;padding:3px 8px 3px 0;text-align:left;white-space:nowrap";
            html.Append("<tr style=\"background:transparent\"><td style=\"").Append(cell).Append("\">").Append(Escape(outcome.Scenario.Name)).Append("</td><td style=\"border:0;background:transparent;padding:3px 8px 3px 0;width:60%\">")
                .Append(Bar(mass)).Append("</td><td style=\"").Append(cell).Append("\">").Append(Escape(WhatIfText.Percent(mass.Planning))).Append(" on planning");
            if (outcome.CosineToGrpo is double cosine) html.Append(CultureInfo.InvariantCulture, $", cosine {cosine:F3}");
            html.Append("</td></tr>");
        }
        html.Append("</tbody></table><div style=\"margin:2px 0 10px 0;color:").Append(Palette.Muted).Append("\">");
        for (int i = 0; i < Parts.Length; i++) html.Append(CultureInfo.InvariantCulture, $"<span style=\"display:inline-block;width:10px;height:10px;background:{Colours[i]};margin:0 5px 0 0\"></span>{Parts[i]} &#160; ");
        html.Append("</div>");
    }

    private static string Bar(GradientMass mass, bool live = false)
    {
        double[] shares = [mass.PlanningPraise, mass.PlanningBlame, mass.ExecutionPraise, mass.ExecutionBlame];
        var html = new StringBuilder("<div style=\"display:flex;height:16px;border-radius:3px;overflow:hidden\">");
        for (int i = 0; i < shares.Length; i++)
            html.Append(CultureInfo.InvariantCulture, $"<div{(live ? $" data-bar=\"{i}\"" : "")} title=\"{Parts[i]}: {WhatIfText.Percent(shares[i])}\" style=\"width:{100 * shares[i]:F2}%;height:16px;background:{Colours[i]}\"></div>");
        return html.Append("</div>").ToString();
    }

    private static void Traces(StringBuilder html, WhatIfReport report, double alpha, double most)
    {
        if (report.Traces.Count == 0) return;
        html.Append("<div style=\"margin:2px 0 6px 0;color:").Append(Palette.Muted).Append("\">Colour: the token's advantage, ")
            .Append(CultureInfo.InvariantCulture, $"<span style=\"background:rgba({Praise},0.5);padding:0 5px;border-radius:3px;color:{Palette.Ink}\">praised</span> or <span style=\"background:rgba({Blame},0.5);padding:0 5px;border-radius:3px;color:{Palette.Ink}\">blamed</span>; ")
            .Append("<span style=\"border-bottom:2px solid ").Append(Palette.Planning).Append(";color:").Append(Palette.Ink).Append("\">underlined</span>: planning tokens. Hover for numbers.</div>");
        foreach (WhatIfTrace trace in report.Traces)
        {
            // Each trace has its own scale: colours compare tokens within a rollout, the heading says how large A is.
            double largest = Math.Abs(trace.Advantage) * (1 + most);
            html.Append("<div style=\"margin:6px 0 2px 0\"><b>").Append(Escape(Verdict(trace))).Append("</b> &#160; <span style=\"color:").Append(Palette.Muted).Append("\">").Append(Escape(trace.Rollout.Prompt ?? "")).Append("</span></div>");
            html.Append(Tokens(trace, alpha, largest, live: true));
            html.Append("<details style=\"margin:0 0 6px 0\"><summary style=\"cursor:pointer;color:").Append(Palette.Muted).Append("\">the same trace at fixed alphas</summary>");
            foreach (double fixedAlpha in report.Outcomes.Select(o => o.Scenario.Alpha).Append(0).OfType<double>().Distinct().Order())
                html.Append(CultureInfo.InvariantCulture, $"<div style=\"margin:4px 0 0 0\">alpha {fixedAlpha}</div>").Append(Tokens(trace, fixedAlpha, largest, live: false));
            html.Append("</details>");
        }
    }

    private static string Verdict(WhatIfTrace trace)
    {
        string kind = trace.Rollout.Kind switch { "right" => "Right answer", "plan" => "Wrong: sound steps, wrong plan", "other" => "Wrong: a slip", _ => trace.Rollout.Reward > 0 ? "Rewarded" : "Not rewarded" };
        return string.Create(CultureInfo.InvariantCulture, $"{kind}, A = {trace.Advantage:+0.00;-0.00;0.00}");
    }

    private static string Tokens(WhatIfTrace trace, double alpha, double largest, bool live)
    {
        string[] texts = TokenTexts.Of(trace.Rollout);
        var html = new StringBuilder("<div style=\"line-height:1.9;font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:92%\">");
        for (int t = 0; t < texts.Length; t++)
        {
            bool planning = trace.Planning[t];
            double value = planning ? HicraCredit.Amplify(trace.Advantage, alpha) : trace.Advantage;
            double opacity = largest > 0 ? 0.85 * Math.Abs(value) / largest : 0;
            string colour = string.Create(CultureInfo.InvariantCulture, $"rgba({(value >= 0 ? Praise : Blame)},{opacity:F3})");
            html.Append("<span");
            if (live)
            {
                html.Append(CultureInfo.InvariantCulture, $" data-a=\"{trace.Advantage:R}\" data-p=\"{(planning ? 1 : 0)}\" title=\"{(planning ? "planning" : "other")} token {t}: A {trace.Advantage:F3}, with alpha {alpha} {value:F3}");
                if (trace.Rollout.LogProbs is { } logProbs) html.Append(CultureInfo.InvariantCulture, $", log-prob {logProbs[t]:F3}");
                if (trace.Rollout.Entropies is { } entropies) html.Append(CultureInfo.InvariantCulture, $", entropy {entropies[t]:F3} nats");
                html.Append('"');
            }
            html.Append(" style=\"padding:1px 3px;border-radius:3px;background:").Append(colour).Append(planning ? $";border-bottom:2px solid {Palette.Planning}" : "").Append("\">").Append(Escape(texts[t])).Append("</span> ");
        }
        return html.Append("</div>").ToString();
    }

    /// <summary>The closed form that the slider uses: at ratio 1 the gradient is proportional to the advantage.</summary>
    internal static GradientMass At(GradientMass grpo, double alpha)
    {
        double praise = grpo.PlanningPraise * Math.Abs(1 + alpha), blame = grpo.PlanningBlame * Math.Abs(alpha - 1), whole = praise + blame + grpo.ExecutionPraise + grpo.ExecutionBlame;
        return new GradientMass(praise / whole, blame / whole, grpo.ExecutionPraise / whole, grpo.ExecutionBlame / whole);
    }

    // Numbers only: no text of a model or a user comes near the script.
    private static string Script(string id, GradientMass mass, double most)
    {
        string numbers = string.Create(CultureInfo.InvariantCulture, $"[{mass.PlanningPraise:R},{mass.PlanningBlame:R},{mass.ExecutionPraise:R},{mass.ExecutionBlame:R}]");
        return "<script>(function(){" + string.Create(CultureInfo.InvariantCulture, $"var id='{id}',m={numbers},most={most:R};") + """
            document.querySelectorAll('[data-hicra-what-if="'+id+'"]').forEach(function(root){
              if(root.getAttribute('data-ready'))return;root.setAttribute('data-ready','1');
              function part(n){return root.querySelector('[data-part="'+n+'"]');}
              var control=part('control'),slider=control.querySelector('input'),tokens=root.querySelectorAll('[data-a]'),bars=control.querySelectorAll('[data-bar]');
              control.style.display='block';
              function draw(){
                var a=+slider.value,w=[m[0]*(1+a),m[1]*Math.abs(1-a),m[2],m[3]],s=w[0]+w[1]+w[2]+w[3];
                part('value').textContent=a.toFixed(2);
                part('share').textContent=(100*(w[0]+w[1])/s).toFixed(1)+' %';
                part('factors').textContent='planning tokens: praise times '+(1+a).toFixed(2)+', '+(a<=1?'blame times '+(1-a).toFixed(2):'blame turned into praise, times '+(a-1).toFixed(2))+'; all others as they are';
                bars.forEach(function(b,i){b.style.width=(100*w[i]/s)+'%';b.title=b.title.replace(/: .*/,': '+(100*w[i]/s).toFixed(1)+' %');});
                tokens.forEach(function(t){
                  var A=+t.getAttribute('data-a'),v=t.getAttribute('data-p')==='1'?A+a*Math.abs(A):A;
                  t.style.background='rgba('+(v>=0?'
            """.TrimEnd() + Praise + "':'" + Blame + """
            ')+','+(0.85*Math.abs(v)/(Math.abs(A)*(1+most))).toFixed(3)+')';
                  t.title=t.title.replace(/with alpha \S+ [-\d.]+/,'with alpha '+a.toFixed(2)+' '+v.toFixed(3));
                });
              }
              slider.addEventListener('input',draw);draw();
            });})();</script>
            """.TrimStart();
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
