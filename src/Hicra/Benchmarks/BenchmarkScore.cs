using Hicra.Metrics;
using Hicra.Metrics.Statistics;

namespace Hicra.Benchmarks;

/// <summary>What a model reaches on a benchmark. Intervals are over problems: the samples of one problem are no independent evidence.</summary>
public sealed class BenchmarkScore
{
    private const int Resamples = 2000;

    private readonly (int Samples, int Right)[] _counts;

    /// <summary>Counts judged responses.</summary>
    /// <param name="benchmark">The problems.</param>
    /// <param name="completions">Judged responses to some or all of them, at least one.</param>
    public BenchmarkScore(Benchmark benchmark, IReadOnlyList<Completion> completions)
    {
        ArgumentNullException.ThrowIfNull(benchmark);
        ArgumentNullException.ThrowIfNull(completions);
        ArgumentOutOfRangeException.ThrowIfZero(completions.Count);
        (Benchmark, Completions) = (benchmark, completions);
        IGrouping<BenchmarkProblem, Completion>[] groups = [.. completions.GroupBy(completion => completion.Problem)];
        Answered = [.. groups.Select(group => group.Key)];
        _counts = [.. groups.Select(group => (group.Count(), group.Count(completion => completion.IsRight)))];
        FewestSamples = _counts.Min(count => count.Samples);
        MostSamples = _counts.Max(count => count.Samples);
    }

    /// <summary>The benchmark.</summary>
    public Benchmark Benchmark { get; }

    /// <summary>The judged responses.</summary>
    public IReadOnlyList<Completion> Completions { get; }

    /// <summary>The problems that have a response.</summary>
    public IReadOnlyList<BenchmarkProblem> Answered { get; }

    /// <summary>Samples of the problem that has fewest.</summary>
    public int FewestSamples { get; }

    /// <summary>Samples of the problem that has most.</summary>
    public int MostSamples { get; }

    /// <summary>Responses in which no answer was found.</summary>
    public int WithoutAnswer => Completions.Count(completion => completion.Verdict.Answer is null);

    /// <summary>[problems answered] the share of right samples of each, in the order of <see cref="Answered"/>.</summary>
    public IReadOnlyList<double> Shares => [.. _counts.Select(count => (double)count.Right / count.Samples)];

    /// <summary>pass@1: the chance that a sample is right, mean over problems; with k samples of each it is avg@k.</summary>
    public Interval Accuracy => Mean(1);

    /// <summary>pass@k with its 95 % interval over problems (bootstrap, clustered by problem; Chen et al.'s estimate for each).</summary>
    /// <param name="k">At least 1 and at most <see cref="FewestSamples"/>.</param>
    public Interval Mean(int k)
    {
        double[] values = [.. _counts.Select(count => PassAtK.Estimate(count.Samples, count.Right, k))];
        double mean = values.Average();
        return Bootstrap.MeanInterval(values, CounterRandom.FromSeed(0).Derive("intervals"), resamples: Resamples) ?? new Interval(mean, mean, mean, 0.95);
    }

    /// <summary>The measures by name: pass@1, avg@k, and pass@k for powers of two up to the samples of each problem.</summary>
    public IReadOnlyList<(string Name, Interval Interval)> Measures()
    {
        int n = FewestSamples;
        var measures = new List<(string, Interval)> { ("pass@1", Accuracy) };
        if (n > 1 && n == MostSamples) measures.Add((FormattableString.Invariant($"avg@{n}"), Accuracy));
        for (int k = 2; k < n; k *= 2) measures.Add((FormattableString.Invariant($"pass@{k}"), Mean(k)));
        if (n > 1) measures.Add((FormattableString.Invariant($"pass@{n}"), Mean(n)));
        return measures;
    }

    /// <summary>How often the file's own verdicts agree with the judge's; null where it has none.</summary>
    public (int Agreed, int Of)? Recorded
    {
        get
        {
            int of = Completions.Count(completion => completion.Recorded is not null);
            return of == 0 ? null : (Completions.Count(completion => completion.Recorded == completion.IsRight), of);
        }
    }
}
