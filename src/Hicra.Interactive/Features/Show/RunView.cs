using Hicra.Interactive.Rendering;
using Hicra.Training.Runs;

namespace Hicra.Interactive.Features.Show;

/// <summary>A run by its folder.</summary>
internal sealed class RunView : View<ExistingRun>
{
    public override string RenderText(ExistingRun value) => RunCard.Of(value).RenderText();

    public override string RenderHtml(ExistingRun value) => RunCard.Of(value).RenderHtml();
}

/// <summary>A run that is being trained.</summary>
internal sealed class TrainingRunView : View<TrainingRun>
{
    public override string RenderText(TrainingRun value) => RunCard.Of(value).RenderText();

    public override string RenderHtml(TrainingRun value) => RunCard.Of(value).RenderHtml();
}
