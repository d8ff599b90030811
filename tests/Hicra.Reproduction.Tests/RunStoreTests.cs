using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Items;
using Hicra.Reproduction.Recipes;
using Hicra.Rollouts;
using Hicra.Testing;
using Hicra.Training.Runs;

namespace Hicra.Reproduction.Tests;

/// <summary>Runs are made once, go on after a stop, and come out the same.</summary>
public sealed class RunStoreTests : IDisposable
{
    private static readonly BaseRecipe Shipped = new(Families.Base, 0, BaseRecipe.ShippedBatches), Made = new(Families.Sound, 0, 2);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_missing_is_made_and_then_there()
    {
        var store = new RunStore(_folder.File("store"));
        var run = new RunRecipe(Made, "hicra", 3, 2) { ValidationEvery = 50 };
        var needs = new Needs([run], [new EvaluationRecipe(Made, run, 1), new EvaluationRecipe(Made, null, 1)]);
        Work work = Work.Of(needs, store);
        Assert.Equal((1, 1, 2), (work.Bases.Count, work.Runs.Count, work.Evaluations.Count));
        var told = new Told();
        Assert.Empty(Maker(store).Make(work, told));
        Assert.Equal(1, told.Last!.Done / told.Last.Total, 9);
        Assert.True(Work.Of(needs, store).IsNothing);
        Assert.Equal([0, 1, 2], store.Run(run)!.Rows.Select(r => r.Step));
        EvaluationResult result = store.Evaluation(needs.Evaluations[0])!;
        Assert.Equal(ProblemSets.All.Select(s => s.Name), result.Right.Keys);
        Assert.InRange(result.Mean, 0, 1);
        Assert.Empty(store.RolloutSteps(run));

        // Saved, it says the same to the bit.
        var saved = new SavedResults(_folder.File("saved"));
        Assert.Equal(3, saved.Save(store, needs));
        MadeRun whole = store.Run(run)!, kept = saved.Run(run)!;
        Assert.All(kept.Rows.SelectMany(r => r.Values.Select(v => (r.Step, v.Key, v.Value))), v => Assert.Equal(whole.Rows[v.Step][v.Key], v.Value));
        Assert.Equal(whole.End(whole.Validation), kept.End(kept.Validation));
        Assert.Equal(result.Right["hidden"], saved.Evaluation(needs.Evaluations[0])!.Right["hidden"]);
        Assert.Null(saved.Run(run with { Seed = 4 }));
    }

    [Fact]
    public void A_stopped_run_goes_on_to_the_same_numbers()
    {
        var recipe = new RunRecipe(Shipped, "grpo", 0, 4) { ValidationEvery = 50 };
        var whole = new RunStore(_folder.File("whole"));
        Assert.Empty(Maker(whole).Make(Work.Of(Needs.Of([recipe]), whole)));
        var broken = new RunStore(_folder.File("broken"));
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => { Maker(broken).Make(Work.Of(Needs.Of([recipe]), broken), new Told(p => { if (p.Done >= 2) stop.Cancel(); }), stop.Token); });
        Assert.Null(broken.Run(recipe));

        Assert.Empty(Maker(broken).Make(Work.Of(Needs.Of([recipe]), broken)));
        Assert.Equal(Numbers(whole.Run(recipe)!), Numbers(broken.Run(recipe)!));
        Assert.Equal([0, 1, 2, 3, 4], broken.RolloutSteps(recipe));

        // Its rollouts are saved with it, as it is one whose responses are shown.
        var saved = new SavedResults(_folder.File("saved"));
        Assert.Equal(1 + 5, saved.Save(whole, Needs.Of([recipe])));
        Assert.Equal([0, 1, 2, 3, 4], saved.RolloutSteps(recipe));
        Assert.Equal(256, saved.Rollouts(recipe, 4).Count);
        Assert.Equal(whole.Rollouts(recipe, 4).Select(Line), saved.Rollouts(recipe, 4).Select(Line));
        Assert.Empty(saved.RolloutSteps(recipe with { Seed = 9 }));
    }

    [SlowFact]
    public void Of_the_long_world_a_few_responses_are_saved_and_what_all_measure_with_grams_dropped()
    {
        var recipe = new RunRecipe(new BaseRecipe(Families.LongWorld, Families.ShippedLongSeed, Families.LongWorld.Batches), "grpo", 0, 3) { ValidationEvery = 50 };
        var store = new RunStore(_folder.File("store"));
        Assert.Empty(Maker(store).Make(Work.Of(Needs.Of([recipe]), store)));
        var saved = new SavedResults(_folder.File("saved"));
        Assert.Equal(1 + 2 + 1, saved.Save(store, Needs.Of([recipe])));
        Assert.Equal([0, 3], saved.RolloutSteps(recipe));
        Assert.Equal(store.Rollouts(recipe, 3).Take(32).Select(Line), saved.Rollouts(recipe, 3).Select(Line));
        Assert.Equal(SensitivityDrawing.SemanticEntropies(recipe, store), SensitivityDrawing.SemanticEntropies(recipe, saved));
        Assert.Equal(store.Run(recipe)!.Rows[3][Training.Learning.MetricNames.ColumnSlips], saved.Run(recipe)!.Rows[3][Training.Learning.MetricNames.ColumnSlips]);
    }

    [Fact]
    public void A_damaged_evaluation_is_made_again()
    {
        var store = new RunStore(_folder.File("store"));
        var recipe = new EvaluationRecipe(Shipped, null, 1);
        Directory.CreateDirectory(Path.GetDirectoryName(store.FileOf(recipe))!);
        File.WriteAllText(store.FileOf(recipe), "{\"samples\":1,\"right\":");
        Assert.Single(Work.Of(new Needs([], [recipe]), store).Evaluations);
    }

    private static string Line(Rollout rollout) => $"{rollout.Response}|{string.Join(' ', rollout.TokenIds!)}|{string.Join(' ', rollout.Entropies!)}|{string.Join(' ', rollout.PlanningSpans!)}";

    private static RunMaker Maker(RunStore store) => new(store, RunEnvironment.OnThreads(1), jobs: 2, threads: 1);

    private static IEnumerable<(int, string, double)> Numbers(MadeRun run) => run.Rows.SelectMany(r => r.Values.Where(v => !Training.Learning.MetricRow.IsMachineDependent(v.Key)).Select(v => (r.Step, v.Key, v.Value)));

    private sealed class Told(Action<MakingProgress>? tell = null) : IProgress<MakingProgress>
    {
        public MakingProgress? Last { get; private set; }

        public void Report(MakingProgress value)
        {
            Last = value;
            tell?.Invoke(value);
        }
    }
}
