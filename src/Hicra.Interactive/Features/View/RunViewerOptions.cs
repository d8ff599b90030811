namespace Hicra.Interactive.Features.View;

/// <summary>How much of a run goes into its page. What is left out, the page says.</summary>
public sealed record RunViewerOptions
{
    /// <summary>The page's bound in bytes; rollouts are thinned out until it holds. At least 100,000.</summary>
    public int MaxBytes { get; init => field = value >= 100_000 ? value : throw new HicraException($"the page's bound is {value} bytes; give 100000 or more"); } = 3_000_000;

    /// <summary>The most problems of a step; the ones in which rewards differ most come first. At least 1.</summary>
    public int GroupsPerStep { get; init => field = value >= 1 ? value : throw new HicraException($"the page shows {value} problems a step; give 1 or more"); } = 4;

    /// <summary>The most points of a curve; longer logs are drawn by every n-th step. At least 2.</summary>
    public int CurvePoints { get; init => field = value >= 2 ? value : throw new HicraException($"a curve has {value} points; give 2 or more"); } = 500;
}
