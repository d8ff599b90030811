namespace Hicra.Strategy.Mining;

/// <summary>A solution as a miner reads it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Correct">Whether it is right; null where nobody judged it.</param>
/// <param name="Problem">The identity of the problem; null where it is not known.</param>
public readonly record struct Solution(string Text, bool? Correct = null, string? Problem = null);
