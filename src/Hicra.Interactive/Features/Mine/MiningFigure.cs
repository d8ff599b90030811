using System.Globalization;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Strategy.Mining;

namespace Hicra.Interactive.Features.Mine;

/// <summary>The paper's picture of strategy as a figure: clusters by how many solutions say them, and how often one solution does.</summary>
internal static class MiningFigure
{
    public static Figure Of(MiningResult result)
    {
        Series Dots(string name, bool kept, string color) => new()
        {
            Name = name, Kind = SeriesKind.Points, Color = color,
            X = [.. result.Clusters.Where(c => c.IsKept == kept).Select(c => (double)c.Df / result.Corpus.Used)],
            Y = [.. result.Clusters.Where(c => c.IsKept == kept).Select(c => c.PerSolution)],
        };

        return new Figure
        {
            Title = "Frequent across solutions, sparse inside one",
            Subtitle = string.Create(CultureInfo.InvariantCulture, $"{result.Clusters.Count} clusters; the {result.Clusters.Count(c => c.IsKept)} of the highest Cluster DF are kept"),
            Panels =
            [
                new Panel
                {
                    Title = "", X = new Axis { Label = "solutions that say a gram of the cluster", Percent = true }, Y = new Axis { Label = "times in a solution that says it" },
                    Series = [Dots("dropped", false, "#a8adb4"), Dots("kept", true, Palette.Planning)],
                },
            ],
            Width = 720,
        };
    }
}
