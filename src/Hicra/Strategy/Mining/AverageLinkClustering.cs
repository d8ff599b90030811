namespace Hicra.Strategy.Mining;

/// <summary>
/// Agglomerative clustering by average linkage on cosine distance, exact: clusters are merged while the mean distance
/// between their members is below <see cref="MiningSettings.ClusterDistance"/>.
/// </summary>
/// <remarks>
/// Two clusters whose mean distance is below the threshold have two members below it, so merges never leave the connected
/// components of "nearer than the threshold"; each component is clustered on its own, and only components need a matrix.
/// Within one, nearest-neighbour chains find the merges in quadratic time (Murtagh 1983) and Lance and Williams' formula
/// updates the distances.
/// </remarks>
public sealed class AverageLinkClustering : IPhraseClustering
{
    /// <inheritdoc/>
    public string Name => "average-link";

    /// <inheritdoc/>
    public int[] Cluster(PhraseVectors vectors, MiningSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(settings);
        var clusters = new DisjointSets(vectors.Count);
        foreach (int[] component in NearPairs.Components(vectors, settings.ClusterDistance, settings.Options(cancellation)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (component.Length > 1) Merge(vectors, component, settings, clusters, cancellation);
        }
        return Labels.InOrder(vectors.Count, clusters.Find);
    }

    private static void Merge(PhraseVectors vectors, int[] members, MiningSettings settings, DisjointSets clusters, CancellationToken cancellation)
    {
        int n = members.Length;
        float[][] distance = new float[n][];
        var rows = new CosineDistances(vectors, members);
        Parallel.For(0, n, settings.Options(cancellation), i => rows.Row(i, distance[i] = new float[n]));

        int[] size = new int[n]; // 0 once a cluster is part of another, or can be merged with none
        Array.Fill(size, 1);
        var chain = new Stack<int>();
        for (int start = 0; start < n;)
        {
            if (chain.Count == 0)
            {
                while (start < n && size[start] == 0) start++;
                if (start == n) break;
                chain.Push(start);
                cancellation.ThrowIfCancellationRequested();
            }
            int a = chain.Pop();
            int before = chain.TryPeek(out int previous) ? previous : -1;
            int b = Nearest(distance[a], size, a, before);
            if (b < 0 || (b == before && distance[a][b] >= settings.ClusterDistance))
            {
                // Nothing is nearer to either than the other, and merges never bring anything nearer: both are done.
                size[a] = 0;
                if (b >= 0) size[chain.Pop()] = 0;
            }
            else if (b == before)
            {
                chain.Pop();
                Join(distance, size, a, b);
                clusters.Join(members[a], members[b]);
            }
            else
            {
                chain.Push(a);
                chain.Push(b);
            }
        }
    }

    /// <summary>The nearest cluster; of equally near ones that before in the chain, so that chains end, else the first.</summary>
    private static int Nearest(float[] distances, int[] size, int self, int before)
    {
        int nearest = before;
        float least = before >= 0 ? distances[before] : float.PositiveInfinity;
        for (int j = 0; j < distances.Length; j++)
        {
            if (distances[j] < least && size[j] > 0 && j != self) (nearest, least) = (j, distances[j]);
        }
        return nearest;
    }

    private static void Join(float[][] distance, int[] size, int from, int into)
    {
        double a = size[from], b = size[into];
        for (int j = 0; j < size.Length; j++)
        {
            if (size[j] == 0 || j == from || j == into) continue;
            distance[j][into] = distance[into][j] = (float)((a * distance[from][j] + b * distance[into][j]) / (a + b));
        }
        size[into] += size[from];
        size[from] = 0;
    }
}
