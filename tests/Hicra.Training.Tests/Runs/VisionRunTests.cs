using Hicra.Rollouts;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Policies.Managed;
using Hicra.Training.Runs;
using Hicra.Training.Tests.Learning;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Puzzle;
using Hicra.Training.Worlds.Vision;

namespace Hicra.Training.Tests.Runs;

/// <summary>Runs whose problems are pictures, from the shipped base models.</summary>
public sealed class VisionRunTests : IDisposable
{
    private static readonly TrainingOptions Options = Small.Options with { Steps = 5, Method = "hicra" };

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_run_that_died_goes_on_to_the_same_numbers_with_any_number_of_threads()
    {
        string whole = _temporary.File("whole"), died = _temporary.File("died");
        using (TrainingRun run = TrainingRun.Create(whole, Config, Small.Environment())) Assert.True(run.Continue());
        using (TrainingRun run = TrainingRun.Create(died, Config, Small.Environment(2)))
            Assert.Throws<TimeoutException>(() => run.Continue(new Small.Reporter<StepResult>(s => { if (s.Step == 3) throw new TimeoutException(); })));
        using (TrainingRun run = TrainingRun.Resume(died, Small.Environment(2))) Assert.True(run.Continue());
        Assert.Equal(Rows(whole), Rows(died));
        Assert.Contains(Rows(whole), row => row.Contains(MetricNames.ReadNumbers, StringComparison.Ordinal));
        // A checkpoint sees, and knows its own config.json again.
        using ManagedPolicy checkpoint = ManagedPolicy.LoadPretrained(new RunFolder(whole).CheckpointOf(5), 1);
        using ManagedPolicy start = ManagedPolicy.LoadPretrained(BaseModel.Find(BaseModel.ShippedVision).Folder, 1);
        Assert.Equal(PatchToken.Pixels, checkpoint.Config.PatchPixels);
        Assert.NotEqual(Patches(start), Patches(checkpoint));

        static float[] Patches(ManagedPolicy policy) => policy.Weights().Single(t => t.Name == "model.patch_embed.weight").Values;
    }

    [Fact]
    public void Rollouts_tell_a_reader_what_is_in_the_picture_and_have_it()
    {
        string path = _temporary.File("run");
        using (TrainingRun run = TrainingRun.Create(path, Config with { Training = Options with { Steps = 0 } }, Small.Environment())) run.Continue();
        Rollout rollout = RolloutJsonl.Read(new RunFolder(path).RolloutsOf(0)).First();
        PuzzleProblem problem = PuzzleProblem.Parse(rollout.ProblemId!);
        Assert.Equal($"numbers [picture of {problem.A} {problem.B} {problem.C}] target {problem.Target} :", rollout.Prompt);
        Assert.Equal(((VisionWorld)WorldCatalog.BuiltIn.Find("vision")).PromptPixels(problem), rollout.PromptPixels);
    }

    [Theory]
    [InlineData("vision", BaseModel.ShippedVision, 0.9, 1)]
    [InlineData("vision-noisy", BaseModel.ShippedNoisyVision, 0.6, 0.9)]
    public void The_shipped_base_models_read_as_well_as_is_said(string name, string model, double least, double most)
    {
        IWorld world = WorldCatalog.BuiltIn.Find(name);
        Problem[] problems = [.. world.ValidationOrder.Take(64)];
        using ManagedPolicy policy = ManagedPolicy.LoadPretrained(BaseModel.Find(model).Folder, 2);
        SampledResponses responses = policy.Sample(new SampleRequest { Prompts = [.. problems.Select(world.Prompt)], GroupSize = 2, MaxNewTokens = 60, EndTokens = world.Tokenizer.EndTokens, Random = CounterRandom.FromSeed(1) });
        VisionVerdict[] verdicts = [.. Enumerable.Range(0, responses.Count).Select(i => (VisionVerdict)world.Judge(problems[i / 2], responses.Response(i)))];
        Assert.InRange((double)verdicts.Sum(v => v.ReadAttempts) / verdicts.Sum(v => v.Attempts), least, most);
    }

    [Fact]
    public void A_base_model_that_cannot_see_is_refused_in_a_line()
    {
        // The vocabularies are alike, so nothing but the picture tells the two worlds apart.
        using TrainingRun run = TrainingRun.Create(_temporary.File("blind"), Config with { Base = BaseModel.Find(BaseModel.Shipped), Training = Options with { MaxNewTokens = 20 } }, Small.Environment());
        HicraException error = Assert.Throws<HicraException>(() => run.Continue());
        Assert.Contains("no patch embedding; use a base model of the vision world", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private static RunConfig Config => new() { Training = Options, World = "vision", Base = BaseModel.Find(BaseModel.ShippedVision), CheckpointEvery = 2, RolloutsEvery = 2 };

    private static string[] Rows(string path) => Small.Comparable(MetricsLog.Read(new RunFolder(path).Metrics));
}
