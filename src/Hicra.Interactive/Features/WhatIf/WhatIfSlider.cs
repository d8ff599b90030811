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
        string numbers = string.Create(CultureInfo.InvariantCulture, $"[{mass.PlanningPraise:R},{mass.PlanningBlame:R},{mass.ExecutionPraise:R},{mass.ExecutionBlame:R}]");
        return Asset.Script("Features/WhatIf/slider.js", ("id", id), ("mass", numbers), ("most", most.ToString("R", CultureInfo.InvariantCulture)),
            ("control", JsonSerializer.Serialize(Control(mass, alpha, most))), ("praise", WhatIfHtml.Praise), ("blame", WhatIfHtml.Blame), ("strongest", WhatIfHtml.Strongest.ToString("R", CultureInfo.InvariantCulture)));
    }

    private static string Control(GradientMass mass, double alpha, double most)
    {
        var html = new StringBuilder("<label style=\"display:flex;align-items:center;gap:12px\"><b>alpha</b>");
        html.Append(CultureInfo.InvariantCulture, $"<input type=\"range\" min=\"0\" max=\"{most}\" step=\"0.01\" value=\"{alpha}\" aria-label=\"alpha\" style=\"flex:1;max-width:34em;accent-color:{Palette.Planning}\">");
        html.Append("<span data-part=\"value\" style=\"min-width:3em;font-variant-numeric:tabular-nums;font-weight:600\"></span></label>");
        html.Append("<div style=\"margin:8px 0 2px 0\">Where the gradient is: <span data-part=\"share\"></span> on planning tokens</div>");
        html.Append(WhatIfHtml.Bar(WhatIfHtml.At(mass, alpha), live: true));
        return html.Append("<div data-part=\"factors\" style=\"margin:4px 0;font-size:12px\"></div>").ToString();
    }
}
