using Hicra.Training.Learning;
using Hicra.Training.Policies.Managed;
using Hicra.Training.Runs;
using Hicra.Training.Worlds.Puzzle;

namespace Hicra.Training.Tests.Learning;

/// <summary>Small runs of the real engine from the shipped base model: a step takes some milliseconds.</summary>
internal static class Small
{
    public static TrainingOptions Options { get; } = new()
    {
        Prompts = 8, GroupSize = 4, MaxNewTokens = 40, Steps = 6, ValidationProblems = 6, ValidationSamples = 2, ValidationEvery = 3,
    };

    public static ManagedPolicy Policy(int threads = 1) => ManagedPolicy.LoadPretrained(BaseModel.ShippedDirectory, threads);

    public static RunEnvironment Environment(int threads = 1) => RunEnvironment.OnThreads(threads);

    public static RunConfig Config(TrainingOptions? options = null) =>
        new() { Training = options ?? Options, Base = BaseModel.Find(BaseModel.Shipped), CheckpointEvery = 4, RolloutsEvery = 2 };

    /// <summary>Trains to the end without a folder.</summary>
    public static List<StepResult> Train(TrainingOptions options, TrainerParts? parts = null, int threads = 1)
    {
        using ManagedPolicy policy = Policy(threads);
        using var trainer = new Trainer(policy, new PuzzleWorld(), options, parts);
        var steps = new List<StepResult>();
        while (!trainer.IsFinished) steps.Add(trainer.Step());
        return steps;
    }

    /// <summary>What two equal runs share: everything but time and memory, to the bit.</summary>
    public static string Comparable(MetricRow row, params string[] except) =>
        string.Join('\n', row.Values.Where(v => !MetricRow.IsMachineDependent(v.Key) && !except.Contains(v.Key)).Select(v => $"{row.Step} {v.Key} {v.Value:R}"));

    public static string[] Comparable(IEnumerable<MetricRow> rows, params string[] except) => [.. rows.Select(r => Comparable(r, except))];

    public static string[] Comparable(IEnumerable<StepResult> steps, params string[] except) => Comparable(steps.Select(s => s.Metrics), except);

    /// <summary>Tells synchronously.</summary>
    public sealed class Reporter<T>(Action<T> tell) : IProgress<T>
    {
        public void Report(T value) => tell(value);
    }
}
