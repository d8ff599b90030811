namespace Hicra.Strategy.Mining;

/// <summary>A frequent gram that may be strategic.</summary>
/// <param name="Words">[words] numbers in the corpus' vocabulary.</param>
/// <param name="Gram">The gram and its counts.</param>
/// <param name="Rule">The rule that drops it from its cluster; null where it stays.</param>
internal sealed record Candidate(int[] Words, MinedGram Gram, string? Rule);
