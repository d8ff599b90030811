using System.Runtime.InteropServices;

namespace Hicra.Credit;

/// <summary>Draws the n-grams of a placebo run from rollouts.</summary>
public static class PlaceboGrams
{
    /// <summary>
    /// Draws n-grams of token ids at random among the most frequent ones that touch no planning token: windows inside one
    /// rollout are counted with overlap, ordered by count and then by their ids, and drawn without replacement. The same
    /// rollouts and the same stream give the same n-grams.
    /// </summary>
    /// <param name="context">The rollouts, usually those of the first step.</param>
    /// <param name="random">The random stream.</param>
    /// <param name="count">How many to draw; as many as strategic grams, so that only their meaning differs.</param>
    /// <param name="length">Tokens in an n-gram.</param>
    /// <param name="mostFrequent">The number of most frequent n-grams to draw from.</param>
    /// <returns>At most <paramref name="count"/> n-grams: fewer where the rollouts have fewer.</returns>
    /// <exception cref="HicraException">The rollouts have no such n-gram at all.</exception>
    public static IReadOnlyList<int[]> Draw(TokenContext context, CounterRandom random, int count = 33, int length = 4, int mostFrequent = 400)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mostFrequent);

        var counts = new Dictionary<int[], int>(IdsComparer.Instance);
        for (int i = 0; i < context.RolloutCount; i++)
        {
            for (int t = context.Offsets[i]; t + length <= context.Offsets[i + 1]; t++)
            {
                if (context.Planning.AsSpan(t, length).Contains(true)) continue;
                CollectionsMarshal.GetValueRefOrAddDefault(counts, context.TokenIds[t..(t + length)], out _)++;
            }
        }
        if (counts.Count == 0) throw new HicraException($"The rollouts have no {length} tokens in a row without a planning token: a placebo needs longer rollouts or fewer strategic grams.");

        int[][] frequent = [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, IdsComparer.Instance).Select(c => c.Key).Take(mostFrequent)];
        random.Shuffle(frequent.AsSpan());
        return frequent[..Math.Min(count, frequent.Length)];
    }

    private sealed class IdsComparer : IEqualityComparer<int[]>, IComparer<int[]>
    {
        public static readonly IdsComparer Instance = new();

        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] obj)
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(obj.AsSpan()));
            return hash.ToHashCode();
        }

        public int Compare(int[]? x, int[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
