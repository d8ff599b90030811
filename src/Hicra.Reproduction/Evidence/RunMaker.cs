using System.Text.Json;
using Hicra.Interactive.Commands;
using Hicra.Reproduction.Recipes;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Runs;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Vision;

namespace Hicra.Reproduction.Evidence;

/// <summary>How far the making is.</summary>
/// <param name="Done">Work that is done, in the units of <see cref="Work"/>.</param>
/// <param name="Total">All work.</param>
/// <param name="Doing">What was worked at last.</param>
public sealed record MakingProgress(double Done, double Total, string Doing);

/// <summary>
/// Makes what a store lacks: base models, then runs, then evaluations and gradients, several at a time. Stopped, it leaves what is done: runs go
/// on from their newest checkpoint, at most 50 steps back; a base model or an evaluation, a minute's work, is made again.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="environment">Engines and worlds.</param>
/// <param name="jobs">How much is made at a time.</param>
/// <param name="threads">Threads of each.</param>
public sealed class RunMaker(RunStore store, RunEnvironment environment, int jobs, int threads)
{
    private readonly Lock _gate = new();
    private double _done;

    /// <summary>Makes it. Blocks until then.</summary>
    /// <param name="work">What is to be made.</param>
    /// <param name="progress">Is told of every step; one call at a time.</param>
    /// <param name="cancellation">Stops within a step.</param>
    /// <returns>What failed, a line each; the rest was made.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<string> Make(Work work, IProgress<MakingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        _done = 0;
        void Tell(double units, string doing)
        {
            lock (_gate) progress?.Report(new MakingProgress(_done += units, work.Units, doing));
        }

        AtATime(work.Bases, recipe => MakeBase(recipe, Tell, cancellation), cancellation);
        List<string> failed = [.. MakeRuns(work.Runs, Tell, cancellation)];
        cancellation.ThrowIfCancellationRequested();
        AtATime([.. work.Evaluations.Where(e => e.Run is null || store.Begun(e.Run) is { IsFinished: true })], recipe => Evaluate(recipe, Tell, cancellation), cancellation);
        AtATime([.. work.Splits.Where(s => store.Begun(s.Run) is { IsFinished: true })], recipe => Split(recipe, Tell, cancellation), cancellation);
        return failed;
    }

    private void AtATime<T>(IReadOnlyList<T> items, Action<T> make, CancellationToken cancellation)
    {
        try
        {
            Parallel.ForEach(items, new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellation }, make);
        }
        catch (AggregateException several)
        {
            cancellation.ThrowIfCancellationRequested();
            throw several.InnerExceptions[0];
        }
    }

    private void MakeBase(BaseRecipe recipe, Action<double, string> tell, CancellationToken cancellation)
    {
        IAuthoredWorld world = recipe.Family.World();
        string folder = store.FolderOf(recipe), beside = folder + WholeFile.Partial;
        using IPolicy policy = environment.Engines.Find(EngineCatalog.Embedded).CreatePolicy(recipe.Family.Shape, Pretrainer.WeightStream(recipe.Seed), Threads);
        double unit = Work.Cost(recipe) / recipe.Batches;
        if (!Pretrainer.Run(policy, world, recipe.Options, new Reporter<PretrainStep>(_ => tell(unit, $"base model {recipe.Name}")), cancellation)) throw new OperationCanceledException(cancellation);
        if (Directory.Exists(beside)) Directory.Delete(beside, recursive: true);
        Directory.CreateDirectory(beside);
        policy.SavePretrained(beside);
        WholeFile.Write(Path.Combine(beside, BaseModel.Recipe), stream =>
        {
            using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
            json.WriteStartObject();
            json.WriteString("world", recipe.Family.WorldName);
            json.WriteString("family", recipe.Family.Name);
            json.WriteNumber("seed", recipe.Seed);
            json.WriteString("recipe", recipe.Everything);
            json.WriteEndObject();
        });
        // Another process may have made it meanwhile: the same, to the bit.
        if (!Directory.Exists(folder)) Directory.Move(beside, folder);
    }

    private IEnumerable<string> MakeRuns(IReadOnlyList<RunRecipe> recipes, Action<double, string> tell, CancellationToken cancellation)
    {
        SweepRun[] planned = [.. recipes.Select(r => new SweepRun(SweepCell.Of(r.Training), r.Seed, store.FolderOf(r), r.Config(store.Base(r.Base) ?? throw new HicraException($"{store.FolderOf(r.Base)}: the base model is missing; run the same again"))))];
        var recipeOf = planned.Zip(recipes).ToDictionary(p => p.First.Directory, p => p.Second, StringComparer.Ordinal);
        using var launcher = new InProcessLauncher(environment);
        IReadOnlyList<SweepOutcome> outcomes = Sweep.Run(planned, launcher, jobs, threads, new Reporter<SweepProgress>(told =>
        {
            RunRecipe recipe = recipeOf[told.Run.Directory];
            if (told.Row is { } row) tell(Work.CostOfStep(recipe), FormattableString.Invariant($"{recipe.Name}, step {row.Step} of {recipe.Steps}"));
        }), cancellation);
        return outcomes.Where(o => o.Status == SweepStatus.Failed).Select(o => $"{o.Run.Directory}: {o.Error}");
    }

    private void Evaluate(EvaluationRecipe recipe, Action<double, string> tell, CancellationToken cancellation)
    {
        string folder = recipe.Run is { } run ? new RunFolder(store.FolderOf(run)).CheckpointOf(run.Steps) : store.Base(recipe.Base)!.Folder;
        using ISampler sampler = environment.Engines.Find(EngineCatalog.Embedded).LoadSampler(folder, Threads);
        var right = new Dictionary<string, int[]>(StringComparer.Ordinal);
        var read = new Dictionary<string, int>(StringComparer.Ordinal);
        IReadOnlyList<ProblemSet> sets = ProblemSets.Of(recipe.Base.Family);
        foreach (ProblemSet set in sets)
        {
            IWorld world = set.World ?? environment.Worlds.Find(recipe.Base.Family.WorldName);
            Problem[] problems = [.. set.Problems.Take(EvaluationRecipe.Problems)];
            SampledResponses responses = sampler.Sample(new SampleRequest
            {
                Prompts = [.. problems.Select(world.Prompt)], GroupSize = recipe.Samples, MaxNewTokens = WorldRecipe.Of(world.Name).Training.MaxNewTokens,
                EndTokens = world.Tokenizer.EndTokens, Temperature = EvaluationRecipe.Temperature,
                // The same random numbers for every model.
                Random = CounterRandom.FromSeed(0).Derive("table 1").Derive(set.Name),
            }, cancellation);
            Verdict[] verdicts = [.. Enumerable.Range(0, responses.Count).Select(i => world.Judge(problems[i / recipe.Samples], responses.Response(i)))];
            right.Add(set.Name, [.. verdicts.Chunk(recipe.Samples).Select(of => of.Count(v => v.Kind == ErrorKind.Right))]);
            if (recipe.Base.Family.Sees) read.Add(set.Name, verdicts.Count(v => v is VisionVerdict { ReadsAll: true }));
            tell(Work.Cost(recipe) / sets.Count, $"{(recipe.Base.Family.Sees ? "Table 2" : "Table 1")}: {recipe.Name}");
        }
        new EvaluationResult(recipe.Samples, right) { PicturesRead = read }.Write(store.FileOf(recipe));
    }

    private void Split(SplitRecipe recipe, Action<double, string> tell, CancellationToken cancellation) =>
        GradientMeasure.Of(recipe, new RunFolder(store.FolderOf(recipe.Run)), environment, Threads, () => tell(Work.CostOfStep(recipe), $"gradient of {recipe.Name}"), cancellation).Write(store.FileOf(recipe));

    private EngineOptions Threads => environment.EngineOptions with { Threads = threads };
}
