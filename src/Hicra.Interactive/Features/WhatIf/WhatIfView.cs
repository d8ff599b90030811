using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Features.WhatIf;

/// <summary>A what-if report: as text, as HTML that stands without scripts, and with a slider where scripts run.</summary>
internal sealed class WhatIfView : View<WhatIfReport>
{
    public override string RenderText(WhatIfReport value) => WhatIfText.Render(value);

    public override string RenderHtml(WhatIfReport value) => WhatIfHtml.Render(value);
}
