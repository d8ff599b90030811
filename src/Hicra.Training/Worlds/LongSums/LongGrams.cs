using Hicra.Strategy;

namespace Hicra.Training.Worlds.LongSums;

/// <summary>
/// The strategic grams of the long world, three words each: two wordings that announce each strategy (deduction), two that
/// leave for another (branching), one that looks back at what failed (backtracing).
/// </summary>
public static class LongGrams
{
    /// <summary>Wordings of each strategy.</summary>
    public const int Paraphrases = 2;

    /// <summary>The index of the first gram that goes on after a miss.</summary>
    public static int FirstAfterMiss { get; } = LongStrategy.All.Count * Paraphrases;

    /// <summary>The grams as text; those of strategy <c>s</c> are <c>2 s</c> and <c>2 s + 1</c>.</summary>
    public static IReadOnlyList<string> Texts { get; } =
        [.. LongStrategy.All.SelectMany(s => new[] { $"lean on {s.Name}", $"favour the {s.Name}" }), "try another way", "let us switch", "but that fails"];

    /// <summary>The cluster of each gram: a strategy's index, then branching, then backtracing.</summary>
    public static IReadOnlyList<int> ClusterOf { get; } = [.. Enumerable.Range(0, FirstAfterMiss).Select(gram => gram / Paraphrases), LongStrategy.All.Count, LongStrategy.All.Count, LongStrategy.All.Count + 1];

    /// <summary>The clusters' names.</summary>
    public static IReadOnlyList<string> ClusterNames { get; } = [.. LongStrategy.All.Select(s => s.Name), "branching", "backtracing"];

    /// <summary>The move of each gram.</summary>
    public static IReadOnlyList<StrategicMove> Moves { get; } =
        [.. ClusterOf.Select(cluster => cluster < LongStrategy.All.Count ? StrategicMove.Deduction : cluster == LongStrategy.All.Count ? StrategicMove.Branching : StrategicMove.Backtracing)];
}
