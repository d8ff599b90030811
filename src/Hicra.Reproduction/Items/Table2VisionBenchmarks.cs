using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Reproduction.Reported;

namespace Hicra.Reproduction.Items;

/// <summary>Table 2: pass@1 on vision benchmarks.</summary>
public sealed class Table2VisionBenchmarks() : PaperItem(PaperItemKind.Table, 2, "methods on vision benchmarks")
{
    // In the table's order; Figure 13 has the weaker one first.
    private static readonly Family[] Blocks = [Families.Seeing, Families.Misreading];
    private static readonly string[] Methods = ["grpo", "hicra"];

    /// <inheritdoc/>
    public override string Shows => "Pass@1 in per cent on MathVista, MathVision, MathVerse and EMMA for MiMO-VL and Qwen2.5-VL, each as base, with GRPO and with HICRA.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ScaledDown => [.. base.ScaledDown, "columns are pictures of three digits at graded difficulty; they are no stand-ins for the benchmarks, and no cell is compared with a cell"];

    /// <inheritdoc/>
    public override string? Notebook => "10-vision";

    /// <inheritdoc/>
    public override IReadOnlyList<int> Claims => [11];

    /// <inheritdoc/>
    public override Needs Needs(RunScale scale) => new([], [.. Blocks.SelectMany(f => Untrained(scale, f).Concat(Methods.SelectMany(m => Table1TextBenchmarks.Of(scale, f, m))))]);

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence)
    {
        var missing = new List<string>();
        List<string[]> rows = [["family", "method", .. VisionSets.All.Select(s => s.Name), "all", "read"]];
        List<string> sentences = [];
        foreach (Family family in Blocks)
        {
            (EvaluationRecipe, EvaluationResult)[] untrained = Table1TextBenchmarks.Found(evidence, Untrained(scale, family), missing), grpo = Found("grpo"), hicra = Found("hicra");
            foreach ((string name, (EvaluationRecipe, EvaluationResult)[] found) in new[] { ("base", untrained), ("GRPO", grpo), ("HICRA", hicra) })
                if (found.Length > 0) rows.Add([family.Title, name, .. Cells(found, (set, e) => set is null ? e.Mean : e.Accuracy(set)), Percent(Mean(found, e => e.Reading))]);
            if (untrained.Length > 0 && Mean(untrained, e => e.Reading) is { } read) sentences.Add($"{family.Title} (stands in for {family.StandsFor[0]}): before RL it reads all three numbers in {Percent(read)} % of its responses, over all sets.");
            if (grpo.Length == 0 || hicra.Length == 0) continue;
            rows.Add([family.Title, "  HICRA minus GRPO", .. VisionSets.All.Select(s => Percent(Table1TextBenchmarks.Difference(hicra, grpo, e => e.Accuracy(s.Name)), signed: true)), Percent(Table1TextBenchmarks.Difference(hicra, grpo, e => e.Mean), signed: true), Percent(Table1TextBenchmarks.Difference(hicra, grpo, e => e.Reading), signed: true)]);
            sentences.Add(VisionCriteria.Say(11, $"{family.Title}: pass@1 over all sets, HICRA less GRPO,", Table1TextBenchmarks.Difference(hicra, grpo, e => e.Mean), 0, above: true, share: true));

            (EvaluationRecipe, EvaluationResult)[] Found(string method) => Table1TextBenchmarks.Found(evidence, Table1TextBenchmarks.Of(scale, family, method), missing);
        }
        var grid = new GridTable("Table 2 as measured here: pass@1 in %, with 95 % intervals", rows)
        {
            LeftColumns = 2,
            Note = FormattableString.Invariant($"{scale.Samples} samples a problem at temperature {EvaluationRecipe.Temperature}, up to {EvaluationRecipe.Problems} problems a set. {string.Join("; ", VisionSets.All.Select(s => $"{s.Name}: {s.Description}"))}; read: responses all of whose attempts have the picture's three numbers, over all sets. Intervals are over base models where there are several, else over seeds."),
        };
        if (rows.Count > 1) sentences.Insert(0, $"{Table1TextBenchmarks.Paper(ReportedScore.Vision())} GRPO on MiMO-VL is below its base model on MathVista.");
        return new Drawing
        {
            State = StandIns.State(rows.Count > 1, missing, Lacks), Missing = missing, Measured = rows.Count > 1 ? [new(grid)] : [], Differences = sentences,
            Reported = [new(Table1TextBenchmarks.Printed("Table 2 as reported: pass@1 in %", ReportedScore.Vision()), ReportedMark.Seen.Sentence())],
        };
    }

    private static EvaluationRecipe[] Untrained(RunScale scale, Family family) => [.. scale.BasesOf(family).Select(m => new EvaluationRecipe(m, null, scale.Samples))];

    private static IEnumerable<string> Cells((EvaluationRecipe, EvaluationResult)[] found, Func<string?, EvaluationResult, double?> measure) =>
        VisionSets.All.Select(s => (string?)s.Name).Append(null).Select(set => Percent(Mean(found, e => measure(set, e))));

    private static Clustered? Mean((EvaluationRecipe Recipe, EvaluationResult Result)[] found, Func<EvaluationResult, double?> measure) =>
        Clustered.Of(found.Select(f => (f.Recipe.Base.Seed, measure(f.Result))));

    private static string Percent(Clustered? value, bool signed = false) => Table1TextBenchmarks.Cell(value, signed);
}
