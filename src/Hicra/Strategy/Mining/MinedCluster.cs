namespace Hicra.Strategy.Mining;

/// <summary>Grams that mean the same by their vectors, and how often any of them was said.</summary>
/// <param name="Name">The most frequent gram.</param>
/// <param name="Df">The Cluster DF (paper, section 2.1): unique solutions that contain at least one of the grams.</param>
/// <param name="Occurrences">Times that one of the grams occurs; a longer gram and one inside it count twice.</param>
/// <param name="Grams">The grams, most frequent first.</param>
/// <param name="IsKept">Whether the cluster is in the library: among the top share by Cluster DF.</param>
public sealed record MinedCluster(string Name, int Df, long Occurrences, IReadOnlyList<MinedGram> Grams, bool IsKept)
{
    /// <summary>Intra-solution frequency: occurrences per solution that contains one, 1 or more. Strategy is sparse inside a solution.</summary>
    public double PerSolution => (double)Occurrences / Df;
}
