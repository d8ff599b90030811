namespace Hicra.Strategy.Mining;

/// <summary>Pairs of vectors that are nearer than a distance, found block by block without keeping all distances.</summary>
internal static class NearPairs
{
    private const int Block = 64;

    /// <summary>The connected components of "nearer than the distance", in the order of their first members; members ascending.</summary>
    public static IEnumerable<int[]> Components(PhraseVectors vectors, double below, ParallelOptions options)
    {
        var sets = new DisjointSets(vectors.Count);
        Find(vectors, distance => distance < below, options, (i, near) =>
        {
            foreach (int j in near) sets.Join(i, j);
        });
        return sets.Sets();
    }

    /// <summary>Tells, vector by vector in order, which others are near.</summary>
    /// <param name="vectors">All vectors.</param>
    /// <param name="isNear">Whether a distance is near.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <param name="tell">Receives a vector and its near others, ascending, itself not among them; called on one thread.</param>
    public static void Find(PhraseVectors vectors, Func<float, bool> isNear, ParallelOptions options, Action<int, List<int>> tell)
    {
        if (vectors.Count == 0) return;
        var rows = new CosineDistances(vectors, [.. Enumerable.Range(0, vectors.Count)]);
        int wave = Block * options.MaxDegreeOfParallelism;
        var near = new List<int>[wave];
        for (int start = 0; start < vectors.Count; start += wave)
        {
            int from = start;
            Parallel.For(0, Math.Min(wave, vectors.Count - from), options, () => new float[vectors.Count], (offset, _, distances) =>
            {
                rows.Row(from + offset, distances);
                List<int> found = near[offset] = [];
                for (int j = 0; j < distances.Length; j++)
                {
                    if (j != from + offset && isNear(distances[j])) found.Add(j);
                }
                return distances;
            }, static _ => { });
            for (int offset = 0; offset < wave && from + offset < vectors.Count; offset++) tell(from + offset, near[offset]);
        }
    }
}
