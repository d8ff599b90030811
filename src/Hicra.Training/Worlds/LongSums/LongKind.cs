namespace Hicra.Training.Worlds.LongSums;

/// <summary>
/// A kind of problem: which three of the eight strategies can reach the target. The prompt names the kind, as a problem's
/// wording tells an expert what to try; the authors of the base model's texts hardly heed it, so planning has something to learn.
/// </summary>
/// <param name="Name">The word of the prompt.</param>
/// <param name="Strategies">Indices in <see cref="LongStrategy.All"/>.</param>
public sealed record LongKind(string Name, IReadOnlyList<int> Strategies)
{
    /// <summary>The four kinds. Every strategy fits at least one; <c>back</c> and <c>core</c> fit one alone, which RL never shows.</summary>
    public static IReadOnlyList<LongKind> All { get; } = [new("coins", [0, 3, 6]), new("trains", [1, 4, 7]), new("fields", [2, 5, 4]), new("clocks", [3, 6, 1])];

    /// <summary>The strategies that no problem of RL needs.</summary>
    public static IReadOnlyList<int> WithheldStrategies { get; } = [5, 7];
}
