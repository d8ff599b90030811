using Hicra.Interactive.Hosting;
using Hicra.Interactive.Rendering;

namespace Hicra.Interactive.Figures;

/// <summary>Figures: an image that stands alone, a text of their curves, and Plotly's JSON for hosts that draw it.</summary>
internal sealed class FigureView : View<Figure>
{
    public override string RenderText(Figure value) => FigureText.Render(value);

    public override string RenderHtml(Figure value) => Html.Card(FigureHtml.Image(value));

    /// <summary>The text and the image alone.</summary>
    public MimeBundle Own(Figure value) => base.Bundle(value);

    public override MimeBundle Bundle(Figure value) => base.Bundle(value).With(PlotlyRenderer.MimeType, PlotlyRenderer.Render(value));
}
