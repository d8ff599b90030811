using Hicra.Metrics;
using Hicra.Training.Policies;
using Hicra.Training.Worlds;

namespace Hicra.Training.Learning;

/// <summary>
/// Accuracy on fixed problems with fixed random numbers: the same for every run, so that validations differ by the weights
/// alone.
/// </summary>
public sealed class ValidationPass
{
    private const long SampleSeed = 99;
    private readonly IWorld _world;
    private readonly Problem[] _problems;

    /// <summary>Chooses the problems.</summary>
    /// <param name="world">Whose validation problems are taken.</param>
    /// <param name="problems">How many at most.</param>
    /// <param name="samples">Samples per problem.</param>
    /// <param name="maxNewTokens">The longest response in tokens.</param>
    public ValidationPass(IWorld world, int problems, int samples, int maxNewTokens)
    {
        ArgumentNullException.ThrowIfNull(world);
        (_world, Samples, MaxNewTokens) = (world, samples, maxNewTokens);
        _problems = [.. world.ValidationOrder.Take(problems)];
    }

    /// <summary>Samples per problem.</summary>
    public int Samples { get; }

    /// <summary>The longest response in tokens.</summary>
    public int MaxNewTokens { get; }

    /// <summary>The problems.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Samples at temperature 1 and judges; writes verl's <c>val-core/…/acc/mean@k</c> and <c>val-aux/…/acc/best@k/mean</c>, and the accuracy on each withheld kind.</summary>
    public void Run(ISampler sampler, MetricRow row)
    {
        ArgumentNullException.ThrowIfNull(sampler);
        ArgumentNullException.ThrowIfNull(row);
        if (_problems.Length == 0) return;
        double[] right = Judge(sampler, _problems);
        row.Set(MetricNames.Validation(_world.Name, Samples), PassAtK.Average(right, Samples, Samples));
        row.Set($"val-aux/{_world.Name}/acc/best@{Samples}/mean", PassAtK.OfGroups(right, Samples, Samples));
        foreach (WithheldProblems withheld in _world.Withheld)
        {
            Problem[] problems = [.. withheld.Problems.Take(_problems.Length)];
            row.Set(MetricNames.Withheld(_world.Name, withheld.Name, Samples), PassAtK.Average(Judge(sampler, problems), Samples, Samples));
        }
    }

    private double[] Judge(ISampler sampler, Problem[] problems)
    {
        SampledResponses responses = sampler.Sample(new SampleRequest
        {
            Prompts = [.. problems.Select(_world.Prompt)],
            GroupSize = Samples,
            MaxNewTokens = MaxNewTokens,
            EndTokens = _world.Tokenizer.EndTokens,
            Stops = _world.Tokenizer.Stops,
            Random = CounterRandom.FromSeed(SampleSeed).Derive("validation"),
        });
        var right = new double[responses.Count];
        for (int i = 0; i < right.Length; i++)
            right[i] = _world.Judge(problems[i / Samples], responses.Response(i)).Kind == ErrorKind.Right ? 1 : 0;
        return right;
    }
}
