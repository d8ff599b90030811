namespace Hicra.Training.Policies;

/// <summary>One sampled response, before it is packed with others.</summary>
/// <param name="Tokens">[tokens] ids.</param>
/// <param name="LogProbs">[tokens] log-probs of the whole distribution.</param>
/// <param name="Entropies">[tokens] its entropies.</param>
/// <param name="Truncated">The same of the distribution that was drawn from, where tokens were left out.</param>
public sealed record SampledRow(int[] Tokens, float[] LogProbs, float[] Entropies, TruncatedScores? Truncated = null)
{
    /// <summary>Puts responses side by side.</summary>
    /// <param name="rows">[responses] in their order.</param>
    public static SampledResponses Pack(IReadOnlyList<SampledRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var offsets = new int[rows.Count + 1];
        for (int i = 0; i < rows.Count; i++) offsets[i + 1] = offsets[i] + rows[i].Tokens.Length;
        bool truncated = rows.Count > 0 && rows.All(row => row.Truncated is not null);
        return new SampledResponses(Tokens(), offsets, Joined(row => row.LogProbs), Joined(row => row.Entropies))
        {
            Truncated = truncated ? new TruncatedScores(Joined(row => row.Truncated!.LogProbs), Joined(row => row.Truncated!.Entropies)) : null,
        };

        int[] Tokens()
        {
            var all = new int[offsets[^1]];
            for (int i = 0; i < rows.Count; i++) rows[i].Tokens.CopyTo(all, offsets[i]);
            return all;
        }

        float[] Joined(Func<SampledRow, float[]> of)
        {
            var all = new float[offsets[^1]];
            for (int i = 0; i < rows.Count; i++) of(rows[i]).CopyTo(all, offsets[i]);
            return all;
        }
    }
}
