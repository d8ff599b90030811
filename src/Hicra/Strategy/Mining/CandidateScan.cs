using System.Numerics;

namespace Hicra.Strategy.Mining;

/// <summary>Finds candidates in solutions: every one that starts at a position, nested and overlapping ones included.</summary>
internal sealed class CandidateScan
{
    private const int Root = 0;

    // A trie over words as an open-addressed hash table: (state, word) -> state.
    private readonly ulong[] _keys;
    private readonly int[] _targets;
    private readonly int[] _candidate; // [states] the candidate that ends there, or -1
    private readonly int _shift;

    public CandidateScan(IReadOnlyList<Candidate> candidates)
    {
        int words = candidates.Sum(c => c.Words.Length);
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)(4 * words + 4));
        _shift = 64 - BitOperations.Log2((uint)capacity);
        (_keys, _targets) = (new ulong[capacity], new int[capacity]);
        var ends = new List<int> { -1 };
        for (int c = 0; c < candidates.Count; c++)
        {
            int state = Root;
            foreach (int word in candidates[c].Words)
            {
                int slot = Slot(state, word);
                if (_keys[slot] == 0)
                {
                    (_keys[slot], _targets[slot]) = (Key(state, word) + 1, ends.Count);
                    ends.Add(-1);
                }
                state = _targets[slot];
            }
            ends[state] = c;
        }
        _candidate = [.. ends];
    }

    /// <summary>Appends the candidates of a solution, one entry an occurrence.</summary>
    public void Find(ReadOnlySpan<int> solution, List<int> into)
    {
        for (int i = 0; i < solution.Length; i++)
        {
            int state = Root;
            for (int j = i; j < solution.Length && solution[j] != ProseReader.Break; j++)
            {
                int slot = Slot(state, solution[j]);
                if (_keys[slot] == 0) break;
                state = _targets[slot];
                if (_candidate[state] >= 0) into.Add(_candidate[state]);
            }
        }
    }

    private int Slot(int state, int word)
    {
        ulong key = Key(state, word);
        int slot = (int)(GramTable.Hash(key) >> _shift);
        while (_keys[slot] != key + 1 && _keys[slot] != 0) slot = (slot + 1) & (_keys.Length - 1);
        return slot;
    }

    private static ulong Key(int state, int word) => ((ulong)(uint)state << 32) | (uint)word;
}
