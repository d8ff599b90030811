using System.Globalization;
using System.Text;
using System.Text.Json;
using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Features.WhatIf;

/// <summary>The slider of a what-if report. Its script makes it: where no script runs, there is no control that does nothing.</summary>
internal static class WhatIfSlider
{
    /// <summary>Where the slider goes.</summary>
    public const string Place = "<div data-part=\"control\" style=\"margin:6px 0 12px 0\"></div>";

    // Numbers only: no text of a model or a user comes near the script.
    public static string Script(string id, GradientMass mass, double alpha, double most)
    {
        string control = JsonSerializer.Serialize(Control(mass, alpha, most));
        string numbers = string.Create(CultureInfo.InvariantCulture, $"[{mass.PlanningPraise:R},{mass.PlanningBlame:R},{mass.ExecutionPraise:R},{mass.ExecutionBlame:R}]");
        return "<script>(function(){" + string.Create(CultureInfo.InvariantCulture, $"var id='{id}',m={numbers},most={most:R},html={control};") + """
            document.querySelectorAll('[data-hicra-what-if="'+id+'"]').forEach(function(root){
              if(root.getAttribute('data-ready'))return;root.setAttribute('data-ready','1');
              function part(n){return root.querySelector('[data-part="'+n+'"]');}
              var control=part('control');control.innerHTML=html;var slider=control.querySelector('input'),tokens=root.querySelectorAll('[data-a]'),bars=control.querySelectorAll('[data-bar]');
              function draw(){
                var a=+slider.value,w=[m[0]*(1+a),m[1]*Math.abs(1-a),m[2],m[3]],s=w[0]+w[1]+w[2]+w[3];
                part('value').textContent=a.toFixed(2);
                part('share').textContent=(100*(w[0]+w[1])/s).toFixed(1)+' %';
                part('factors').textContent='planning tokens: praise times '+(1+a).toFixed(2)+', '+(a<=1?'blame times '+(1-a).toFixed(2):'blame turned into praise, times '+(a-1).toFixed(2))+'; all others as they are';
                bars.forEach(function(b,i){b.style.width=(100*w[i]/s)+'%';b.title=b.title.replace(/: .*/,': '+(100*w[i]/s).toFixed(1)+' %');});
                tokens.forEach(function(t){
                  var A=+t.getAttribute('data-a'),v=t.getAttribute('data-p')==='1'?A+a*Math.abs(A):A;
                  t.style.background='rgba('+(v>=0?'
            """.TrimEnd() + WhatIfHtml.Praise + "':'" + WhatIfHtml.Blame + """
            ')+','+(0.85*Math.abs(v)/(Math.abs(A)*(1+most))).toFixed(3)+')';
                  t.title=t.title.replace(/with alpha \S+ [-\d.]+/,'with alpha '+a.toFixed(2)+' '+v.toFixed(3));
                });
              }
              slider.addEventListener('input',draw);draw();
            });})();</script>
            """.TrimStart();
    }

    private static string Control(GradientMass mass, double alpha, double most)
    {
        var html = new StringBuilder("<label style=\"display:flex;align-items:center;gap:12px\"><b>alpha</b>");
        html.Append(CultureInfo.InvariantCulture, $"<input type=\"range\" min=\"0\" max=\"{most}\" step=\"0.01\" value=\"{alpha}\" aria-label=\"alpha\" style=\"flex:1;max-width:34em;accent-color:{Palette.Planning}\">");
        html.Append("<span data-part=\"value\" style=\"min-width:3em;font-variant-numeric:tabular-nums;font-weight:600\"></span></label>");
        html.Append("<div style=\"margin:8px 0 2px 0\">Where the gradient is: <span data-part=\"share\"></span> on planning tokens</div>");
        html.Append(WhatIfHtml.Bar(WhatIfHtml.At(mass, alpha), live: true));
        return html.Append("<div data-part=\"factors\" style=\"margin:4px 0;color:").Append(Palette.Muted).Append("\"></div>").ToString();
    }
}
