using Hicra.Interactive.Features.Paper;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Reproduction.Reported;
using Hicra.Training.Learning;

namespace Hicra.Reproduction.Items;

/// <summary>How Figures 3 and 13 are drawn.</summary>
internal static class DynamicsDrawing
{
    public static Drawing Of(PaperItem item, IReadOnlyList<(string Model, Family Family)> models, RunScale scale, IEvidence evidence)
    {
        var missing = new List<string>();
        (string Model, Family Family, IReadOnlyList<MadeRun> Runs)[] rows = [.. models.Select(m => (m.Model, m.Family, StandIns.Find(evidence, scale.Runs(m.Family, "grpo"), missing)))];
        bool any = rows.Any(r => r.Runs.Count > 0);
        PaperRow[] numbers = [.. rows.Where(r => r.Runs.Count > 0).SelectMany(r => Dynamics.Numbers(r.Family, r.Model, r.Runs))];
        return new Drawing
        {
            State = StandIns.State(any, missing, item.Lacks),
            Reported = [new(Dynamics.Reported([.. models.Select(m => m.Model)], $"{item.Name} as reported"))],
            Measured = any ? [new(Dynamics.Measured([.. rows.Select(r => (r.Family, r.Runs))], $"{item.Name} as measured here"))] : [],
            Numbers = any ? Rows.Table(item, numbers, evidence) : null,
            Differences = [.. rows.Where(r => r.Runs.Count > 0).Select(Sentence)],
            Missing = missing,
        };
    }

    // Direction by direction: sizes of so different models are nothing to compare.
    private static string Sentence((string Model, Family Family, IReadOnlyList<MadeRun> Runs) row)
    {
        IReadOnlyDictionary<string, ReportedCurve> curves = ReportedCurve.Dynamics(row.Model);
        if (curves.Count == 0) return $"{row.Model}: its image could not be had; {row.Family.Title} is measured alone.";
        var same = new List<string>();
        var other = new List<string>();
        Compare("perplexity of execution tokens", "rel_ppl_execution", r => r.Ratio(MetricNames.ExecutionPerplexity) - 1);
        Compare("entropy of execution tokens", "token_entropy_execution", r => r.Ratio(MetricNames.ExecutionEntropy) - 1);
        Compare("entropy of planning tokens", "token_entropy_planning", r => r.Ratio(MetricNames.PlanningEntropy) - 1);
        Compare("semantic entropy of grams", "sg_entropy_ratio", r => r.Ratio(MetricNames.SemanticEntropy) - 1);
        Compare("accuracy", "val_accuracy", r => r.End(r.Validation) - r.Start(r.Validation));
        Compare("length", "length", r => r.Ratio(MetricNames.ResponseLength) - 1);
        return $"{row.Model} and {row.Family.Title}: " + (same.Count == 0 ? "no curve moves clearly the same way" : $"the same way go {string.Join(", ", same)}") + (other.Count == 0 ? "." : $"; not so: {string.Join(", ", other)}.");

        void Compare(string name, string series, Func<MadeRun, double?> change)
        {
            if (!curves.TryGetValue(series, out ReportedCurve? curve) || Clustered.Of(row.Runs, change) is not { } measured) return;
            bool up = curve.Last > curve.First, clear = measured.Interval is { ExcludesZero: true };
            if (clear && measured.Mean > 0 == up) same.Add($"{name} ({(up ? "up" : "down")})");
            else other.Add($"{name} ({(up ? "up" : "down")} in the paper, here {(clear ? up ? "down" : "up" : "no clear change")})");
        }
    }
}
