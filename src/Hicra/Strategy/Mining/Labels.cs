namespace Hicra.Strategy.Mining;

/// <summary>Cluster labels in one order.</summary>
internal static class Labels
{
    /// <summary>Numbers clusters from 0 in the order of their first members.</summary>
    /// <param name="count">Number of vectors.</param>
    /// <param name="clusterOf">Any number for each vector's cluster; <see cref="IPhraseClustering.Noise"/> stays.</param>
    public static int[] InOrder(int count, Func<int, int> clusterOf)
    {
        var numbers = new Dictionary<int, int>();
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            int cluster = clusterOf(i);
            if (cluster == IPhraseClustering.Noise) labels[i] = cluster;
            else if (!numbers.TryGetValue(cluster, out labels[i])) numbers.Add(cluster, labels[i] = numbers.Count);
        }
        return labels;
    }
}
