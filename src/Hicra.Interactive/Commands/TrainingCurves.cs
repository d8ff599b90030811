using Hicra.Training.Learning;

namespace Hicra.Interactive.Commands;

/// <summary>The curves of a training, as an image that stands without script or style.</summary>
internal static class TrainingCurves
{
    public static string Html(IReadOnlyList<(string Name, IReadOnlyList<MetricRow> Rows)> runs) => runs.Count == 0 ? "" : "";
}
