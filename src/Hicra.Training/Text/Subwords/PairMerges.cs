namespace Hicra.Training.Text.Subwords;

/// <summary>Which two neighbouring tokens become one, and which pair goes first: the merges of byte-pair encoding (Sennrich et al. 2016).</summary>
internal sealed class PairMerges
{
    private readonly Dictionary<(int Left, int Right), (int Rank, int Whole)> _merges = [];

    /// <summary>Adds a merge; a later one of the same pair takes the earlier one's place.</summary>
    /// <param name="left">The left token.</param>
    /// <param name="right">The right token.</param>
    /// <param name="rank">The lowest goes first; of equals, the leftmost.</param>
    /// <param name="whole">What the two become.</param>
    public void Add(int left, int right, int rank, int whole) => _merges[(left, right)] = (rank, whole);

    /// <summary>Merges until no pair is left.</summary>
    /// <param name="tokens">The smallest pieces; replaced by the result.</param>
    /// <param name="lengths">As many numbers, for example of bytes; those of merged tokens are added.</param>
    public void Apply(List<int> tokens, List<int> lengths)
    {
        int count = tokens.Count;
        // Neighbours as a linked list; a token that was swallowed is -1. Offers are looked at again when their turn comes: they may be out of date.
        var next = new int[count];
        var previous = new int[count];
        for (int i = 0; i < count; i++) (previous[i], next[i]) = (i - 1, i + 1);
        var offers = new PriorityQueue<(int At, int Whole), (int Rank, int At)>();
        for (int i = 0; i + 1 < count; i++) Offer(i);
        while (offers.TryDequeue(out (int At, int Whole) offer, out _))
        {
            int at = offer.At, right = tokens[at] < 0 ? count : next[at];
            if (right >= count || !_merges.TryGetValue((tokens[at], tokens[right]), out (int Rank, int Whole) merge) || merge.Whole != offer.Whole) continue;
            tokens[at] = merge.Whole;
            lengths[at] += lengths[right];
            tokens[right] = -1;
            next[at] = next[right];
            if (next[at] < count) previous[next[at]] = at;
            if (previous[at] >= 0) Offer(previous[at]);
            if (next[at] < count) Offer(at);
        }
        int kept = 0;
        for (int i = 0; i < count; i = next[i]) (tokens[kept], lengths[kept++]) = (tokens[i], lengths[i]);
        tokens.RemoveRange(kept, count - kept);
        lengths.RemoveRange(kept, count - kept);

        void Offer(int at)
        {
            if (_merges.TryGetValue((tokens[at], tokens[next[at]]), out (int Rank, int Whole) merge)) offers.Enqueue((at, merge.Whole), (merge.Rank, at));
        }
    }
}
