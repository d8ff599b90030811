using Hicra.Strategy;

namespace Hicra.Training.Worlds.Puzzle;

/// <summary>
/// The 33 strategic grams of the puzzle world in eleven clusters of three paraphrases: one cluster per strategy, which
/// announces it, then branching, looking back at the constraint, and verification. The wording is the reference
/// program's (torch_grpo.py).
/// </summary>
public static class PuzzleGrams
{
    /// <summary>Paraphrases in each cluster.</summary>
    public const int Paraphrases = 3;

    /// <summary>The cluster that branches.</summary>
    public const int Branching = 8;

    /// <summary>The cluster that looks back at the constraint.</summary>
    public const int Constraint = 9;

    /// <summary>The cluster that verifies.</summary>
    public const int Verification = 10;

    /// <summary>The grams as text; gram <c>g</c> is paraphrase <c>g % 3</c> of cluster <c>g / 3</c>.</summary>
    public static IReadOnlyList<string> Texts { get; } =
    [
        "multiply the front then add", "start from the front product", "front product plus the rest",
        "multiply the front then subtract", "reduce the front product instead", "front product minus the rest",
        "multiply the back then add", "start from the back product", "back product plus the first",
        "sum the front then multiply", "group the front pair first", "front sum times the rest",
        "multiply the back then subtract", "reduce the back product instead", "back product minus the first",
        "multiply the ends then add", "start from the outer product", "outer product plus the middle",
        "sum the back then multiply", "group the back pair first", "back sum times the first",
        "multiply the ends then subtract", "reduce the outer product instead", "outer product minus the middle",
        "let us try something different", "maybe there is another way", "we need a new approach",
        "but the target says otherwise", "this misses the given target", "but we were given more",
        "wait let me double check", "i should verify this again", "let me redo this step",
    ];

    /// <summary>The clusters' names: the eight strategies, then <c>branching</c>, <c>backtracing</c>, <c>verification</c>.</summary>
    public static IReadOnlyList<string> ClusterNames { get; } =
        [.. PuzzleStrategy.All.Select(strategy => strategy.Name), "branching", "backtracing", "verification"];

    /// <summary>The cluster of each gram.</summary>
    public static IReadOnlyList<int> ClusterOf { get; } = [.. Enumerable.Range(0, Texts.Count).Select(gram => gram / Paraphrases)];

    /// <summary>The move of a cluster. Verification counts as backtracing: it returns to a step already written.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cluster.</exception>
    public static StrategicMove MoveOf(int cluster)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cluster);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cluster, Verification);
        return cluster < Branching ? StrategicMove.Deduction : cluster == Branching ? StrategicMove.Branching : StrategicMove.Backtracing;
    }
}
