using Hicra.Metrics;
using Hicra.Strategy;

namespace Hicra.Logs.Measures;

/// <summary>
/// <see cref="ConditionalGramEntropy"/> for logs of any size: the n-grams are kept as hashes of 16 bytes, and no more than
/// <see cref="Most"/> of them.
/// </summary>
internal sealed class FollowingGrams
{
    /// <summary>The most n-grams that are kept.</summary>
    public const int Most = 2_000_000;

    private const int Length = 3; // ConditionalEntropyOptions' default, the next n-gram alone
    private readonly List<(int Gram, ulong Next)> _seen = [];

    /// <summary>N-grams that were counted.</summary>
    public int Count => _seen.Count;

    /// <summary>Whether there were more than are kept.</summary>
    public bool IsFull { get; private set; }

    /// <summary>H(next | gram) in nats; null where nothing was counted.</summary>
    public double? Value()
    {
        if (_seen.Count == 0) return null;
        _seen.Sort();
        double sum = 0;
        for (int at = 0; at < _seen.Count;)
        {
            int start = at, gram = _seen[at].Gram;
            while (at < _seen.Count && _seen[at].Gram == gram) at++;
            for (int i = start; i < at;)
            {
                int first = i;
                while (i < at && _seen[i].Next == _seen[first].Next) i++;
                sum += (i - first) * Math.Log((double)(i - first) / (at - start));
            }
        }
        return (0 - sum) / _seen.Count;
    }

    /// <summary>Counts the n-gram behind each gram, where it lies within the response and has no planning token.</summary>
    public void Add(MarkedResponse response)
    {
        foreach (GramSpan span in response.Spans)
        {
            if (span.End + Length > response.Count || response.Planning.Slice(span.End, Length).Contains(true)) continue;
            if (_seen.Count == Most)
            {
                IsFull = true;
                return;
            }
            ulong hash = 0;
            for (int i = span.End; i < span.End + Length; i++) hash = Rollouts.TextHash.Of(response.Token(i), hash);
            _seen.Add((span.Gram, hash));
        }
    }
}
