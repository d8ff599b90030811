using Hicra.Reproduction.Recipes;

namespace Hicra.Reproduction.Claims;

/// <summary>
/// A testable claim of the paper with its criterion, which stands here before any full run was made. A claim is supported where
/// all parts of its criterion are: its p-value is the largest of theirs (intersection-union), corrected over all claims (Holm).
/// </summary>
public sealed record Claim
{
    /// <summary>The fewest base models on which a claim is tested.</summary>
    public const int LeastBases = 4;

    /// <summary>The level of the tests, over all claims.</summary>
    public const double Level = 0.05;

    /// <summary>Its number.</summary>
    public required int Number { get; init; }

    /// <summary>The claim in a sentence.</summary>
    public required string Text { get; init; }

    /// <summary>Where it stands in the paper, or who else says it.</summary>
    public required string Source { get; init; }

    /// <summary>The criterion in words.</summary>
    public required string Criterion { get; init; }

    /// <summary>What the paper's own numbers say about it; null for nothing more than it claims.</summary>
    public string? PaperSays { get; init; }

    /// <summary>What of it the criterion leaves out, and why; null for nothing.</summary>
    public string? Caveat { get; init; }

    /// <summary>Why it cannot be tested in this world at any scale; null where it can.</summary>
    public UntestedReason? Untested { get; init; }

    /// <summary>Whether its interval is over redraws within one run, so that the number of base models does not bound it.</summary>
    public bool IsConditional { get; init; }

    /// <summary>The runs that it rests on.</summary>
    public Func<RunScale, Needs> Needs { get; init; } = _ => Recipes.Needs.Nothing;

    /// <summary>The parts of its criterion, the one that says most first.</summary>
    public Func<ClaimRuns, IEnumerable<Bound>> Test { get; init; } = _ => [];
}
