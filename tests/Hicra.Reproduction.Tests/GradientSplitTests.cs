using Hicra.Credit;
using Hicra.Objective;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Items;
using Hicra.Reproduction.Recipes;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Runs;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Reproduction.Tests;

/// <summary>The gradient in parts: what follows from the inner products, and that they are those of the gradient that is taken.</summary>
public sealed class GradientSplitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Norms_cosines_and_shares_are_those_of_the_vectors()
    {
        CounterRandom random = CounterRandom.FromSeed(3);
        double[][] vectors = [.. Enumerable.Range(0, GradientSplit.Vectors).Select(i => (double[])[.. Enumerable.Range(0, 6).Select(j => random.Uniform(10 * i + j) - 0.5)])];
        GradientSplit split = Split(vectors);
        double[] grpo = Whole(vectors, 1, 1, 0, 0), hicra = Whole(vectors, 1, 1, 0.3, 0), bonus = Whole(vectors, 0, 0, 0.3, 0);
        Assert.Equal(Math.Sqrt(Dot(grpo, grpo)), split.Norm(GradientDirection.Grpo), 12);
        Assert.Equal(Dot(grpo, hicra) / Math.Sqrt(Dot(grpo, grpo) * Dot(hicra, hicra)), split.Cosine(GradientDirection.Grpo, GradientDirection.Hicra(0.3))!.Value, 12);
        Assert.Equal(Dot(bonus, hicra) / Dot(hicra, hicra), split.Share(GradientDirection.Bonus(0.3), GradientDirection.Hicra(0.3))!.Value, 12);
        Assert.Equal(Dot(vectors[3], vectors[7]) / Math.Sqrt(Dot(vectors[3], vectors[3]) * Dot(vectors[7], vectors[7])), split.Agreement(GradientDirection.PlainBonus(0.5))!.Value, 12);
        GradientDirection all = GradientDirection.Hicra(0.3);
        Assert.Equal(1, new[] { GradientDirection.OnPlanning, GradientDirection.OnExecution, GradientDirection.Bonus(0.3) }.Sum(part => split.Share(part, all)!.Value), 12);
    }

    [Fact]
    public void Without_a_gradient_there_is_no_direction()
    {
        GradientSplit nothing = Split([.. Enumerable.Range(0, GradientSplit.Vectors).Select(_ => new double[2])]);
        Assert.Equal(0, nothing.Norm(GradientDirection.Grpo));
        Assert.Null(nothing.Cosine(GradientDirection.Grpo, GradientDirection.Bonus(1)));
        Assert.Null(nothing.Share(GradientDirection.Grpo, GradientDirection.Hicra(0.2)));
        Assert.Null(nothing.Agreement(GradientDirection.Grpo));
    }

    [Fact]
    public void Parts_make_up_the_gradient_of_each_method()
    {
        TrainingOptions options = WorldRecipe.Of(WorldCatalog.Puzzle).Training with { Prompts = 12, GroupSize = 8, ValidationProblems = 0, Steps = 0, Seed = 5 };
        var objective = new PolicyObjective(options.Objective with { MaxLength = options.MaxNewTokens });
        using IPolicy policy = EngineCatalog.BuiltIn.Find(EngineCatalog.Embedded).LoadPolicy(BaseModel.Find(BaseModel.Shipped).Folder, new EngineOptions { Threads = 1 });
        using var trainer = new Trainer(policy, new PuzzleWorld(), options);
        RolloutBatch batch = trainer.Step().Rollouts;
        GradientSplit split = GradientMeasure.Of(policy, batch, objective);
        foreach ((ITokenCredit credit, GradientDirection direction) in ((ITokenCredit, GradientDirection)[])
            [(new UniformCredit(), GradientDirection.Grpo), (new HicraCredit(0.4), GradientDirection.Hicra(0.4)), (new GramBonusCredit(0.4), new(1, 1, 0, 0.4))])
        {
            double[] advantages = new double[batch.Tokens.Length];
            credit.Assign(batch.Context(), advantages, new bool[batch.Tokens.Length]);
            double[] first = Gradient(0, batch.Count / 2), second = Gradient(batch.Count / 2, batch.Count), mean = [.. first.Zip(second, (a, b) => (a + b) / 2)];
            Assert.Equal(Math.Sqrt(Dot(mean, mean)), split.Norm(direction), 1e-4 * split.Norm(direction));
            Assert.Equal(Dot(first, second) / Math.Sqrt(Dot(first, first) * Dot(second, second)), split.Agreement(direction)!.Value, 4);

            double[] Gradient(int from, int to)
            {
                Range tokens = batch.Offsets[from]..batch.Offsets[to];
                var packed = PackedBatch.Of(Enumerable.Range(from, to - from).Select(i => new PackedSequence(batch.PromptOf(i), batch.Response(i).ToArray())));
                PolicyGradient.Accumulate(policy, objective, packed, batch.LogProbs[tokens], advantages[tokens]);
                double[] gradient = [.. policy.Gradient().SelectMany(t => t.Values).Select(v => (double)v)];
                policy.ClearGradient();
                return gradient;
            }
        }
        Assert.True(split.Said > 0 && Math.Abs(split.Right) <= split.Said);
        Assert.All(policy.Gradient(), t => Assert.All(t.Values, v => Assert.Equal(0, v)));
    }

    [Fact]
    public void Splits_are_made_from_checkpoints_kept_and_saved()
    {
        var store = new RunStore(_folder.File("store"));
        var run = new RunRecipe(new BaseRecipe(Families.Base, 0, BaseRecipe.ShippedBatches), "hicra", 3, 1) { ValidationEvery = 50 };
        Needs needs = Needs.Of([run]) with { Splits = [new SplitRecipe(run)] };
        Work work = Work.Of(Needs.Union([needs, needs]), store);
        Assert.Equal((1, 1), (work.Runs.Count, work.Splits.Count));
        Assert.Empty(new RunMaker(store, RunEnvironment.OnThreads(1), jobs: 1, threads: 1).Make(work));
        Assert.True(Work.Of(needs, store).IsNothing);
        GradientSplits splits = store.Splits(needs.Splits[0])!;
        Assert.Equal([0, 1], splits.Steps.Select(s => s.Step));
        Assert.NotEqual(splits.Steps[0].Products, splits.Steps[1].Products);

        var saved = new SavedResults(_folder.File("saved"));
        Assert.Equal(2, saved.Save(store, needs, SensitivityDrawing.Redraw));
        Assert.Equal(splits.ToJson(), saved.Splits(needs.Splits[0])!.ToJson());
        Assert.Null(saved.Splits(new SplitRecipe(run with { Seed = 4 })));

        // Of other seeds, or without its checkpoint, nothing is taken for it.
        Directory.Delete(new RunFolder(store.FolderOf(run)).CheckpointOf(1), recursive: true);
        File.Delete(store.FileOf(needs.Splits[0]));
        HicraException gone = Assert.Throws<HicraException>(() => new RunMaker(store, RunEnvironment.OnThreads(1), jobs: 1, threads: 1).Make(Work.Of(needs, store)));
        Assert.Contains("the checkpoint is gone", gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_are_made_again()
    {
        foreach (string text in (string[])["", "{", "[]x", "[{}]", "[{\"step\":0,\"products\":[1],\"right\":0,\"said\":1}]"]) Assert.Null(GradientSplits.Parse(text));
    }

    [Fact]
    public void The_item_says_what_the_parts_and_the_controls_say()
    {
        Drawing drawing = new WhyHicra().Draw(PretendedRuns.Scale, new PretendedRuns { Gain = 0.1, Diversity = 0.3 });
        Assert.Contains(drawing.Differences, d => d.StartsWith("Direction: its cosine with the gradient of a plain bonus for saying any listed gram is 0.90", StringComparison.Ordinal) && d.Contains("mostly one for saying listed phrases", StringComparison.Ordinal));
        Assert.Contains(drawing.Differences, d => d.StartsWith("Steadiness: ", StringComparison.Ordinal) && d.EndsWith("pushes the more steadily.", StringComparison.Ordinal));
        Assert.Contains(drawing.Differences, d => d.StartsWith("Credit: summed over planning tokens, A gives −1.25", StringComparison.Ordinal) && d.Contains("blamed on balance all the same", StringComparison.Ordinal));
        Assert.Contains(drawing.Differences, d => d.StartsWith("HICRA against GRPO: validation accuracy at the end +10", StringComparison.Ordinal));
        Assert.Contains(drawing.Differences, d => d.StartsWith("Plain bonus against GRPO: no measure can be told apart. HICRA against it: validation accuracy at the end +10", StringComparison.Ordinal));
        Drawing part = new WhyHicra().Draw(PretendedRuns.Scale, new PretendedRuns { Lacks = r => r.Method is "gram-bonus" });
        Assert.Equal(ItemState.InPart, part.State);
        Assert.DoesNotContain(part.Differences, d => d.StartsWith("Plain bonus", StringComparison.Ordinal));
    }

    private static GradientSplit Split(double[][] vectors) =>
        new(0, [.. from i in Enumerable.Range(0, vectors.Length) from j in Enumerable.Range(i, vectors.Length - i) select Dot(vectors[i], vectors[j])], 0, 1);

    private static double[] Whole(double[][] vectors, params double[] weights) =>
        [.. Enumerable.Range(0, vectors[0].Length).Select(k => Enumerable.Range(0, GradientSplit.Vectors).Sum(v => weights[v % GradientSplit.Parts] * vectors[v][k] / 2))];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
