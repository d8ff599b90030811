namespace Hicra.Strategy;

/// <summary>Which occurrences of grams count where they overlap. The paper does not say (section 2.1 defines only "part of an SG").</summary>
public enum MatchPolicy
{
    /// <summary>Every occurrence, overlapping and nested ones included: a token is a planning token if any gram covers it.</summary>
    AllOccurrences,

    /// <summary>From the start, leftmost and longest first, without overlap: each token belongs to one gram at most.</summary>
    LeftmostLongest,
}
