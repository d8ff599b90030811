using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Runs;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Torch.Tests;

/// <summary>The same trainer trains the puzzle world on this engine.</summary>
public sealed class TorchRunTests : IDisposable
{
    private static readonly TrainingOptions Options = new() { Method = "hicra", Prompts = 8, GroupSize = 4, MaxNewTokens = 40, Steps = 4, ValidationProblems = 6, ValidationSamples = 2, ValidationEvery = 2 };
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_run_has_the_embedded_engines_numbers_and_resumes_to_its_own_bits()
    {
        TorchRequired.Engine();
        var environment = new RunEnvironment { Engines = TorchEngine.Catalog, EngineOptions = TorchRequired.OneThread };
        IReadOnlyList<MetricRow> torch = Train("torch", TorchEngine.EngineName, environment, Options.Steps), embedded = Train("embedded", EngineCatalog.Embedded, environment, Options.Steps);
        Assert.Equal(Options.Steps + 1, torch.Count);
        foreach ((MetricRow row, MetricRow other) in torch.Zip(embedded))
            foreach ((string name, double value) in row.Values.Where(x => !MetricRow.IsMachineDependent(x.Key))) Assert.Equal(other[name] ?? double.NaN, value, 1e-4);

        Train("died", TorchEngine.EngineName, environment, 2);
        using (TrainingRun run = TrainingRun.Resume(_temporary.File("died"), environment, steps: Options.Steps)) Assert.True(run.Continue());
        Assert.Equal(Bits(torch), Bits(MetricsLog.Read(new RunFolder(_temporary.File("died")).Metrics)));
    }

    [Theory]
    [InlineData("bf16", 0)]
    [InlineData(null, 4)]
    [InlineData("bf16", 4)]
    public void What_is_trained_in_bf16_or_as_a_LoRA_goes_on_from_a_checkpoint_to_its_own_bits(string? dtype, int rank)
    {
        IEngine engine = TorchRequired.Engine();
        EngineOptions machine = TorchRequired.OneThread with { Dtype = dtype, Lora = rank > 0 ? new LoraOptions { Rank = rank } : null };
        TrainingOptions options = Options with { Prompts = 4, Steps = 3, Objective = Options.Objective with { KlCoefficient = 0.01 }, ValidationProblems = 0 };
        string checkpoint = _temporary.File("checkpoint");
        var rows = new List<MetricRow>();
        using (IPolicy policy = engine.LoadPolicy(BaseModel.ShippedDirectory, machine), reference = Reference(policy))
        using (var trainer = new Trainer(policy, new PuzzleWorld(), options, new TrainerParts { Reference = reference }))
        {
            while (trainer.NextStep < 2) trainer.Step();
            Checkpoint.Write(checkpoint, policy, trainer.Capture());
            while (!trainer.IsFinished) rows.Add(trainer.Step().Metrics);
            // The policy has left its reference behind.
            Assert.Contains(rows, row => row.Values.Any(x => x.Key.Contains("kl", StringComparison.Ordinal) && x.Value != 0));
        }
        using (IPolicy policy = engine.LoadPolicy(BaseModel.ShippedDirectory, machine), reference = Reference(policy))
        using (var trainer = new Trainer(policy, new PuzzleWorld(), options, new TrainerParts { Reference = reference }))
        {
            using (TrainerState state = Checkpoint.Read(checkpoint)) trainer.Restore(state);
            foreach (MetricRow row in rows) Assert.Equal(Bits([row]), Bits([trainer.Step().Metrics]));
        }
        // What was saved is read without the run.
        using IPolicy saved = engine.LoadPolicy(checkpoint, TorchRequired.OneThread);
        Assert.Equal(rank > 0, saved is IAdaptedPolicy);

        IPolicy Reference(IPolicy policy) => policy is IAdaptedPolicy adapted ? adapted.WithoutAdapter() : engine.LoadPolicy(BaseModel.ShippedDirectory, machine);
    }

    [Fact]
    public void A_run_on_stories_is_the_seeds_alone()
    {
        TorchRequired.Engine();
        var environment = new RunEnvironment { Engines = TorchEngine.Catalog, EngineOptions = TorchRequired.OneThread };
        TrainingOptions options = Options with { Prompts = 2, MaxNewTokens = 64, ValidationProblems = 2, ValidationSamples = 1 };
        string[] first = Run("first", 7), again = Run("again", 7), other = Run("other", 8);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        // And so are the texts.
        string Rollouts(string name) => File.ReadAllText(new RunFolder(_temporary.File(name)).RolloutsOf(2));
        Assert.Equal(Rollouts("first"), Rollouts("again"));

        string[] Run(string name, int seed) => Bits(Train(name, TorchEngine.EngineName, environment, 2, options with { Seed = seed }, config => config with { World = TextDataset.Stories, Base = BaseModel.Find(BaseModel.Stories), Dataset = TextDataset.Find(TextDataset.Stories) }));
    }

    [SlowFact]
    public void Four_seeds_reach_the_embedded_engines_curve_within_their_spread()
    {
        TorchRequired.Engine();
        var environment = new RunEnvironment { Engines = TorchEngine.Catalog, EngineOptions = TorchRequired.OneThread };
        MetricRow[][] torch = [.. Seeds(TorchEngine.EngineName)], embedded = [.. Seeds(EngineCatalog.Embedded)];
        foreach (string metric in new[] { MetricNames.Accuracy, MetricNames.Entropy, MetricNames.ResponseLength })
        {
            // Of each seed, the mean over the last ten steps.
            double[] ours = [.. torch.Select(rows => rows.TakeLast(10).Average(row => row[metric]!.Value))], theirs = [.. embedded.Select(rows => rows.TakeLast(10).Average(row => row[metric]!.Value))];
            double spread = Math.Sqrt(theirs.Sum(x => Math.Pow(x - theirs.Average(), 2)) / 3);
            Assert.True(Math.Abs(ours.Average() - theirs.Average()) <= spread, FormattableString.Invariant($"{metric}: {ours.Average()} and {theirs.Average()}, spread {spread}"));
        }

        IEnumerable<MetricRow[]> Seeds(string engine) =>
            Enumerable.Range(0, 4).Select(seed => Train($"{engine}-{seed}", engine, environment, 25, Options with { GroupSize = 8, Seed = seed, ValidationProblems = 0 }).ToArray());
    }

    private IReadOnlyList<MetricRow> Train(string name, string engine, RunEnvironment environment, int steps, TrainingOptions? options = null, Func<RunConfig, RunConfig>? with = null)
    {
        var config = new RunConfig { Training = (options ?? Options) with { Steps = steps }, Base = BaseModel.Find(BaseModel.Shipped), Engine = engine, CheckpointEvery = 2, RolloutsEvery = 2 };
        using (TrainingRun run = TrainingRun.Create(_temporary.File(name), with?.Invoke(config) ?? config, environment)) Assert.True(run.Continue());
        return MetricsLog.Read(new RunFolder(_temporary.File(name)).Metrics);
    }

    private static string[] Bits(IEnumerable<MetricRow> rows) => [.. rows.Select(row => string.Join('\n', row.Values.Where(v => !MetricRow.IsMachineDependent(v.Key)).Select(v => $"{row.Step} {v.Key} {v.Value:R}")))];
}
