using System.Globalization;
using System.Text.Json;
using Hicra.Interactive.Rendering;
using Hicra.Metrics;
using Hicra.Metrics.Statistics;
using Hicra.Tensors;
using Hicra.Training.Policies;
using Hicra.Training.Runs;
using Hicra.Training.Worlds;

namespace Hicra.Interactive.Features.Evaluate;

/// <summary>What to evaluate, and how.</summary>
internal sealed record EvaluationPlan(string Label, string Set, IReadOnlyList<Problem> Problems, int Samples, double Temperature, int MaxNewTokens, int Seed)
{
    /// <summary>Which tokens may be drawn.</summary>
    public TokenFilter Filter { get; init; } = TokenFilter.None;
}

/// <summary>The weights to evaluate.</summary>
/// <param name="Label">What the reader calls them.</param>
/// <param name="Folder">Where they lie.</param>
/// <param name="Run">The settings of the run that they are a checkpoint of; null for a model folder.</param>
/// <param name="FolderWorld">The world that a model folder names.</param>
internal sealed record EvaluatedModel(string Label, string Folder, RunConfig? Run, string? FolderWorld = null)
{
    /// <summary>The world that they were made for; null where nothing says so.</summary>
    public string? World => Run?.World ?? FolderWorld;
}

/// <summary>Accuracy on a problem set: pass@1, avg@k and pass@k with bootstrap intervals over problems.</summary>
internal sealed class Evaluation
{
    private const int ProblemsAtATime = 32, Resamples = 2000;

    private Evaluation(EvaluationPlan plan, IReadOnlyList<(string Name, Interval Interval)> measures) => (Plan, Measures) = (plan, measures);

    public EvaluationPlan Plan { get; }

    /// <summary>Names and values with 95 % intervals over problems.</summary>
    public IReadOnlyList<(string Name, Interval Interval)> Measures { get; }

    /// <summary>The problems of a set of a world.</summary>
    public static IReadOnlyList<Problem> ProblemSet(IWorld world, string name) => name switch
    {
        "validation" => world.Validation,
        "train" => world.Training,
        _ => world.Withheld.FirstOrDefault(kind => kind.Name == name)?.Problems
            ?? throw new HicraException($"--problems is '{name}'; give {string.Join(" or ", ["validation", "train", .. world.Withheld.Select(kind => kind.Name)])}"),
    };

    /// <summary>The base model that is shipped for a world.</summary>
    public static EvaluatedModel Shipped(string world) => new("shipped base model", BaseModel.ShippedFor(world).Folder, null, world);

    /// <summary>The weights that a word names: a run's newest checkpoint, <c>RUN@STEP</c>, a model folder.</summary>
    /// <param name="model">The word.</param>
    /// <param name="train">The training command as the reader types it.</param>
    public static EvaluatedModel ModelFolder(string model, string train)
    {
        int at = model.LastIndexOf('@');
        int? step = at > 0 && int.TryParse(model.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int given) ? given : null;
        string directory = step is null ? model : model[..at];
        if (step is null && !new RunFolder(directory).HoldsRun | SafetensorsFolder.Exists(directory)) return Base(model);
        return Checkpoint(directory, ExistingRun.Open(directory), step, train);
    }

    private static EvaluatedModel Base(string model)
    {
        BaseModel found = BaseModel.Find(model);
        return new(model, found.Folder, null, found.World);
    }

    /// <summary>The weights of a run's checkpoint.</summary>
    public static EvaluatedModel Checkpoint(string name, ExistingRun run, int? step, string train)
    {
        IReadOnlyList<int> steps = run.Folder.CheckpointSteps();
        if (steps.Count == 0) throw new HicraException($"{name}: the run has no checkpoint yet; go on with it first: {train} --resume {name}");
        int chosen = step ?? steps[^1];
        if (!steps.Contains(chosen)) throw new HicraException($"{name}: no checkpoint at step {chosen}; there are {string.Join(", ", steps)}");
        return new($"{name}@{chosen}", run.Folder.CheckpointOf(chosen), run.Config);
    }

    /// <summary>Samples and judges; null where it was stopped.</summary>
    /// <param name="sampler">The model.</param>
    /// <param name="world">The world.</param>
    /// <param name="plan">What to do.</param>
    /// <param name="tell">Is told how many problems are done and what came of them so far.</param>
    /// <param name="cancellation">Stops between two batches of problems.</param>
    public static Evaluation? Run(ISampler sampler, IWorld world, EvaluationPlan plan, Action<int, string> tell, CancellationToken cancellation)
    {
        var right = new double[plan.Problems.Count * plan.Samples];
        CounterRandom random = CounterRandom.FromSeed(plan.Seed).Derive("eval");
        for (int first = 0; first < plan.Problems.Count; first += ProblemsAtATime)
        {
            if (cancellation.IsCancellationRequested) return null;
            Problem[] some = [.. plan.Problems.Skip(first).Take(ProblemsAtATime)];
            SampledResponses responses = sampler.Sample(new SampleRequest
            {
                Prompts = [.. some.Select(world.Prompt)],
                GroupSize = plan.Samples,
                MaxNewTokens = plan.MaxNewTokens,
                EndTokens = world.Tokenizer.EndTokens,
                Stops = world.Tokenizer.Stops,
                Temperature = plan.Temperature,
                Filter = plan.Filter,
                Random = random.Derive(first),
            }, CancellationToken.None);
            for (int i = 0; i < responses.Count; i++)
                right[first * plan.Samples + i] = world.Judge(some[i / plan.Samples], responses.Response(i)).Kind == ErrorKind.Right ? 1 : 0;
            int done = Math.Min(first + ProblemsAtATime, plan.Problems.Count);
            tell(done, FormattableString.Invariant($"avg@{plan.Samples} {NumberText.Percent(right.AsSpan(0, done * plan.Samples).ToArray().Average())}"));
        }
        return new Evaluation(plan, Measure(plan, right));
    }

    /// <summary>Writes the result as a JSON object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("model", Plan.Label);
        json.WriteString("problems", Plan.Set);
        json.WriteNumber("count", Plan.Problems.Count);
        json.WriteNumber("samples", Plan.Samples);
        json.WriteNumber("temperature", Plan.Temperature);
        foreach ((string name, Interval interval) in Measures)
        {
            json.WriteStartObject(name);
            json.WriteNumber("value", interval.Estimate);
            json.WriteNumber("low", interval.Low);
            json.WriteNumber("high", interval.High);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>What a measure is, in a sentence.</summary>
    public static string Sentence(string measure) => measure == "pass@1" ? "Problems that one sample solves, on average over the samples."
        : measure.StartsWith("avg@", StringComparison.Ordinal) ? "Right answers among all samples." : "Problems of which at least one of so many samples is right (unbiased estimate).";

    /// <summary>What was done, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Plan.Label} on {Plan.Problems.Count} {Plan.Set} problems, {Plan.Samples} samples each, temperature {Plan.Temperature}");

    private static (string Name, Interval Interval)[] Measure(EvaluationPlan plan, double[] right)
    {
        int k = plan.Samples;
        var measures = new List<(string Name, Func<int, double> OfProblem)> { ("pass@1", p => Pass(p, 1)) };
        if (k > 1) measures.Add(($"avg@{k}", p => right.AsSpan(p * k, k).ToArray().Average()));
        for (int n = 2; n < k; n *= 2)
        {
            int some = n;
            measures.Add(($"pass@{some}", p => Pass(p, some)));
        }
        if (k > 1) measures.Add(($"pass@{k}", p => Pass(p, k)));
        return [.. measures.Select(m =>
        {
            double[] values = [.. Enumerable.Range(0, plan.Problems.Count).Select(m.OfProblem)];
            return (m.Name, Bootstrap.MeanInterval(values, CounterRandom.FromSeed(0).Derive("intervals"), resamples: Resamples) ?? new Interval(values.Average(), values.Average(), values.Average(), 0.95));
        })];

        double Pass(int problem, int n) => PassAtK.Estimate(k, (int)right.AsSpan(problem * k, k).ToArray().Sum(), n);
    }
}
