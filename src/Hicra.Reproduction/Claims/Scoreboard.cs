using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Training.Worlds;

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
/// <param name="Results">[claims] by number, in the puzzle world; in the long one where the scale has that alone.</param>
public sealed record Scoreboard(RunScale Scale, string Source, IReadOnlyList<ClaimResult> Results)
{
    /// <summary>[claims] by number, in the long world beside the puzzle; empty where the scale has one world alone.</summary>
    public IReadOnlyList<ClaimResult> LongWorld { get; init; } = [];

    /// <summary>Whether <see cref="Results"/> are those of the long world.</summary>
    public bool IsOfLongWorld => !Scale.Has(WorldCatalog.Puzzle);

    /// <summary>[claims] the base family's part of each criterion alone in the puzzle world, which is what the long world has; empty where there is one world.</summary>
    public IReadOnlyList<ClaimResult> BaseAlone { get; init; } = [];

    /// <summary>The claims of which the base family's part could be tested in both worlds, with another verdict in each.</summary>
    public IReadOnlyList<int> Differing => [.. BaseAlone.Zip(LongWorld).Where(p => Differ(p.First, p.Second)).Select(p => p.First.Claim.Number)];

    /// <summary>Tests every claim on the runs at hand, in each world by itself.</summary>
    public static Scoreboard Of(RunScale scale, IEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(evidence);
        IReadOnlyList<ClaimResult>[] worlds = [.. scale.Worlds.Select(world => Judge(new ClaimRuns(scale, evidence, world)))];
        return new(scale, evidence.Source, worlds[0]) { LongWorld = worlds.Length > 1 ? worlds[1] : [], BaseAlone = worlds.Length > 1 ? Judge(new ClaimRuns(scale, evidence) { BaseAlone = true }) : [] };
    }

    /// <summary>Whether two worlds could test a claim, and say otherwise.</summary>
    internal static bool Differ(ClaimResult one, ClaimResult other) => one.Reason is null && other.Reason is null && one.Verdict != other.Verdict;

    // Corrected over the claims of a world: each world is a question by itself, and what is added to one changes no verdict in the other.
    private static IReadOnlyList<ClaimResult> Judge(ClaimRuns runs)
    {
        ClaimResult[] measured = [.. PaperClaims.All.Select(claim => Measure(claim, runs))];
        double?[] corrected = Holm([.. measured.Select(r => r.Reason is null ? r.PValue : null)]);
        return [.. measured.Select((r, i) => r with { Corrected = corrected[i] })];
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
        if (!runs.HasFamilyOf(claim)) return new(claim, [], UntestedReason.NoFamily);
        Bound[] bounds = [.. claim.Test(runs)];
        UntestedReason? reason = bounds.Any(b => b.Value is null) ? UntestedReason.NoRuns
            : !claim.IsConditional && bounds.Any(b => b.Value!.Bases < Claim.LeastBases) ? UntestedReason.TooFewBases : null;
        return new(claim, bounds, reason);
    }
}
