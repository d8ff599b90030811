using Hicra.Testing;
using Hicra.Training.Learning;
using Hicra.Training.Policies;
using Hicra.Training.Runs;

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

    private IReadOnlyList<MetricRow> Train(string name, string engine, RunEnvironment environment, int steps)
    {
        var config = new RunConfig { Training = Options with { Steps = steps }, Base = BaseModel.Find(BaseModel.Shipped), Engine = engine, CheckpointEvery = 2, RolloutsEvery = 2 };
        using (TrainingRun run = TrainingRun.Create(_temporary.File(name), config, environment)) Assert.True(run.Continue());
        return MetricsLog.Read(new RunFolder(_temporary.File(name)).Metrics);
    }

    private static string[] Bits(IEnumerable<MetricRow> rows) => [.. rows.Select(row => string.Join('\n', row.Values.Where(v => !MetricRow.IsMachineDependent(v.Key)).Select(v => $"{row.Step} {v.Key} {v.Value:R}")))];
}
