namespace Hicra.Strategy.Mining;

/// <summary>
/// DBSCAN (Ester, Kriegel, Sander, Xu 1996) on cosine distance, exact: a vector with enough others within
/// <see cref="MiningSettings.ClusterDistance"/> is a core; cores within that distance of each other share a cluster; other
/// vectors join the cluster of a core that reaches them, or are noise.
/// </summary>
/// <param name="minNeighbours">Vectors within the distance that make a core, itself counted.</param>
public sealed class DbscanClustering(int minNeighbours = 3) : IPhraseClustering
{
    /// <inheritdoc/>
    public string Name => "dbscan";

    /// <inheritdoc/>
    public int[] Cluster(PhraseVectors vectors, MiningSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(settings);
        var near = new List<int>[vectors.Count];
        NearPairs.Find(vectors, distance => distance <= settings.ClusterDistance, settings.Options(cancellation), (i, found) => near[i] = found);

        bool IsCore(int i) => near[i].Count + 1 >= minNeighbours;
        int[] clusterOf = new int[vectors.Count];
        Array.Fill(clusterOf, IPhraseClustering.Noise);
        var open = new Stack<int>();
        for (int first = 0; first < clusterOf.Length; first++)
        {
            if (clusterOf[first] != IPhraseClustering.Noise || !IsCore(first)) continue;
            open.Push(first);
            clusterOf[first] = first;
            while (open.TryPop(out int core))
            {
                foreach (int j in near[core].Where(j => clusterOf[j] == IPhraseClustering.Noise))
                {
                    clusterOf[j] = first; // a vector on the border of two clusters stays with the first, as in scikit-learn
                    if (IsCore(j)) open.Push(j);
                }
            }
        }
        return Labels.InOrder(clusterOf.Length, i => clusterOf[i]);
    }
}
