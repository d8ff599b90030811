using System.Numerics;

namespace Hicra.Strategy;

/// <summary>
/// Finds grams (short sequences of integer symbols) in a sequence, in time linear in the sequence whatever the grams
/// (Aho and Corasick 1975). Immutable, so any number of threads may share one.
/// </summary>
/// <remarks>
/// The automaton is built from the reversed grams and reads the sequence from its end: its state at index <c>i</c> then
/// knows the longest gram that <em>starts</em> at <c>i</c>, which is all that both policies need.
/// </remarks>
public sealed class GramMatcher
{
    private const int Root = 0, None = -1;

    private readonly int[] _lengths; // [grams]
    private readonly int[] _failure; // [states] the state of the longest proper suffix that is a state too
    private readonly int[] _longest; // [states] the longest gram that the state ends with, or None

    // The goto function as an open-addressed hash table: (state, symbol) -> state. Vocabularies are far too large for rows.
    private readonly long[] _keys;
    private readonly int[] _targets;
    private readonly int _shift;

    // The symbols that lead away from the root, as bits by their last digits: most symbols of a text do not, and need no look-up.
    private readonly ulong[] _fromRoot = new ulong[RootBits / 64];
    private const int RootBits = 4096;

    /// <summary>Builds the automaton.</summary>
    /// <param name="grams">[grams] each at least one symbol long. Of equal grams the first counts; an empty set matches nothing.</param>
    /// <exception cref="ArgumentException">A gram is empty; the message names its index.</exception>
    public GramMatcher(IReadOnlyList<IReadOnlyList<int>> grams)
    {
        ArgumentNullException.ThrowIfNull(grams);
        _lengths = new int[grams.Count];
        int symbols = 0;
        for (int g = 0; g < grams.Count; g++)
        {
            if (grams[g] is null || grams[g].Count == 0) throw new ArgumentException($"Gram {g} is empty; a gram needs at least one symbol.", nameof(grams));
            symbols += _lengths[g] = grams[g].Count;
        }

        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * symbols + 2));
        _shift = 64 - BitOperations.Log2((uint)capacity);
        _keys = new long[capacity];
        _targets = new int[capacity];
        Array.Fill(_keys, None);

        var states = new List<(int Parent, int Symbol, int Depth, int Gram)> { (Root, 0, 0, None) };
        for (int g = 0; g < grams.Count; g++)
        {
            int state = Root;
            for (int i = grams[g].Count - 1; i >= 0; i--) state = Child(state, grams[g][i], states);
            if (states[state].Gram == None) states[state] = states[state] with { Gram = g };
        }

        _failure = new int[states.Count];
        _longest = new int[states.Count];
        _longest[Root] = None;
        foreach (int state in ByDepth(states))
        {
            (int parent, int symbol, _, int gram) = states[state];
            if (parent == Root) _fromRoot[(symbol & (RootBits - 1)) / 64] |= 1UL << symbol;
            _failure[state] = parent == Root ? Root : Step(_failure[parent], symbol);
            _longest[state] = gram != None ? gram : _longest[_failure[state]];
        }
    }

    /// <summary>The number of grams.</summary>
    public int Count => _lengths.Length;

    /// <summary>Appends the occurrences from the start, leftmost and longest first, without overlap.</summary>
    /// <param name="tokens">[tokens] the sequence.</param>
    /// <param name="into">Receives the spans in order; not cleared.</param>
    public void LeftmostLongest(ReadOnlySpan<int> tokens, List<GramSpan> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        using var gramAt = new Pooled<int>(tokens.Length);
        LongestPerStart(tokens, gramAt.Span);
        for (int i = 0; i < tokens.Length;)
        {
            int gram = gramAt.Span[i];
            if (gram != None) into.Add(new(i, _lengths[gram], gram));
            i += gram != None ? _lengths[gram] : 1;
        }
    }

    /// <summary>Sets, for each token, whether an occurrence covers it.</summary>
    /// <param name="tokens">[tokens] the sequence.</param>
    /// <param name="mask">[tokens], overwritten.</param>
    /// <param name="policy">Which occurrences count where they overlap.</param>
    /// <exception cref="ArgumentException">The mask is not as long as the sequence.</exception>
    public void Mark(ReadOnlySpan<int> tokens, Span<bool> mask, MatchPolicy policy = MatchPolicy.AllOccurrences)
    {
        if (mask.Length != tokens.Length) throw new ArgumentException("The mask must be as long as the sequence.", nameof(mask));
        using var gramAt = new Pooled<int>(tokens.Length);
        LongestPerStart(tokens, gramAt.Span);
        // The longest gram at each start covers the others that start there, so the union needs no further ones.
        int covered = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            int gram = gramAt.Span[i];
            if (gram != None && (policy == MatchPolicy.AllOccurrences || i >= covered)) covered = Math.Max(covered, i + _lengths[gram]);
            mask[i] = i < covered;
        }
    }

    private void LongestPerStart(ReadOnlySpan<int> tokens, Span<int> gramAt)
    {
        int state = Root;
        for (int i = tokens.Length - 1; i >= 0; i--)
        {
            state = Step(state, tokens[i]);
            gramAt[i] = _longest[state];
        }
    }

    private int Step(int state, int symbol)
    {
        while (state != Root)
        {
            int slot = Slot(state, symbol);
            if (_keys[slot] != None) return _targets[slot];
            state = _failure[state];
        }
        if ((_fromRoot[(symbol & (RootBits - 1)) / 64] & (1UL << symbol)) == 0) return Root;
        int first = Slot(Root, symbol);
        return _keys[first] != None ? _targets[first] : Root;
    }

    // All states but the root, the shallow ones first, in linear time: a library may have millions.
    private static int[] ByDepth(List<(int Parent, int Symbol, int Depth, int Gram)> states)
    {
        var starts = new int[states.Max(s => s.Depth) + 2];
        for (int s = 1; s < states.Count; s++) starts[states[s].Depth + 1]++;
        for (int depth = 1; depth < starts.Length; depth++) starts[depth] += starts[depth - 1];
        var order = new int[states.Count - 1];
        for (int s = 1; s < states.Count; s++) order[starts[states[s].Depth]++] = s;
        return order;
    }

    private int Child(int parent, int symbol, List<(int, int, int, int)> states)
    {
        int slot = Slot(parent, symbol);
        if (_keys[slot] == None)
        {
            _keys[slot] = Key(parent, symbol);
            _targets[slot] = states.Count;
            states.Add((parent, symbol, states[parent].Item3 + 1, None));
        }
        return _targets[slot];
    }

    /// <summary>The slot that holds the transition, or the free slot where it would stand.</summary>
    private int Slot(int state, int symbol)
    {
        long key = Key(state, symbol);
        int slot = (int)(unchecked((ulong)key * 0x9E3779B97F4A7C15UL) >> _shift);
        while (_keys[slot] != key && _keys[slot] != None) slot = (slot + 1) & (_keys.Length - 1);
        return slot;
    }

    private static long Key(int state, int symbol) => ((long)state << 32) | (uint)symbol;
}
