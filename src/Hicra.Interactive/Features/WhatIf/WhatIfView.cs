using Hicra.Interactive.Commands;
using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Features.WhatIf;

/// <summary>A what-if report: as text, as HTML that stands without scripts, and with a slider where scripts run.</summary>
/// <param name="style">Where it is read, which decides how it names commands.</param>
internal sealed class WhatIfView(CommandStyle style = CommandStyle.Cell) : View<WhatIfReport>
{
    public override string RenderText(WhatIfReport value) => WhatIfText.Render(value, style);

    public override string RenderHtml(WhatIfReport value) => WhatIfHtml.Render(value, style);
}
