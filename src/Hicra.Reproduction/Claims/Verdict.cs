namespace Hicra.Reproduction.Claims;

/// <summary>What the runs at hand say about a claim of the paper.</summary>
public enum Verdict
{
    /// <summary>Its criterion is met, after correction for the number of claims.</summary>
    Supported,

    /// <summary>Its criterion is not met: the effect is absent, the other way, or too uncertain.</summary>
    NotSupported,

    /// <summary>These runs cannot decide it, for a reason of <see cref="UntestedReason"/>.</summary>
    NotTestable,
}

/// <summary>Why a claim cannot be tested. The list is closed.</summary>
public enum UntestedReason
{
    /// <summary>Its runs are not made.</summary>
    NoRuns,

    /// <summary>There are fewer base models than <see cref="Claim.LeastBases"/>, so that an interval would hold for those few alone.</summary>
    TooFewBases,

    /// <summary>It rests on families that the world does not have.</summary>
    NoFamily,

    /// <summary>The share of planning tokens is the world's, by construction.</summary>
    PlanningShare,

    /// <summary>It needs people or a language model as judges.</summary>
    Judge,

    /// <summary>It interprets, and forbids no outcome of a run.</summary>
    Interpretation,
}
