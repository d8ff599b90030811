using System.Globalization;
using Hicra.Interactive.Rendering;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Recipes;
using Hicra.Reproduction.Reported;

namespace Hicra.Reproduction.Items;

/// <summary>Table 1: pass@1 of methods on text benchmarks.</summary>
public sealed class Table1TextBenchmarks() : PaperItem(PaperItemKind.Table, 1, "methods on text benchmarks")
{
    private static readonly string[] All = ["grpo", "entropy-bonus", "high-entropy", "placebo", "hicra-reported", "hicra"], Two = ["grpo", "hicra"];
    private static readonly (Family Family, string[] Methods)[] Blocks = [(Families.Sound, Two), (Families.Hybrid, Two), (Families.Base, All), (Families.Unreliable, Two)];

    /// <inheritdoc/>
    public override string Shows => "Pass@1 in per cent on AIME24, AIME25, Math500, AMC23, Minerva and Olympiad for five models, each as base, with GRPO and with HICRA; on Qwen2.5-7B-Base also ORZ, SimpleRL and entropy regularisation (the camera-ready adds High-Entropy Advantage and Placebo).";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ScaledDown =>
    [
        .. base.ScaledDown, "columns are puzzle sets of graded difficulty and one of new numbers; they are no stand-ins for the benchmarks, and no cell is compared with a cell",
        "ORZ and SimpleRL are models of others, and have no stand-in",
    ];

    /// <inheritdoc/>
    public override string? Notebook => "07-hicra-against-grpo";

    /// <inheritdoc/>
    public override IReadOnlyList<int> Claims => [11, 20, 25];

    /// <inheritdoc/>
    public override Needs Needs(RunScale scale) => new([], [.. Blocks.SelectMany(b => scale.BasesOf(b.Family).Select(m => new EvaluationRecipe(m, null, scale.Samples)).Concat(b.Methods.SelectMany(m => Of(scale, b.Family, m))))]);

    /// <summary>The evaluations of a method's runs.</summary>
    internal static IReadOnlyList<EvaluationRecipe> Of(RunScale scale, Family family, string method) => [.. scale.Runs(family, method).Select(r => new EvaluationRecipe(r.Base, r, scale.Samples))];

    /// <inheritdoc/>
    public override Drawing Draw(RunScale scale, IEvidence evidence)
    {
        var missing = new List<string>();
        var rows = new List<string[]> { (string[])["family", "method", .. ProblemSets.All.Select(s => s.Name), "all"] };
        var sentences = new List<string>();
        foreach ((Family family, string[] methods) in Blocks)
        {
            (EvaluationRecipe, EvaluationResult)[] untrained = Found(evidence, [.. scale.BasesOf(family).Select(m => new EvaluationRecipe(m, null, scale.Samples))], missing);
            if (untrained.Length > 0) rows.Add(Row(family.Title, "base", untrained));
            var found = methods.ToDictionary(m => m, m => Found(evidence, Of(scale, family, m), missing), StringComparer.Ordinal);
            rows.AddRange(methods.Where(m => found[m].Length > 0).Select(m => Row(family.Title, Curves.NameOf(m), found[m])));
            if (found["grpo"].Length == 0) continue;
            foreach (string method in methods.Where(m => m != "grpo" && found[m].Length > 0))
            {
                rows.Add(Delta(family.Title, method, found[method], found["grpo"]));
                if (Difference(found[method], found["grpo"], e => e.Mean) is { } difference) sentences.Add($"{family.Title}, {Curves.NameOf(method)} against GRPO over all sets: {MethodComparison.Words(difference, share: true)}.");
            }
        }
        if (rows.Count > 1) sentences.Insert(0, Paper(ReportedScore.Text()));
        var grid = new GridTable("Table 1 as measured here: pass@1 in %, with 95 % intervals", rows)
        {
            LeftColumns = 2,
            Note = FormattableString.Invariant($"{scale.Samples} samples a problem at temperature {EvaluationRecipe.Temperature}, up to {EvaluationRecipe.Problems} problems a set. {string.Join("; ", ProblemSets.All.Select(s => $"{s.Name}: {s.Description}"))}. Intervals are over base models where there are several, else over seeds."),
        };
        return new Drawing { State = StandIns.State(rows.Count > 1, missing, Lacks), Missing = missing, Reported = [new(Reported(), ReportedMark.Seen.Sentence())], Measured = rows.Count > 1 ? [new(grid)] : [], Differences = sentences };
    }

    /// <summary>Table 1 or 2 as printed.</summary>
    internal static GridTable Printed(string title, IReadOnlyList<ReportedScore> scores)
    {
        string[] columns = [.. scores.Select(s => s.Benchmark).Distinct()];
        return new GridTable(title, [(string[])["model", "method", .. columns], .. scores.GroupBy(s => (s.Model, s.Method)).Select(g => (string[])[g.Key.Model, g.Key.Method, .. columns.Select(c => g.FirstOrDefault(s => s.Benchmark == c) is { } cell ? Fixed(cell.Percent) : NumberText.None)])]) { LeftColumns = 2 };
    }

    private static GridTable Reported() => Printed("Table 1 as reported: pass@1 in %", ReportedScore.Text()) with
    {
        Note = "The paper prints +5.4 for HICRA on AIME24 with Qwen3-4B-Instruct; its cells give 73.1 - 68.5 = 4.6.",
    };

    /// <summary>In how many of the paper's cells HICRA is above GRPO.</summary>
    internal static string Paper(IReadOnlyList<ReportedScore> scores)
    {
        double[] differences = [.. from h in scores where h.Method == "HICRA" from g in scores where g.Method == "GRPO" && g.Model == h.Model && g.Benchmark == h.Benchmark select h.Percent - g.Percent];
        return string.Create(CultureInfo.InvariantCulture, $"In the paper HICRA is above GRPO in {differences.Count(d => d > 0)} of {differences.Length} cells, by {differences.Average():F1} points on average; single runs, no intervals.");
    }

    /// <summary>The evaluations that there are; the names of the others are added to <paramref name="missing"/>.</summary>
    internal static (EvaluationRecipe, EvaluationResult)[] Found(IEvidence evidence, IReadOnlyList<EvaluationRecipe> recipes, List<string> missing)
    {
        var found = new List<(EvaluationRecipe, EvaluationResult)>();
        foreach (EvaluationRecipe recipe in recipes)
        {
            if (evidence.Evaluation(recipe) is { } result) found.Add((recipe, result));
            else missing.Add($"evaluation of {recipe.Name}");
        }
        return [.. found];
    }

    private static string[] Row(string family, string method, (EvaluationRecipe Recipe, EvaluationResult Result)[] found) =>
        [family, method, .. ProblemSets.All.Select(s => Cell(Mean(found, e => e.Accuracy(s.Name)), signed: false)), Cell(Mean(found, e => e.Mean), signed: false)];

    private static string[] Delta(string family, string method, (EvaluationRecipe, EvaluationResult)[] first, (EvaluationRecipe, EvaluationResult)[] second) =>
        [family, $"  {Curves.NameOf(method)} minus GRPO", .. ProblemSets.All.Select(s => Cell(Difference(first, second, e => e.Accuracy(s.Name)), signed: true)), Cell(Difference(first, second, e => e.Mean), signed: true)];

    private static Clustered? Mean((EvaluationRecipe Recipe, EvaluationResult Result)[] found, Func<EvaluationResult, double?> measure) =>
        Clustered.Of(found.Select(f => (f.Recipe.Base.Seed, measure(f.Result))));

    /// <summary>The difference of two methods on a measure, paired by base model and seed.</summary>
    internal static Clustered? Difference((EvaluationRecipe Recipe, EvaluationResult Result)[] first, (EvaluationRecipe Recipe, EvaluationResult Result)[] second, Func<EvaluationResult, double?> measure) =>
        Clustered.Of(from a in first
                     from b in second
                     where a.Recipe.Base == b.Recipe.Base && a.Recipe.Run?.Seed == b.Recipe.Run?.Seed
                     select (a.Recipe.Base.Seed, measure(a.Result) - measure(b.Result)));

    /// <summary>A share in per cent with its interval.</summary>
    internal static string Cell(Clustered? value, bool signed) => Rows.Percent(value) is not { } v ? NumberText.None
        : (signed && v.Mean > 0 ? "+" : "") + Fixed(v.Mean) + (v.Interval is { } i ? $" [{Fixed(i.Low)}, {Fixed(i.High)}]" : "");

    private static string Fixed(double value) => NumberText.Fixed(value, 1);
}
