namespace Hicra.Strategy;

/// <summary>Known words and their numbers. A look-up takes the text as it stands and folds it on the way, so that a text need not be copied.</summary>
internal sealed class WordTable
{
    /// <summary>The hash of no character; <see cref="Hash"/> goes on from it (FNV-1a).</summary>
    public const uint Seed = 2166136261;

    /// <summary>What <see cref="Find"/> gives for a word that is not known.</summary>
    public const int Unknown = -1;

    private readonly List<(string Text, uint Hash)> _words = [];
    private int[] _slots = new int[64]; // word + 1, open addressing, at most half full
    private int _longest;

    /// <summary>The hash of some characters and one more, which is folded.</summary>
    public static uint Hash(uint hash, char folded) => (hash ^ folded) * 16777619;

    /// <summary>The number of a word, counted from 0; known from now on.</summary>
    /// <param name="word">Folded.</param>
    public int Add(ReadOnlySpan<char> word)
    {
        uint hash = Seed;
        foreach (char c in word) hash = Hash(hash, c);
        if (Find(word, hash) is >= 0 and int known) return known;
        if (2 * _words.Count >= _slots.Length) Grow();
        _words.Add((word.ToString(), hash));
        _longest = Math.Max(_longest, word.Length);
        Place(_words.Count - 1);
        return _words.Count - 1;
    }

    /// <summary>The number of a word, or <see cref="Unknown"/>.</summary>
    /// <param name="word">As it stands in the text.</param>
    /// <param name="hash">Of its folded characters.</param>
    public int Find(ReadOnlySpan<char> word, uint hash)
    {
        if (word.Length > _longest) return Unknown;
        for (int slot = Slot(hash); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            (string text, uint own) = _words[_slots[slot] - 1];
            if (own == hash && Equal(word, text)) return _slots[slot] - 1;
        }
        return Unknown;
    }

    private static bool Equal(ReadOnlySpan<char> word, string folded)
    {
        if (word.Length != folded.Length) return false;
        for (int i = 0; i < word.Length; i++)
            if (CharacterTable.Folded[word[i]] != folded[i]) return false;
        return true;
    }

    // FNV's low bits depend on the last characters most; the high ones are mixed in.
    private int Slot(uint hash) => (int)((hash ^ (hash >> 15)) & (uint)(_slots.Length - 1));

    private void Grow()
    {
        _slots = new int[2 * _slots.Length];
        for (int word = 0; word < _words.Count; word++) Place(word);
    }

    private void Place(int word)
    {
        int slot = Slot(_words[word].Hash);
        while (_slots[slot] != 0) slot = (slot + 1) & (_slots.Length - 1);
        _slots[slot] = word + 1;
    }
}
