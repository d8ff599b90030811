using Hicra.Strategy;

namespace Hicra.Metrics;

/// <summary>What counts as "the procedural n-grams after a strategic gram"; the paper gives neither number.</summary>
public sealed record ConditionalEntropyOptions
{
    private readonly int _length = 3, _window = 1;

    /// <summary>The n of the n-grams, in tokens. Default 3, the shortest of the paper's grams (section 2.1).</summary>
    /// <exception cref="HicraException">Less than 1.</exception>
    public int Length
    {
        get => _length;
        init => _length = value >= 1 ? value : throw new HicraException($"conditional entropy: n-gram length {value} is too small; give 1 or more");
    }

    /// <summary>How many consecutive n-grams after a strategic gram count, each starting a token later. Default 1: only the next.</summary>
    /// <exception cref="HicraException">Less than 1.</exception>
    public int Window
    {
        get => _window;
        init => _window = value >= 1 ? value : throw new HicraException($"conditional entropy: window {value} is too small; give 1 or more");
    }
}

/// <summary>
/// The paper's "Other Grams (Conditional)" (section 2.2): the entropy of procedural n-grams given the strategic gram that
/// they follow, H(next | gram) = Σ p(gram) H(next | gram), over the rollouts added. Reusable: <see cref="Clear"/> keeps the memory.
/// </summary>
/// <remarks>
/// An n-gram counts if it starts within the window after the gram's last token, lies within the response and holds
/// execution tokens only; the first planning token ends the window. p(gram) is the gram's share of the counted
/// n-grams, so that H(next | gram) = H(gram, next) − H(gram). It is the plug-in estimate: it rises with the number of
/// rollouts where most n-grams are rare, so compare it at equal batch sizes.
/// </remarks>
public sealed class ConditionalGramEntropy(ConditionalEntropyOptions? options = null)
{
    private readonly ConditionalEntropyOptions _options = options ?? new();

    // A trie: a gram's node, then one node a token. The node at the end of an n-gram stands for (gram, n-gram).
    private readonly Dictionary<long, int> _children = [];
    private readonly List<(int Count, int Gram)> _nodes = []; // Gram is the gram's node; itself for such a node
    private int _total;

    /// <summary>The number of n-grams counted.</summary>
    public int Count => _total;

    /// <summary>The conditional entropy of what was added; null where no n-gram was counted.</summary>
    public Entropy? Value
    {
        get
        {
            if (_total == 0) return null;
            double sum = 0;
            for (int i = 0; i < _nodes.Count; i++)
            {
                (int count, int gram) = _nodes[i];
                if (gram != i && count > 0) sum += count * Math.Log((double)count / _nodes[gram].Count);
            }
            return new((0 - sum) / _total);
        }
    }

    /// <summary>Adds one rollout.</summary>
    /// <param name="tokens">[tokens] ids of the response.</param>
    /// <param name="spans">The strategic grams in it.</param>
    /// <param name="planning">[tokens] whether a token is a planning token.</param>
    /// <exception cref="ArgumentException">The mask is not as long as the response, or a span reaches beyond it.</exception>
    public void Add(ReadOnlySpan<int> tokens, ReadOnlySpan<GramSpan> spans, ReadOnlySpan<bool> planning)
    {
        if (planning.Length != tokens.Length) throw new ArgumentException("The mask must be as long as the response.", nameof(planning));
        foreach (GramSpan span in spans)
        {
            if (span.End > tokens.Length) throw new ArgumentException("A span reaches beyond the response.", nameof(spans));
            ReadOnlySpan<bool> after = planning[span.End..];
            int execution = after.IndexOf(true);
            if (execution < 0) execution = after.Length;
            int ngrams = Math.Min(_options.Window, execution - _options.Length + 1);
            for (int i = 0; i < ngrams; i++) Add(span.Gram, tokens.Slice(span.End + i, _options.Length));
        }
    }

    /// <summary>Forgets what was added.</summary>
    public void Clear()
    {
        _children.Clear();
        _nodes.Clear();
        _total = 0;
    }

    private void Add(int gram, ReadOnlySpan<int> ngram)
    {
        int root = Child(-1, gram, -1), node = root;
        foreach (int token in ngram) node = Child(node, token, root);
        _nodes[root] = _nodes[root] with { Count = _nodes[root].Count + 1 };
        _nodes[node] = _nodes[node] with { Count = _nodes[node].Count + 1 };
        _total++;
    }

    private int Child(int parent, int symbol, int gram)
    {
        long key = ((long)parent << 32) | (uint)symbol;
        if (_children.TryGetValue(key, out int node)) return node;
        node = _nodes.Count;
        _children.Add(key, node);
        _nodes.Add((0, gram < 0 ? node : gram));
        return node;
    }
}
