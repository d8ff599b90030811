namespace Hicra.Reproduction.Claims;

/// <summary>The paper's testable claims, and three that others make of it.</summary>
public static class PaperClaims
{
    /// <summary>The claims, by number.</summary>
    public static IReadOnlyList<Claim> All { get; } = [.. DynamicsClaims.All.Concat(MethodClaims.All).OrderBy(c => c.Number)];
}
