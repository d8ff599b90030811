namespace Hicra.Strategy.Mining;

/// <summary>Counts clusters by solution (the paper's Cluster DF, section 2.1) and keeps the top share.</summary>
internal static class ClusterRanking
{
    /// <summary>The clusters by falling Cluster DF; of equal ones the one whose name comes first.</summary>
    /// <param name="candidates">[candidates] by falling document frequency.</param>
    /// <param name="labels">[candidates] the cluster of each; one that is noise is a cluster of its own.</param>
    /// <param name="sample">The documents to count.</param>
    /// <param name="settings">The share that is kept, threads.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static List<MinedCluster> Rank(List<Candidate> candidates, int[] labels, CorpusSample sample, MiningSettings settings, CancellationToken cancellation)
    {
        int next = labels.Length == 0 ? 0 : labels.Max() + 1;
        int[] clusterOf = [.. labels.Select(label => label == IPhraseClustering.Noise ? next++ : label)];
        (int[] df, long[] occurrences) = Count(candidates, clusterOf, next, sample, settings, cancellation);

        ILookup<int, Candidate> members = Enumerable.Range(0, candidates.Count).ToLookup(c => clusterOf[c], c => candidates[c]);
        int[] ranked = [.. Enumerable.Range(0, next).OrderByDescending(c => df[c]).ThenBy(c => members[c].First().Gram.Text, StringComparer.Ordinal)];
        int kept = Math.Max(1, (int)(settings.TopShare * next));
        var clusters = new List<MinedCluster>();
        for (int rank = 0; rank < ranked.Length; rank++)
        {
            MinedGram[] grams = [.. members[ranked[rank]].Where(c => c.Rule is null).Select(c => c.Gram)];
            if (grams.Length > 0) clusters.Add(new(grams[0].Text, df[ranked[rank]], occurrences[ranked[rank]], grams, rank < kept));
        }
        return clusters;
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
