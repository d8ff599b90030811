using Hicra.Interactive.Figures;
using Hicra.Training.Learning;

namespace Hicra.Interactive.Features.Train;

/// <summary>The curves of a training, as an image that stands without script or style.</summary>
internal static class TrainingCurves
{
    private static readonly string[] Shown =
        [MetricNames.Accuracy, MetricNames.ResponseLength, MetricNames.SemanticEntropy, MetricNames.PlanningEntropy, MetricNames.ExecutionEntropy, MetricNames.PlanningPerplexity, MetricNames.ExecutionPerplexity, MetricNames.ConditionalEntropy];

    /// <summary>The curves; nothing before the first step. While runs go on all have their places already.</summary>
    public static string Html(IReadOnlyList<RunLog> runs)
    {
        if (runs.All(r => r.Rows.Count == 0)) return "";
        bool live = runs.Any(r => r.LastStep is not null);
        Figure figure = runs.Count == 1 ? RunFigures.Dynamics(runs) : RunFigures.Compare(live ? runs : [.. runs.Where(r => r.Rows.Count > 1)]);
        // A fold that is redrawn would close under the reader's hand.
        return figure.Panels.Count == 0 ? "" : FigureHtml.Image(figure) + (live ? "" : Rendering.Html.Words(Shown.Select(m => MetricCatalog.Find(m)).OfType<Metric>()));
    }
}
