namespace Hicra.Benchmarks;

/// <summary>What a model reaches on benchmarks, by its responses.</summary>
/// <param name="Name">What the responses are called, for example their file.</param>
/// <param name="Scores">One for each benchmark that has a response.</param>
public sealed record CompletionReport(string Name, IReadOnlyList<BenchmarkScore> Scores)
{
    /// <summary>How responses were told to answer which problem.</summary>
    public CompletionMatch Match { get; init; }

    /// <summary>Responses to problems of none of the benchmarks.</summary>
    public int Foreign { get; init; }

    /// <summary>What it was compared with; null for nothing.</summary>
    public CompletionReport? Against { get; init; }

    /// <summary>The comparisons with <see cref="Against"/>, of this less that.</summary>
    public IReadOnlyList<BenchmarkComparison> Comparisons { get; init; } = [];

    /// <summary>Judges responses.</summary>
    /// <inheritdoc cref="CompletionJudge.Judge"/>
    public static CompletionReport Of(IReadOnlyList<Rollouts.Rollout> rollouts, IReadOnlyList<Benchmark> benchmarks, Answers.AnswerOptions? options, string source, CancellationToken cancellation = default)
    {
        JudgedCompletions judged = CompletionJudge.Judge(rollouts, benchmarks, options, source, cancellation);
        return new(source, [.. judged.Completions.Where(set => set.Completions.Count > 0).Select(set => new BenchmarkScore(set.Benchmark, set.Completions))]) { Match = judged.Match, Foreign = judged.Foreign };
    }

    /// <summary>This report beside another, on the problems that both answered.</summary>
    public CompletionReport Beside(CompletionReport other)
    {
        ArgumentNullException.ThrowIfNull(other);
        IEnumerable<BenchmarkComparison?> comparisons = Scores.Select(score => other.Scores.FirstOrDefault(second => second.Benchmark.Name == score.Benchmark.Name) is { } second ? BenchmarkComparison.Of(score, second) : null);
        return this with { Against = other, Comparisons = [.. comparisons.OfType<BenchmarkComparison>()] };
    }

    /// <summary>The report in a line.</summary>
    public override string ToString() => string.Join(", ", Scores.Select(score => FormattableString.Invariant($"{score.Benchmark.Title} {100 * score.Accuracy.Estimate:F1} %"))) + $" ({Name})";
}
