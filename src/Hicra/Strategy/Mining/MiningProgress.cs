namespace Hicra.Strategy.Mining;

/// <summary>How far mining is.</summary>
/// <param name="Stage">What is being done, for people: <c>read</c>, <c>count</c>, <c>embed</c>, <c>cluster</c>, <c>rank</c>.</param>
/// <param name="Done">Units done in this stage (solutions while reading, words of the grams while counting).</param>
/// <param name="Total">All units of the stage; null where that is not known.</param>
public readonly record struct MiningProgress(string Stage, long Done, long? Total);
