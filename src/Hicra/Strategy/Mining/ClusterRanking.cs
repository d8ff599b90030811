namespace Hicra.Strategy.Mining;

/// <summary>
/// Counts clusters by solution (the paper's Cluster DF, section 2.1) and keeps the top share. The paper clusters all n-grams,
/// so all clusters of frequent n-grams make up the 100 %; only the grams that pass <see cref="GramRules"/> count for a
/// cluster's DF, and a cluster without any takes no place.
/// </summary>
internal static class ClusterRanking
{
    /// <summary>The clusters by falling Cluster DF; of equal ones the one whose name comes first.</summary>
    /// <param name="candidates">[candidates] by falling document frequency.</param>
    /// <param name="labels">[candidates] the cluster of each; one that is noise is a cluster of its own.</param>
    /// <param name="sample">The documents to count.</param>
    /// <param name="settings">The share that is kept, threads.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The clusters that hold a gram which stays, and the number of all clusters.</returns>
    public static (List<MinedCluster> Clusters, int All) Rank(List<Candidate> candidates, int[] labels, CorpusSample sample, MiningSettings settings, CancellationToken cancellation)
    {
        int all = labels.Max() + 1;
        int[] clusterOf = [.. labels.Select(label => label == IPhraseClustering.Noise ? all++ : label)];
        int kept = (int)Math.Ceiling(settings.TopShare * all);
        int[] stay = [.. Enumerable.Range(0, candidates.Count).Where(c => candidates[c].Rule is null)];
        (int[] df, long[] occurrences) = Count([.. stay.Select(c => candidates[c])], [.. stay.Select(c => clusterOf[c])], all, sample, settings, cancellation);

        return ([.. stay.GroupBy(c => clusterOf[c], c => candidates[c].Gram)
            .OrderByDescending(grams => df[grams.Key]).ThenBy(grams => grams.First().Text, StringComparer.Ordinal)
            .Select((grams, rank) => new MinedCluster(grams.First().Text, df[grams.Key], occurrences[grams.Key], [.. grams], rank < kept))], all);
    }

    private static (int[] Df, long[] Occurrences) Count(
        List<Candidate> candidates, int[] clusterOf, int clusters, CorpusSample sample, MiningSettings settings, CancellationToken cancellation)
    {
        var scan = new CandidateScan(candidates);
        List<Range> parts = sample.Split(settings.ThreadCount);
        var (df, occurrences) = (new int[parts.Count][], new long[parts.Count][]);
        Parallel.For(0, parts.Count, settings.Options(cancellation), part =>
        {
            var (ownDf, ownOccurrences, last) = (new int[clusters], new long[clusters], new int[clusters]);
            Array.Fill(last, -1);
            var found = new List<int>();
            (int start, int length) = parts[part].GetOffsetAndLength(sample.Count);
            for (int d = start; d < start + length; d++)
            {
                found.Clear();
                scan.Find(sample.Corpus[sample.Solutions[d]], found);
                foreach (int candidate in found)
                {
                    int cluster = clusterOf[candidate];
                    ownOccurrences[cluster]++;
                    if (last[cluster] == d) continue;
                    last[cluster] = d;
                    ownDf[cluster]++;
                }
            }
            (df[part], occurrences[part]) = (ownDf, ownOccurrences);
        });
        return ([.. Enumerable.Range(0, clusters).Select(c => df.Sum(own => own[c]))], [.. Enumerable.Range(0, clusters).Select(c => occurrences.Sum(own => own[c]))]);
    }
}
