namespace Hicra.Interactive;

/// <summary>The namespaces that cells need not import, in every host: so a notebook of the kit is the same text everywhere.</summary>
internal static class KitNamespaces
{
    /// <summary>By name, in the order in which they are imported.</summary>
    public static IReadOnlyList<string> ForCells { get; } =
    [
        "Hicra", "Hicra.Credit", "Hicra.Objective", "Hicra.Strategy", "Hicra.Metrics", "Hicra.Metrics.Statistics", "Hicra.Rollouts",
        "Hicra.Training.Runs", "Hicra.Training.Learning", "Hicra.Training.Worlds", "Hicra.Training.Worlds.Puzzle", "Hicra.Training.Worlds.Vision", "Hicra.Training.Policies",
        "Hicra.Interactive", "Hicra.Interactive.Hosting", "Hicra.Interactive.Rendering", "Hicra.Interactive.Figures", "Hicra.Interactive.Features.Mine", "Hicra.Interactive.Features.Paper",
        "Hicra.Interactive.Features.Show", "Hicra.Interactive.Features.Traces", "Hicra.Interactive.Features.View", "Hicra.Interactive.Features.WhatIf",
    ];
}
