using Hicra.Answers;
using Hicra.Rollouts;

namespace Hicra.Benchmarks;

/// <summary>A model's response to a problem, judged.</summary>
/// <param name="Problem">The problem.</param>
/// <param name="Rollout">The response with what its file says of it.</param>
/// <param name="Verdict">What the judge says.</param>
public sealed record Completion(BenchmarkProblem Problem, Rollout Rollout, AnswerVerdict Verdict)
{
    /// <summary>Whether it is right.</summary>
    public bool IsRight => Verdict.IsEqual;

    /// <summary>Whether its file calls it right; null where it says nothing.</summary>
    public bool? Recorded => Rollout.Correct;
}

/// <summary>How responses were told to answer which problem.</summary>
public enum CompletionMatch
{
    /// <summary>By the problem's text in the prompt, or its identity.</summary>
    Problem,

    /// <summary>By their order in the file: as many responses to each problem, in the benchmark's order.</summary>
    Order,
}
