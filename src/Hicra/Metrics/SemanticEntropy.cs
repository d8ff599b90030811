using Hicra.Strategy;

namespace Hicra.Metrics;

/// <summary>
/// Semantic entropy: the Shannon entropy of the frequency distribution of strategic grams in a set of rollouts (paper,
/// section 2.2). Over clusters it does not fall when the policy merely settles on one wording of each move.
/// </summary>
public static class SemanticEntropy
{
    /// <summary>Adds the grams of some spans to their counts.</summary>
    /// <param name="spans">Occurrences; a gram's index is its index in <paramref name="counts"/>.</param>
    /// <param name="counts">[grams], added to.</param>
    public static void Count(ReadOnlySpan<GramSpan> spans, Span<int> counts)
    {
        foreach (GramSpan span in spans) counts[span.Gram]++;
    }

    /// <summary>The entropy over grams.</summary>
    /// <param name="counts">[grams] occurrences of each gram in all rollouts of the set.</param>
    /// <returns>Null where no gram occurred.</returns>
    public static Entropy? OverGrams(ReadOnlySpan<int> counts) => Entropy.OfCounts(counts);

    /// <summary>The entropy over clusters of grams.</summary>
    /// <param name="counts">[grams] occurrences of each gram in all rollouts of the set.</param>
    /// <param name="clusterOf">[grams] the cluster of each gram; −1 leaves the gram out.</param>
    /// <param name="clusterCount">The number of clusters.</param>
    /// <returns>Null where no gram of a cluster occurred.</returns>
    /// <exception cref="ArgumentException">The lists differ in length, or a cluster is not below <paramref name="clusterCount"/>.</exception>
    public static Entropy? OverClusters(ReadOnlySpan<int> counts, IReadOnlyList<int> clusterOf, int clusterCount)
    {
        ArgumentNullException.ThrowIfNull(clusterOf);
        if (clusterOf.Count != counts.Length) throw new ArgumentException("There must be one cluster index per gram.", nameof(clusterOf));
        Span<int> clusters = clusterCount <= 256 ? stackalloc int[clusterCount] : new int[clusterCount];
        for (int g = 0; g < counts.Length; g++)
        {
            int cluster = clusterOf[g];
            if (cluster < -1 || cluster >= clusterCount) throw new ArgumentException($"Gram {g} is in cluster {cluster}, but there are {clusterCount}.", nameof(clusterOf));
            if (cluster >= 0) clusters[cluster] += counts[g];
        }
        return Entropy.OfCounts(clusters);
    }
}
