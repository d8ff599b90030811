using System.Text.Json.Nodes;
using Hicra.Rollouts;
using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Policies.Managed;
using Hicra.Training.Runs;
using Hicra.Training.Tests.Learning;
using Hicra.Training.Tests.Policies;
using Hicra.Training.Tests.Worlds.Problems;
using Hicra.Training.Worlds;
using Hicra.Training.Worlds.Problems;

namespace Hicra.Training.Tests.Runs;

/// <summary>A world of text is trained like any other: the trainer, the run's folder and what is in it know no difference.</summary>
public sealed class TextRunTests(TextRunTests.Base model) : IClassFixture<TextRunTests.Base>, IDisposable
{
    private static readonly TrainingOptions Options = new()
    {
        Method = "hicra", Steps = 11, Prompts = 8, GroupSize = 8, MaxNewTokens = 10, ValidationProblems = 4, ValidationSamples = 2, ValidationEvery = 5,
        Optimizer = new AdamWOptions { LearningRate = 3e-3 },
    };

    private readonly TemporaryFolder _temporary = new();

    private static RunEnvironment WithNumbers => Small.Environment() with { Worlds = WorldCatalog.BuiltIn.With(NumberWorld.Create()) };

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_text_world_is_learned_and_leaves_every_measure_that_makes_sense_there()
    {
        string path = _temporary.File("run");
        Train(path, Options with { Steps = 40 });
        IReadOnlyList<MetricRow> rows = MetricsLog.Read(new RunFolder(path).Metrics);
        Assert.True(rows[^1]["hicra/accuracy"] > rows[0]["hicra/accuracy"] + 0.2, $"{rows[0]["hicra/accuracy"]} to {rows[^1]["hicra/accuracy"]}");
        Assert.True(rows[^1]["val-core/numbers/acc/mean@2"] > 0.8);
        string[] names = ["critic/score/mean", "critic/rewards/max", "reward_std", "hicra/pass@8", "response_length/mean", "response_length/clip_ratio", "hicra/truncated", "prompt_length/mean",
            "hicra/entropy/planning", "hicra/entropy/execution", "hicra/perplexity/planning", "hicra/perplexity/execution", "hicra/planning_share", "hicra/planning_among_high_entropy",
            "hicra/grams", "hicra/semantic_entropy", "hicra/semantic_entropy_clusters", "hicra/conditional_entropy", "hicra/alpha", "actor/entropy", "actor/pg_loss", "actor/grad_norm"];
        Assert.All(names, name => Assert.NotNull(rows[5][name]));
        // Its verifier does not tell errors apart.
        Assert.DoesNotContain(rows[5].Values, v => v.Key.StartsWith("hicra/error/", StringComparison.Ordinal));
        Assert.Equal("numbers", (string?)JsonNode.Parse(File.ReadAllText(new RunFolder(path).Config))!["world"]);
        Assert.Contains("Let me think", File.ReadAllText(new RunFolder(path).Grams), StringComparison.Ordinal);
    }

    [Fact]
    public void Rollouts_carry_each_tokens_text_and_the_grams_found_in_it()
    {
        string path = _temporary.File("run");
        Train(path, Options);
        Rollout[] rollouts = [.. RolloutJsonl.Read(new RunFolder(path).RolloutsOf(2))];
        Assert.Equal(64, rollouts.Length);
        foreach (Rollout rollout in rollouts)
        {
            Assert.Equal(rollout.TokenIds!.Length, rollout.TokenTexts!.Length);
            Assert.Equal(rollout.Response, string.Concat(rollout.TokenTexts));
            Assert.StartsWith("system : name number user : after ", rollout.Prompt, StringComparison.Ordinal);
            foreach (Strategy.GramSpan span in rollout.PlanningSpans!)
                Assert.Equal(NumberWorld.Grams.Grams[span.Gram], string.Concat(rollout.TokenTexts[span.Start..(span.Start + span.Length)]).Trim(), ignoreCase: true);
        }
        Assert.Contains(rollouts, r => r.Response!.StartsWith("let me think", StringComparison.Ordinal) && r.PlanningSpans![0] == new Strategy.GramSpan(0, 3, 0));
        Assert.Equal(["right", "wrong"], rollouts.Select(r => r.Kind!).Distinct().Order());
        // HICRA amplifies the tokens that the text says plan, and no others.
        Rollout signal = rollouts.First(r => r.Advantage is > 0 && r.PlanningSpans is [{ Start: 0 }, ..]);
        Assert.Equal(1.2 * signal.Advantage!.Value, signal.TokenAdvantages![0], 1e-5);
        Assert.Equal(signal.Advantage!.Value, signal.TokenAdvantages[^1], 1e-5);
    }

    [Fact]
    public void A_run_that_died_and_a_fork_have_the_same_numbers()
    {
        string whole = _temporary.File("whole"), died = _temporary.File("died"), fork = _temporary.File("fork");
        Train(whole, Options);
        using (TrainingRun run = TrainingRun.Create(died, Config(Options), WithNumbers))
            Assert.Throws<TimeoutException>(() => run.Continue(new Small.Reporter<StepResult>(s => { if (s.Step == 6) throw new TimeoutException(); })));
        using (TrainingRun run = TrainingRun.Resume(died, WithNumbers))
        {
            Assert.Equal(4, run.ResumedFrom);
            Assert.True(run.Continue());
        }
        Assert.Equal(Rows(whole), Rows(died));
        Assert.Equal(File.ReadAllBytes(new RunFolder(whole).RolloutsOf(10)), File.ReadAllBytes(new RunFolder(died).RolloutsOf(10)));
        Train(fork, Options, new ForkOrigin(whole, 6));
        Assert.Equal(Rows(whole)[6..], Rows(fork));
    }

    [Fact]
    public void A_run_whose_world_is_not_there_is_refused_and_left_alone()
    {
        string path = _temporary.File("run");
        string message = Assert.Throws<HicraException>(() => TrainingRun.Create(path, Config(Options), Small.Environment())).Message;
        Assert.Contains("Unknown world 'numbers'", message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(path));
    }

    private void Train(string path, TrainingOptions options, ForkOrigin? fork = null)
    {
        using TrainingRun run = TrainingRun.Create(path, Config(options) with { Fork = fork }, WithNumbers);
        Assert.True(run.Continue());
    }

    private RunConfig Config(TrainingOptions options) => new() { Training = options, World = NumberWorld.Name, Base = model.Model, CheckpointEvery = 4, RolloutsEvery = 2 };

    private static string[] Rows(string path) => Small.Comparable(MetricsLog.Read(new RunFolder(path).Metrics));

    /// <summary>A model of a few thousand parameters that has read the twenty words: it thinks, and names any number.</summary>
    public sealed class Base : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Base()
        {
            TextWorld world = NumberWorld.Create();
            using ManagedPolicy policy = ManagedPolicy.Create(Example.Shape(20, 16, 1, 2, 1, 8, 24), CounterRandom.FromSeed(1), 1);
            PackedBatch texts = PackedBatch.Of(world.Training.SelectMany(problem => NumberWorld.Numbers.Select(number => new PackedSequence(world.Prompt(problem), NumberWorld.Tokenizer.Encode($"{NumberWorld.Thought}{number} <end>")))));
            for (int i = 0; i < 80; i++)
            {
                policy.Accumulate(texts, (_, _, _, dLogProbs, _) => dLogProbs.Fill(-1f / texts.ResponseOffsets[^1]));
                policy.Update(new AdamWOptions { LearningRate = 1e-2 });
            }
            policy.SavePretrained(_folder.File("base"));
            Model = BaseModel.Find(_folder.File("base"));
        }

        public BaseModel Model { get; }

        public void Dispose() => _folder.Dispose();
    }
}
