using Hicra.Metrics.Statistics;

namespace Hicra.Interactive.Features.Paper;

/// <summary>One number of the paper beside what was measured here.</summary>
public sealed record PaperRow
{
    /// <summary>What it is, for example <c>HICRA, validation accuracy</c>.</summary>
    public required string Item { get; init; }

    /// <summary>What the paper reports; null where it reports none.</summary>
    public double? Reported { get; init; }

    /// <summary>What a run here measured; null where nothing was.</summary>
    public double? Measured { get; init; }

    /// <summary>The interval of the measured number; null for none.</summary>
    public Interval? Interval { get; init; }

    /// <summary>The unit of both, for example <c>%</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>How surely the reported number is known: seen in the paper, digitised from a figure, second-hand.</summary>
    public string? Source { get; init; }

    /// <summary>Anything else.</summary>
    public string? Note { get; init; }

    /// <summary>Measured minus reported; null where one is missing.</summary>
    public double? Difference => Measured - Reported;
}

/// <summary>A table or figure of the paper: reported beside measured, the difference, and what was scaled down.</summary>
public sealed record PaperTable
{
    /// <summary>The paper's item, for example <c>Table 1</c>, and what it shows.</summary>
    public required string Title { get; init; }

    /// <summary>The rows.</summary>
    public required IReadOnlyList<PaperRow> Rows { get; init; }

    /// <summary>What is smaller here than in the paper: model, data, steps. Required: a table without it would invite a false comparison.</summary>
    public required IReadOnlyList<string> ScaledDown { get; init; }

    /// <summary>The runs that the measured numbers come from; null where nothing was measured.</summary>
    public string? MeasuredFrom { get; init; }
}
