using Hicra.Interactive.Figures;
using Hicra.Training.Learning;

namespace Hicra.Interactive.Features.Train;

/// <summary>The curves of a training, as an image that stands without script or style.</summary>
internal static class TrainingCurves
{
    public static string Html(IReadOnlyList<(string Name, IReadOnlyList<MetricRow> Rows)> runs)
    {
        if (runs.Count == 0) return "";
        Figure figure = runs.Count == 1 ? RunFigures.Dynamics(runs) : RunFigures.Compare(runs);
        return figure.Panels.Count == 0 ? "" : FigureHtml.Image(figure);
    }
}
