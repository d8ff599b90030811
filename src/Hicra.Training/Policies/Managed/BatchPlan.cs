namespace Hicra.Training.Policies.Managed;

/// <summary>Which sequences of a batch are computed together: dealt to shards, and within a shard into passes.</summary>
internal static class BatchPlan
{
    // Tokens that a worker takes at a time: their activations should stay in a core's own cache.
    private const int TokensAtATime = 192;

    /// <summary>[shards][passes][sequences]: sequences dealt longest first to the emptiest shard.</summary>
    public static int[][][] Of(PackedBatch batch, int shardCount)
    {
        int[] order = [.. Enumerable.Range(0, batch.Count).OrderByDescending(i => batch.Offsets[i + 1] - batch.Offsets[i])];
        var shards = new List<int>[shardCount];
        for (int i = 0; i < shardCount; i++) shards[i] = [];
        var load = new long[shardCount];
        foreach (int sequence in order)
        {
            int emptiest = Array.IndexOf(load, load.Min());
            shards[emptiest].Add(sequence);
            load[emptiest] += batch.Offsets[sequence + 1] - batch.Offsets[sequence];
        }
        return [.. shards.Select(shard => Split(batch, shard))];
    }

    private static int[][] Split(PackedBatch batch, List<int> shard)
    {
        var parts = new List<int[]>();
        var part = new List<int>();
        int tokens = 0;
        foreach (int sequence in shard)
        {
            int length = batch.Offsets[sequence + 1] - batch.Offsets[sequence];
            if (part.Count > 0 && tokens + length > TokensAtATime)
            {
                parts.Add([.. part]);
                part.Clear();
                tokens = 0;
            }
            part.Add(sequence);
            tokens += length;
        }
        if (part.Count > 0) parts.Add([.. part]);
        return [.. parts];
    }
}
