using Hicra.Interactive.Figures;

namespace Hicra.Interactive.Features.Paper;

/// <summary>What evidence says about a claim.</summary>
public enum ClaimVerdict
{
    /// <summary>Nothing was measured.</summary>
    NotChecked,

    /// <summary>The evidence agrees with the claim.</summary>
    Holds,

    /// <summary>It agrees with a part of it, or under conditions.</summary>
    HoldsInPart,

    /// <summary>It disagrees.</summary>
    Fails,

    /// <summary>It is too weak to tell, for example too few seeds.</summary>
    CannotTell,
}

/// <summary>A claim of the paper, what was found, and on what evidence.</summary>
/// <param name="Claim">The claim in one sentence.</param>
/// <param name="Verdict">What the evidence says.</param>
/// <param name="Evidence">The numbers that the verdict rests on, a sentence each.</param>
public sealed record ClaimCheck(string Claim, ClaimVerdict Verdict, IReadOnlyList<string> Evidence)
{
    /// <summary>Where the claim stands, for example <c>section 2.2.1</c>; null where that is not known.</summary>
    public string? Source { get; init; }

    /// <summary>What the check cannot tell: scale, seeds, proxies.</summary>
    public string? Caveat { get; init; }

    /// <summary>A figure that shows the evidence; null for none.</summary>
    public Figure? Figure { get; init; }
}
