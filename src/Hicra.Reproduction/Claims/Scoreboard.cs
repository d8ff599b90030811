using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;

namespace Hicra.Reproduction.Claims;

/// <summary>A claim and what the runs at hand say about it.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Bounds">The parts of its criterion, as measured.</param>
/// <param name="Reason">Why it cannot be tested; null where it was.</param>
public sealed record ClaimResult(Claim Claim, IReadOnlyList<Bound> Bounds, UntestedReason? Reason)
{
    /// <summary>The p-value of the whole criterion, the largest of its parts'; null where one is missing.</summary>
    public double? PValue => Bounds.Count > 0 && Bounds.All(b => b.PValue is not null) ? Bounds.Max(b => b.PValue) : null;

    /// <summary>That p-value after Holm's correction over the claims that were tested; null where it was not.</summary>
    public double? Corrected { get; init; }

    /// <summary>The verdict.</summary>
    public Verdict Verdict => Reason is not null ? Verdict.NotTestable : Corrected <= Claim.Level ? Verdict.Supported : Verdict.NotSupported;

    /// <summary>The part that decides: the one with the largest p-value; null where there is none.</summary>
    public Bound? Deciding => Bounds.Where(b => b.Value is not null).OrderByDescending(b => b.PValue ?? 1).FirstOrDefault();
}

/// <summary>All claims and their verdicts.</summary>
/// <param name="Scale">The scale of the runs.</param>
/// <param name="Source">Where they are.</param>
/// <param name="Results">[claims] by number.</param>
public sealed record Scoreboard(RunScale Scale, string Source, IReadOnlyList<ClaimResult> Results)
{
    /// <summary>Tests every claim on the runs at hand.</summary>
    public static Scoreboard Of(RunScale scale, IEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(evidence);
        var runs = new ClaimRuns(scale, evidence);
        ClaimResult[] measured = [.. PaperClaims.All.Select(claim => Measure(claim, runs))];
        double?[] corrected = Holm([.. measured.Select(r => r.Reason is null ? r.PValue : null)]);
        return new(scale, evidence.Source, [.. measured.Select((r, i) => r with { Corrected = corrected[i] })]);
    }

    /// <summary>Holm's correction: p-values in order, each times the number of those that are left, never less than the one before.</summary>
    /// <param name="pValues">[tests] null for what is not tested.</param>
    /// <returns>[tests]</returns>
    public static double?[] Holm(IReadOnlyList<double?> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        int[] order = [.. Enumerable.Range(0, pValues.Count).Where(i => pValues[i] is not null).OrderBy(i => pValues[i])];
        var corrected = new double?[pValues.Count];
        double least = 0;
        for (int k = 0; k < order.Length; k++) corrected[order[k]] = least = Math.Max(least, Math.Min(1, (order.Length - k) * pValues[order[k]]!.Value));
        return corrected;
    }

    private static ClaimResult Measure(Claim claim, ClaimRuns runs)
    {
        if (claim.Untested is { } never) return new(claim, [], never);
        Bound[] bounds = [.. claim.Test(runs)];
        UntestedReason? reason = bounds.Any(b => b.Value is null) ? UntestedReason.NoRuns
            : !claim.IsConditional && bounds.Any(b => b.Value!.Bases < Claim.LeastBases) ? UntestedReason.TooFewBases : null;
        return new(claim, bounds, reason);
    }
}
