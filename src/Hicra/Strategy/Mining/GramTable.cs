using System.Numerics;

namespace Hicra.Strategy.Mining;

/// <summary>Counts keys by document: an open-addressed hash table whose entries are one half of a cache line.</summary>
internal sealed class GramTable
{
    /// <summary>A key and its counts.</summary>
    public struct Entry
    {
        /// <summary>The key plus 1; 0 is a free slot.</summary>
        public ulong Key;

        /// <summary>Documents that have it.</summary>
        public int Df;

        /// <summary>Groups of documents that have it.</summary>
        public int Groups;

        /// <summary>Occurrences.</summary>
        public long Occurrences;

        /// <summary>The last document and group that had it.</summary>
        public int LastDocument, LastGroup;
    }

    private Entry[] _entries = new Entry[1 << 10];
    private int _shift = 64 - 10;

    public int Count { get; private set; }

    /// <summary>The entries in use, in no order that matters.</summary>
    public IEnumerable<Entry> Entries => _entries.Where(entry => entry.Key != 0);

    public static ulong Hash(ulong key) => key * 0x9E3779B97F4A7C15UL;

    /// <summary>Counts one occurrence. Documents come in order, and groups too.</summary>
    public void Add(ulong key, int document, int group)
    {
        ref Entry entry = ref Find(key);
        entry.Occurrences++;
        if (entry.LastDocument == document) return;
        entry.LastDocument = document;
        entry.Df++;
        if (entry.LastGroup == group) return;
        entry.LastGroup = group;
        entry.Groups++;
    }

    /// <summary>Adds the counts of other documents of other groups.</summary>
    public void Merge(GramTable other)
    {
        foreach (ref readonly Entry from in other._entries.AsSpan())
        {
            if (from.Key == 0) continue;
            ref Entry entry = ref Find(from.Key - 1);
            entry.Df += from.Df;
            entry.Groups += from.Groups;
            entry.Occurrences += from.Occurrences;
        }
    }

    private ref Entry Find(ulong key)
    {
        while (true)
        {
            int slot = (int)(Hash(key) >> _shift);
            while (_entries[slot].Key != key + 1)
            {
                if (_entries[slot].Key == 0)
                {
                    if (Count * 2 >= _entries.Length) break;
                    Count++;
                    _entries[slot] = new Entry { Key = key + 1, LastDocument = -1, LastGroup = -1 };
                    return ref _entries[slot];
                }
                slot = (slot + 1) & (_entries.Length - 1);
            }
            if (_entries[slot].Key == key + 1) return ref _entries[slot];
            Grow();
        }
    }

    private void Grow()
    {
        Entry[] old = _entries;
        _entries = new Entry[old.Length * 2];
        _shift = 64 - BitOperations.Log2((uint)_entries.Length);
        foreach (ref readonly Entry entry in old.AsSpan())
        {
            if (entry.Key == 0) continue;
            int slot = (int)(Hash(entry.Key - 1) >> _shift);
            while (_entries[slot].Key != 0) slot = (slot + 1) & (_entries.Length - 1);
            _entries[slot] = entry;
        }
    }
}
