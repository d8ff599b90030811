using Hicra.Interactive.Figures;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Training.Learning;

namespace Hicra.Reproduction.Items;

/// <summary>The rows of Figures 3 and 13 in the long world: all runs together, and base model by base model, which differ in when they begin to go on.</summary>
internal static class LongDynamics
{
    private static readonly (string Name, Func<MadeRun, double?> Change)[] Measures =
    [
        ("perplexity of execution tokens", r => r.Ratio(MetricNames.ExecutionPerplexity) - 1), ("entropy of execution tokens", r => r.Ratio(MetricNames.ExecutionEntropy) - 1),
        ("entropy of planning tokens", r => r.Ratio(MetricNames.PlanningEntropy) - 1), ("semantic entropy of grams", r => r.Ratio(MetricNames.SemanticEntropy) - 1),
        ("accuracy", r => r.End(r.Validation) - r.Start(r.Validation)), ("length", r => r.Ratio(MetricNames.ResponseLength) - 1),
    ];

    /// <summary>A row of all runs.</summary>
    public static Drawing Together(PaperItem item, IReadOnlyList<MadeRun> runs, IEvidence evidence) => new()
    {
        State = ItemState.Measured,
        Measured = [new(Dynamics.Measured([(Families.LongWorld, runs)], $"{item.Name} {LongPart.In}"))],
        Numbers = Rows.Table(item, Dynamics.Numbers(Families.LongWorld, "", runs), evidence),
        Differences = [Directions(runs), Borders(runs)],
    };

    /// <summary>A row a base model.</summary>
    public static Drawing BaseByBase(IReadOnlyList<MadeRun> runs)
    {
        (Family Family, IReadOnlyList<MadeRun> Runs)[] rows = [.. LongPart.ByBase(runs).Select(b => (Families.LongWorld with { Title = $"long world, base {b.Base.Seed}" }, b.Runs))];
        return new Drawing { State = ItemState.Measured, Measured = [new(Dynamics.Measured(rows, $"Base models {LongPart.In}"))], Differences = [Borders(runs)] };
    }

    /// <summary>In which runs the second phase is found, and when it begins.</summary>
    internal static string Borders(IReadOnlyList<MadeRun> runs)
    {
        (MadeRun Run, RunPhases Phases)[] found = [.. runs.Select(r => (r, RunPhases.Of(r.Rows)))];
        string[] with = [.. found.Where(f => f.Phases.Border is not null).Select(f => FormattableString.Invariant($"{f.Run.Recipe.Base.Name} seed {f.Run.Recipe.Seed} at step {f.Phases.Border}{(f.Phases.ByStrategies ? " (by executed strategies)" : "")}"))];
        return with.Length == 0 ? FormattableString.Invariant($"Long world: in none of {runs.Count} runs a second phase is found.")
            : FormattableString.Invariant($"Long world: a second phase is found in {with.Length} of {runs.Count} runs: {string.Join(", ", with)}.");
    }

    // Directions alone: it stands in for no model, so that there is no curve to compare with.
    private static string Directions(IReadOnlyList<MadeRun> runs)
    {
        var ways = new Dictionary<string, List<string>>(StringComparer.Ordinal) { ["rising"] = [], ["falling"] = [], ["no clear change"] = [] };
        foreach ((string name, Func<MadeRun, double?> change) in Measures)
            if (Clustered.Of(runs, change) is { } measured) ways[measured.Interval is null or { ExcludesZero: true } ? measured.Mean > 0 ? "rising" : "falling" : "no clear change"].Add(name);
        return $"Long world, from start to end, {Clustered.Of(runs, r => r.End(r.Validation))?.Over}: {string.Join("; ", ways.Where(w => w.Value.Count > 0).Select(w => $"{w.Key}: {string.Join(", ", w.Value)}"))}.";
    }
}
