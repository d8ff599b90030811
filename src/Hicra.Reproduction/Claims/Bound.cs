using Hicra.Reproduction.Evidence;

namespace Hicra.Reproduction.Claims;

/// <summary>A part of a criterion: a mean over runs that is to lie on one side of a bound.</summary>
/// <param name="What">What is measured, in words.</param>
/// <param name="Value">What was measured; null where no run has it.</param>
/// <param name="Limit">The bound.</param>
/// <param name="IsAbove">Whether the mean is to lie above the bound; else below.</param>
/// <param name="IsShare">Whether the numbers are shares, which people read in points.</param>
public sealed record Bound(string What, Clustered? Value, double Limit, bool IsAbove, bool IsShare = false)
{
    /// <summary>The one-sided p-value; null where there is none.</summary>
    public double? PValue => Value?.PValue(Limit, IsAbove);

    /// <summary>A mean that is to lie above a bound.</summary>
    public static Bound Above(string what, Clustered? value, double limit = 0, bool isShare = false) => new(what, value, limit, true, isShare);

    /// <summary>A mean that is to lie below a bound.</summary>
    public static Bound Below(string what, Clustered? value, double limit = 0, bool isShare = false) => new(what, value, limit, false, isShare);

    /// <summary>A mean that is to lie within two bounds: equivalence, by two one-sided tests.</summary>
    public static IEnumerable<Bound> Within(string what, Clustered? value, double low, double high, bool isShare = false) => [Above(what, value, low, isShare), Below(what, value, high, isShare)];
}
