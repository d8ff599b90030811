using System.Globalization;
using System.IO.Compression;
using System.Text;
using Hicra.Interactive.Commands;
using Hicra.Reproduction.Recipes;
using Hicra.Rollouts;
using Hicra.Training.Learning;
using Hicra.Training.Runs;
using Hicra.Training.Worlds;

namespace Hicra.Reproduction.Evidence;

/// <summary>
/// What figures, tables and verdicts rest on, without weights: for each run a small file with its recipe's digest, where it was
/// made, and those metrics that items read, to the bit; each evaluation; gradients in parts; and rollouts of the runs whose responses are shown. <c>data/results</c> is made of these.
/// </summary>
/// <param name="directory">The folder.</param>
public sealed class SavedResults(string directory) : IEvidence
{
    private const string Ending = ".jsonl.gz";

    // What items and claims read; the rest of a log stays in the store.
    private static readonly string[] Metrics =
    [
        MetricNames.Accuracy, MetricNames.ExecutionEntropy, MetricNames.PlanningEntropy, MetricNames.ExecutionPerplexity, MetricNames.PlanningPerplexity, MetricNames.SemanticEntropy, MetricNames.ConditionalEntropy,
        MetricNames.Entropy, MetricNames.ResponseLength, MetricNames.Grams, MetricNames.PlanningShare, MetricNames.PlanningErrors, MetricNames.OtherErrors, "hicra/pass@8", MetricNames.ReadNumbers, "hicra/high_entropy_among_planning", "hicra/planning_among_high_entropy",
    ];

    // And what only the long world measures.
    private static readonly string[] LongMetrics =
    [
        MetricNames.StrategyEntropy, MetricNames.ExecutedEntropy, MetricNames.Strategies, MetricNames.PlanHits, MetricNames.PlanFits, MetricNames.Persistence, MetricNames.ColumnSlips, MetricNames.CopyErrors,
        MetricNames.Withheld(WorldCatalog.LongSums, "strategies", 4), MetricNames.Withheld(WorldCatalog.LongSums, "numbers", 4),
    ];

    // Of a run in whose rollouts items only drop grams, the first and the last step are saved, and of those so many responses.
    private const int Responses = 32;

    /// <summary>The results that are shipped.</summary>
    public static string Shipped => ShippedData.Path("results");

    /// <inheritdoc/>
    public string Source => directory == Shipped ? "the results that are shipped" : "saved results";

    /// <summary>Whether there is neither a run nor an evaluation.</summary>
    internal bool IsEmpty => !Directory.Exists(Path.Combine(directory, "runs")) && !Directory.Exists(Path.Combine(directory, "evaluations"));

    /// <inheritdoc/>
    public MadeRun? Run(RunRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        string file = FileOf(recipe);
        if (!File.Exists(file)) return null;
        string[] lines = Read(file);
        MetricRow?[] rows = [.. lines.Skip(1).Select(line => MetricRow.TryParse(Encoding.UTF8.GetBytes(line)))];
        if (rows.Length != recipe.Steps + 1 || rows.Any(r => r is null)) throw new HicraException($"{file}: damaged; make it again with hicra reproduce --save");
        return new MadeRun(recipe, [.. rows.OfType<MetricRow>()]);
    }

    /// <inheritdoc/>
    public EvaluationResult? Evaluation(EvaluationRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return One(FileOf(recipe), EvaluationResult.Parse);
    }

    /// <inheritdoc/>
    public GradientSplits? Splits(SplitRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return One(FileOf(recipe), GradientSplits.Parse);
    }

    /// <inheritdoc/>
    public IReadOnlyList<int> RolloutSteps(RunRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return Directory.Exists(RolloutsOf(recipe)) ? [.. Directory.EnumerateFiles(RolloutsOf(recipe), "*" + Ending).Select(f => int.Parse(Path.GetFileName(f)[..^Ending.Length], CultureInfo.InvariantCulture)).Order()] : [];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Rollout> Rollouts(RunRecipe recipe, int atStep)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        using var stream = new GZipStream(File.OpenRead(FileOf(recipe, atStep)), CompressionMode.Decompress);
        return [.. RolloutJsonl.Read(stream, FileOf(recipe, atStep))];
    }

    /// <inheritdoc/>
    public GramRedraws? Redraws(RunRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return One(RedrawsOf(recipe), GramRedraws.Parse);
    }

    /// <summary>Saves what a store has of some needs.</summary>
    /// <param name="store">The store.</param>
    /// <param name="needs">What is wanted.</param>
    /// <param name="redraw">What a run's rollouts measure with grams dropped, saved where the rollouts themselves are too large to be.</param>
    /// <returns>How many files were written.</returns>
    /// <exception cref="HicraException">The folder cannot be written.</exception>
    public int Save(RunStore store, Needs needs, Func<RunRecipe, IEvidence, GramRedraws?> redraw)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(needs);
        ArgumentNullException.ThrowIfNull(redraw);
        WholeFile.CheckWritable(directory);
        int files = 0;
        foreach (RunRecipe recipe in needs.Runs)
        {
            if (store.Run(recipe) is not { } run) continue;
            string[] metrics = [.. Metrics, .. recipe.Base.Family.IsLong ? LongMetrics : [], run.Validation];
            Write(FileOf(recipe), [Header(store, recipe, run), .. run.Rows.Select(row => Row(row, metrics))]);
            files++;
            foreach (int step in recipe.KeepsRollouts ? SavedSteps(recipe, store.RolloutSteps(recipe)) : [])
            {
                Write(FileOf(recipe, step), File.ReadLines(store.RolloutsOf(recipe, step)).Take(IsOnlyRedrawn(recipe) ? Responses : int.MaxValue));
                files++;
            }
            if (!recipe.KeepsRollouts || !IsOnlyRedrawn(recipe) || redraw(recipe, store) is not { } redraws) continue;
            Write(RedrawsOf(recipe), [redraws.ToJson()]);
            files++;
        }
        foreach (EvaluationRecipe recipe in needs.Evaluations)
        {
            if (store.Evaluation(recipe) is not { } result) continue;
            Write(FileOf(recipe), [result.ToJson()]);
            files++;
        }
        foreach (SplitRecipe recipe in needs.Splits)
        {
            if (store.Splits(recipe) is not { } splits) continue;
            Write(FileOf(recipe), [splits.ToJson()]);
            files++;
        }
        return files;
    }

    // A file of one value.
    private static T? One<T>(string file, Func<string, T?> parse) where T : class => File.Exists(file) ? parse(Read(file)[0]) : null;

    private string RedrawsOf(RunRecipe recipe) => Path.Combine(directory, "redraws", $"{recipe.Name}-{recipe.Digest}.json.gz");

    // Those of the long world are ten times as long; of the larger family Figure 12 alone reads them.
    private static bool IsOnlyRedrawn(RunRecipe recipe) => recipe.Base.Family.IsLong || recipe.Base.Family.Name == Families.Larger.Name;

    private static IEnumerable<int> SavedSteps(RunRecipe recipe, IReadOnlyList<int> steps) => IsOnlyRedrawn(recipe) && steps is [var first, .., var last] ? [first, last] : steps;

    private string FileOf(RunRecipe recipe) => Path.Combine(directory, "runs", $"{recipe.Name}-{recipe.Digest}.jsonl.gz");

    private string FileOf(EvaluationRecipe recipe) => Path.Combine(directory, "evaluations", $"{recipe.Name}-{recipe.Digest}.json.gz");

    private string FileOf(SplitRecipe recipe) => Path.Combine(directory, "splits", $"{recipe.Name}-{recipe.Digest}.json.gz");

    private string RolloutsOf(RunRecipe recipe) => Path.Combine(directory, "rollouts", $"{recipe.Name}-{recipe.Digest}");

    private string FileOf(RunRecipe recipe, int step) => Path.Combine(RolloutsOf(recipe), step.ToString("D6", CultureInfo.InvariantCulture) + Ending);

    private static string Header(RunStore store, RunRecipe recipe, MadeRun run)
    {
        ExistingRun existing = store.Begun(recipe)!;
        return JsonText.Line(json =>
        {
            json.WriteStartObject();
            json.WriteString("recipe", recipe.Name);
            json.WriteString("digest", recipe.Digest);
            json.WriteString("base_sha256", existing.Config.Base.Digest);
            json.WriteString("hicra_version", existing.Config.Version);
            json.WriteString("machine", string.Create(CultureInfo.InvariantCulture, $"{System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}"));
            json.WriteNumber("seconds", Math.Round(run.Rows.Sum(r => r[MetricNames.StepSeconds] ?? 0), 1));
            json.WriteStartObject("training");
            TrainingSettings.Write(json, recipe.Training);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    private static string Row(MetricRow row, IEnumerable<string> metrics)
    {
        var kept = new MetricRow(row.Step);
        foreach (string metric in metrics) kept.Set(metric, row[metric]);
        return JsonText.Line(kept.Write);
    }

    private static void Write(string path, IEnumerable<string> lines) => WholeFile.Write(path, stream =>
    {
        using var zip = new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
        zip.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
    });

    private static string[] Read(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
