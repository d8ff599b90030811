using Hicra.Answers;
using Hicra.Rollouts;

namespace Hicra.Benchmarks;

/// <summary>What was found in files of responses.</summary>
/// <param name="Completions">Judged responses by benchmark, in the order of the benchmarks given; a benchmark's in the order of its problems.</param>
/// <param name="Match">How they were told to answer which problem.</param>
/// <param name="Foreign">Responses to problems of no benchmark given.</param>
public sealed record JudgedCompletions(IReadOnlyList<(Benchmark Benchmark, IReadOnlyList<Completion> Completions)> Completions, CompletionMatch Match, int Foreign);

/// <summary>Tells which problem a response answers, and judges it.</summary>
public static class CompletionJudge
{
    /// <summary>Judges responses.</summary>
    /// <param name="rollouts">The responses, in the order of their files.</param>
    /// <param name="benchmarks">The problems.</param>
    /// <param name="options">How answers are found and compared; null for the defaults.</param>
    /// <param name="source">What errors call the responses.</param>
    /// <param name="cancellation">Stops between two responses.</param>
    /// <exception cref="HicraException">No response can be told to answer a problem.</exception>
    public static JudgedCompletions Judge(IReadOnlyList<Rollout> rollouts, IReadOnlyList<Benchmark> benchmarks, AnswerOptions? options, string source, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rollouts);
        ArgumentNullException.ThrowIfNull(benchmarks);
        if (rollouts.Count == 0) throw new HicraException($"{source} holds no response; give a file of completions, one a line");
        var match = CompletionMatch.Problem;
        List<(Rollout Rollout, int Set, BenchmarkProblem Problem)> matched = ByProblem(rollouts, benchmarks);
        if (matched.Count == 0)
        {
            matched = ByOrder(rollouts, benchmarks) ?? throw new HicraException(
                $"{source}: none of {rollouts.Count} responses names a problem of {string.Join(", ", benchmarks.Select(set => set.Name))}; the file needs the prompt or the problem's id beside each response, or as many responses to each problem in the benchmark's order");
            match = CompletionMatch.Order;
        }
        Dictionary<BenchmarkProblem, ReferenceAnswer> references = matched.Select(one => one.Problem).Distinct().ToDictionary(problem => problem, problem => new ReferenceAnswer(problem.Answer, options));
        var completions = new Completion[matched.Count];
        try
        {
            Parallel.For(0, matched.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
                completions[i] = new Completion(matched[i].Problem, matched[i].Rollout, references[matched[i].Problem].Judge(Text(matched[i].Rollout))));
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException($"{source}: stopped while {matched.Count} responses were judged", cancellation);
        }
        return new JudgedCompletions([.. benchmarks.Select((set, index) => (set, (IReadOnlyList<Completion>)[.. InOrder(set, completions.Where((_, i) => matched[i].Set == index))]))], match, rollouts.Count - matched.Count);
    }

    private static string Text(Rollout rollout) => rollout.Response ?? string.Concat(rollout.TokenTexts ?? []);

    private static IOrderedEnumerable<Completion> InOrder(Benchmark set, IEnumerable<Completion> completions)
    {
        // Two problems may be equal in every word; each is itself.
        var order = new Dictionary<BenchmarkProblem, int>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < set.Problems.Count; i++) order[set.Problems[i]] = i;
        return completions.OrderBy(completion => order[completion.Problem]);
    }

    private static List<(Rollout, int, BenchmarkProblem)> ByProblem(IReadOnlyList<Rollout> rollouts, IReadOnlyList<Benchmark> benchmarks)
    {
        PromptIndex[] indexes = [.. benchmarks.Select(set => new PromptIndex(set))];
        var matched = new List<(Rollout, int, BenchmarkProblem)>();
        foreach (Rollout rollout in rollouts)
            for (int set = 0; set < indexes.Length; set++)
            {
                BenchmarkProblem? problem = rollout.Prompt is { } prompt ? indexes[set].InPrompt(prompt) : null;
                problem ??= rollout.ProblemId is { } id ? indexes[set].InPrompt(id) ?? (rollout.Prompt is null || benchmarks.Count == 1 ? indexes[set].ById(id) : null) : null;
                if (problem is null) continue;
                matched.Add((rollout, set, problem));
                break;
            }
        return matched;
    }

    private static List<(Rollout, int, BenchmarkProblem)>? ByOrder(IReadOnlyList<Rollout> rollouts, IReadOnlyList<Benchmark> benchmarks)
    {
        // A prompt that is of none of the problems speaks against their order.
        if (benchmarks.Count != 1 || rollouts.Any(rollout => rollout.Prompt is not null)) return null;
        IReadOnlyList<BenchmarkProblem> problems = benchmarks[0].Problems;
        int[] groups = [.. rollouts.Select(rollout => rollout.Group).OfType<int>().Distinct().Order()];
        if (groups.Length == problems.Count && rollouts.All(rollout => rollout.Group is not null)) return [.. rollouts.Select(rollout => (rollout, 0, problems[Array.IndexOf(groups, rollout.Group!.Value)]))];
        return rollouts.Count % problems.Count == 0 ? [.. rollouts.Select((rollout, i) => (rollout, 0, problems[i / (rollouts.Count / problems.Count)]))] : null;
    }
}
