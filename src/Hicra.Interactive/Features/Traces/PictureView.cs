using Hicra.Interactive.Rendering;
using Hicra.Training.Worlds.Vision;

namespace Hicra.Interactive.Features.Traces;

/// <summary>A picture of the vision world, pixel by pixel.</summary>
internal sealed class PictureView : View<DigitPicture>
{
    public override string RenderText(DigitPicture value) => PixelPicture.Text(value.Rows());

    public override string RenderHtml(DigitPicture value) => Html.Card(PixelPicture.Html(value.Rows(), "a picture of digits"));
}
