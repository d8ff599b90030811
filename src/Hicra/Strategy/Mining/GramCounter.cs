using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hicra.Strategy.Mining;

/// <summary>
/// Counts n-grams by document, length by length, with memory bounded by what is frequent. A gram can only be frequent if both
/// its parts of one word less are (downward closure), so every position holds the number of the frequent gram that starts
/// there, and a longer gram is the pair of numbers at two neighbouring positions. Pairs are first counted in a small table
/// that forgets which pair it was (Park, Chen, Yu 1995): its counts are never too small, so a pair that falls short there
/// needs no entry of its own.
/// </summary>
internal sealed class GramCounter(CorpusSample sample, MiningSettings settings)
{
    private const int Infrequent = -1;

    private readonly MiningCorpus _corpus = sample.Corpus;
    private readonly List<Range> _parts = sample.Split(settings.ThreadCount);
    private readonly int _minDf = settings.MinDf(sample.Count);
    private readonly int _minGroups = sample.Corpus.KnowsProblems ? settings.MinProblems : 1;
    private int[] _at = []; // [positions] the frequent gram that starts there, or Infrequent

    /// <summary>Counts the grams of one word up to the settings' most words.</summary>
    public FrequentGrams Count(IProgress<MiningProgress>? progress, CancellationToken cancellation)
    {
        var levels = new List<GramLevel> { CountWords(cancellation) };
        progress?.Report(new("count", 1, settings.MaxWords));
        while (levels.Count < settings.MaxWords)
        {
            levels.Add(CountPairs(cancellation));
            progress?.Report(new("count", levels.Count, settings.MaxWords));
        }
        return new FrequentGrams(_corpus, levels, sample.Count);
    }

    private GramLevel CountWords(CancellationToken cancellation)
    {
        int vocabulary = _corpus.Vocabulary.Count;
        var (df, groups, occurrences) = (new int[vocabulary], new int[vocabulary], new long[vocabulary]);
        var (document, group) = (new int[vocabulary], new int[vocabulary]);
        Array.Fill(document, -1);
        Array.Fill(group, -1);
        for (int d = 0; d < sample.Count; d++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (int word in _corpus[sample.Solutions[d]])
            {
                if (word == ProseReader.Break) continue;
                occurrences[word]++;
                if (document[word] == d) continue;
                (document[word], df[word]) = (d, df[word] + 1);
                if (group[word] == sample.Groups[d]) continue;
                (group[word], groups[word]) = (sample.Groups[d], groups[word] + 1);
            }
        }

        int[] frequent = [.. Enumerable.Range(0, vocabulary).Where(w => df[w] >= _minDf && groups[w] >= _minGroups)];
        int[] idOf = new int[vocabulary];
        Array.Fill(idOf, Infrequent);
        for (int id = 0; id < frequent.Length; id++) idOf[frequent[id]] = id;
        _at = new int[_corpus.Words.Length];
        Parallel.For(0, settings.ThreadCount, settings.Options(cancellation), part =>
        {
            (int from, int to) = Share(part);
            for (int i = from; i < to; i++) _at[i] = _corpus.Words[i] == ProseReader.Break ? Infrequent : idOf[_corpus.Words[i]];
        });
        return new(frequent, frequent, [.. frequent.Select(w => df[w])], [.. frequent.Select(w => groups[w])], [.. frequent.Select(w => occurrences[w])]);
    }

    private GramLevel CountPairs(CancellationToken cancellation)
    {
        int[] sieve = Sieve(cancellation, out int shift);
        var tables = new GramTable[_parts.Count];
        Parallel.For(0, _parts.Count, settings.Options(cancellation), part =>
        {
            var table = tables[part] = new GramTable();
            foreach (int d in Documents(part, cancellation))
            {
                foreach (ulong key in new Pairs(_at, _corpus, sample.Solutions[d]))
                {
                    if (sieve[GramTable.Hash(key) >> shift] >= _minDf) table.Add(key, d, sample.Groups[d]);
                }
            }
        });
        for (int part = 1; part < tables.Length; part++) tables[0].Merge(tables[part]);

        // In the order of their keys, so that numbers depend neither on threads nor on the table's size.
        GramTable.Entry[] frequent = tables.Length == 0 ? [] : [.. tables[0].Entries.Where(e => e.Df >= _minDf && e.Groups >= _minGroups)];
        Array.Sort(frequent, (a, b) => a.Key.CompareTo(b.Key));
        var level = new GramLevel(
            [.. frequent.Select(e => (int)((e.Key - 1) >> 32))], [.. frequent.Select(e => (int)(uint)(e.Key - 1))],
            [.. frequent.Select(e => e.Df)], [.. frequent.Select(e => e.Groups)], [.. frequent.Select(e => e.Occurrences)]);
        Assign(frequent, cancellation);
        return level;
    }

    /// <summary>Counts of pairs by hash. Of about eight slots for as many positions as make a gram frequent, most stay far below.</summary>
    private int[] Sieve(CancellationToken cancellation, out int shift)
    {
        long slots = Math.Clamp(8L * _corpus.Words.Length / _minDf, 1 << 12, 1 << 24);
        int bits = BitOperations.Log2((ulong)slots - 1) + 1;
        int down = shift = 64 - bits;
        var counts = new int[_parts.Count][];
        Parallel.For(0, _parts.Count, settings.Options(cancellation), part =>
        {
            int[] own = counts[part] = new int[1 << bits];
            foreach (int d in Documents(part, cancellation))
            {
                foreach (ulong key in new Pairs(_at, _corpus, sample.Solutions[d])) own[GramTable.Hash(key) >> down]++;
            }
        });
        if (counts.Length == 0) return new int[1 << bits];
        for (int part = 1; part < counts.Length; part++)
        {
            for (int slot = 0; slot < counts[0].Length; slot++) counts[0][slot] += counts[part][slot];
        }
        return counts[0];
    }

    private void Assign(GramTable.Entry[] frequent, CancellationToken cancellation)
    {
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * frequent.Length + 2));
        int shift = 64 - BitOperations.Log2((uint)capacity);
        var (keys, ids) = (new ulong[capacity], new int[capacity]);
        for (int id = 0; id < frequent.Length; id++)
        {
            int slot = (int)(GramTable.Hash(frequent[id].Key - 1) >> shift);
            while (keys[slot] != 0) slot = (slot + 1) & (capacity - 1);
            (keys[slot], ids[slot]) = (frequent[id].Key, id);
        }

        // Every solution once, also where a resample has it twice: a position's number changes in place.
        Parallel.For(0, settings.ThreadCount, settings.Options(cancellation), part =>
        {
            (int from, int to) = Share(part);
            for (int i = from; i < to; i++)
            {
                if (_at[i] == Infrequent) continue;
                ulong key = ((ulong)(uint)_at[i] << 32) | (uint)_at[i + 1]; // a break stands behind the last word, so there is a next
                if (_at[i + 1] == Infrequent)
                {
                    _at[i] = Infrequent;
                    continue;
                }
                int slot = (int)(GramTable.Hash(key) >> shift);
                while (keys[slot] != key + 1 && keys[slot] != 0) slot = (slot + 1) & (capacity - 1);
                _at[i] = keys[slot] == 0 ? Infrequent : ids[slot];
            }
        });
    }

    private IEnumerable<int> Documents(int part, CancellationToken cancellation)
    {
        (int start, int length) = _parts[part].GetOffsetAndLength(sample.Count);
        for (int d = start; d < start + length; d++)
        {
            if ((d & 1023) == 0) cancellation.ThrowIfCancellationRequested();
            yield return d;
        }
    }

    /// <summary>A thread's share of positions; it begins where a solution does, because positions look at the next one.</summary>
    private (int From, int To) Share(int part)
    {
        return (At(part), At(part + 1));

        int At(int i) => (int)_corpus.Starts[(int)((long)_corpus.Solutions * i / settings.ThreadCount)];
    }

    /// <summary>The pairs of neighbouring frequent grams in a solution.</summary>
    private ref struct Pairs(int[] at, MiningCorpus corpus, int solution)
    {
        private readonly ReadOnlySpan<int> _ids = at.AsSpan((int)corpus.Starts[solution], (int)(corpus.Starts[solution + 1] - corpus.Starts[solution]));
        private int _i = -1;

        public readonly Pairs GetEnumerator() => this;

        public readonly ulong Current
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => ((ulong)(uint)_ids[_i] << 32) | (uint)_ids[_i + 1];
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            while (++_i + 1 < _ids.Length)
            {
                if ((_ids[_i] | _ids[_i + 1]) >= 0) return true;
            }
            return false;
        }
    }
}
