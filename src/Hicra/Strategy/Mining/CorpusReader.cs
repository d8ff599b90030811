using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Hicra.Strategy.Mining;

/// <summary>
/// Turns solutions into word numbers: batches are read side by side, each with numbers of its own, and joined in the order
/// in which they came, so that the numbers do not depend on the threads.
/// </summary>
internal sealed class CorpusReader(MiningSettings settings)
{
    private const int BatchSolutions = 512, BatchCharacters = 1 << 20;

    // A word that comes after this many others breaks grams like a symbol: with it memory stays bounded on texts of random words.
    private const int MostWords = 1 << 22;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _problems = new(StringComparer.Ordinal);
    private readonly List<string> _vocabulary = [];
    private readonly List<long> _starts = [0];
    private readonly List<int> _problemOf = [];
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int[] _words = new int[1 << 16];
    private int _length;
    private long _wordCount, _incorrect, _withoutVerdict, _read;
    private bool _allNameProblems = true;

    public MiningCorpus Read(IEnumerable<Solution> solutions, IProgress<MiningProgress>? progress, CancellationToken cancellation)
    {
        var running = new Queue<Task<Batch>>();
        foreach (List<Solution> batch in Batches(solutions))
        {
            cancellation.ThrowIfCancellationRequested();
            running.Enqueue(settings.ThreadCount == 1 ? Task.FromResult(Batch.Read(batch, settings)) : Task.Run(() => Batch.Read(batch, settings), cancellation));
            if (running.Count <= settings.ThreadCount) continue;
            Join(running.Dequeue().GetAwaiter().GetResult());
            progress?.Report(new("read", _read, null));
        }
        while (running.TryDequeue(out Task<Batch>? last)) Join(last.GetAwaiter().GetResult());
        progress?.Report(new("read", _read, _read));
        if (_problemOf.Count == 0) throw new HicraException(Nothing());
        int? problems = _allNameProblems ? _problems.Count : null;
        var statistics = new CorpusStatistics(
            _read, _problemOf.Count, _incorrect, _withoutVerdict, problems, _wordCount, _vocabulary.Count, Convert.ToHexStringLower(_digest.GetHashAndReset()));
        int[] problemOf = _allNameProblems ? [.. _problemOf] : [.. Enumerable.Range(0, _problemOf.Count)];
        Array.Resize(ref _words, _length);
        return new(_words, [.. _starts], problemOf, _vocabulary, statistics);
    }

    private IEnumerable<List<Solution>> Batches(IEnumerable<Solution> solutions)
    {
        var batch = new List<Solution>();
        long characters = 0;
        foreach (Solution solution in solutions)
        {
            _read++;
            if (solution.Text is null) throw new HicraException($"solution {_read} has no text; leave it out");
            if (settings.CorrectOnly && solution.Correct != true)
            {
                if (solution.Correct is null) _withoutVerdict++;
                else _incorrect++;
                continue;
            }
            batch.Add(solution);
            characters += solution.Text.Length;
            if (batch.Count < BatchSolutions && characters < BatchCharacters) continue;
            yield return batch;
            batch = [];
            characters = 0;
        }
        if (batch.Count > 0) yield return batch;
    }

    private void Join(Batch batch)
    {
        int[] numberOf = new int[batch.Words.Count];
        for (int w = 0; w < numberOf.Length; w++)
        {
            string word = batch.Words[w];
            if (!_numbers.TryGetValue(word, out numberOf[w]))
            {
                numberOf[w] = _vocabulary.Count < MostWords ? _vocabulary.Count : ProseReader.Break;
                if (numberOf[w] == ProseReader.Break) continue;
                _numbers.Add(word, numberOf[w]);
                _vocabulary.Add(word);
            }
        }

        Grow(batch.Positions.Count);
        foreach (int word in CollectionsMarshal.AsSpan(batch.Positions))
        {
            _words[_length++] = word == ProseReader.Break ? word : numberOf[word];
            if (word != ProseReader.Break) _wordCount++;
        }
        long before = _starts[^1];
        for (int s = 0; s < batch.Solutions.Count; s++)
        {
            Solution solution = batch.Solutions[s];
            _starts.Add(before + batch.Ends[s]);
            _digest.AppendData(BitConverter.GetBytes(solution.Text.Length));
            _digest.AppendData(MemoryMarshal.AsBytes(solution.Text.AsSpan()));
            _allNameProblems &= solution.Problem is not null;
            ref int problem = ref CollectionsMarshal.GetValueRefOrAddDefault(_problems, solution.Problem ?? "", out bool known);
            if (!known) problem = _problems.Count - 1;
            _problemOf.Add(problem);
        }
    }

    private void Grow(int more)
    {
        if ((long)_length + more > Array.MaxLength) throw new HicraException($"the corpus has more than {Array.MaxLength} words; mine a part of it");
        if (_length + more <= _words.Length) return;
        Array.Resize(ref _words, (int)Math.Min(Array.MaxLength, Math.Max(_words.Length * 3L / 2, _length + more)));
    }

    private string Nothing()
    {
        if (_read == 0) return "there are no solutions to mine; give traces that have some";
        if (_incorrect == 0) return $"none of the {_read} solutions has a verdict, so none counts as correct; give traces with verdicts, or use all solutions (--all)";
        string verdicts = _withoutVerdict > 0 ? $" ({_withoutVerdict} have no verdict)" : "";
        return $"none of the {_read} solutions is correct{verdicts}; give more traces, or use all solutions (--all)";
    }

    private sealed record Batch(List<Solution> Solutions, List<string> Words, List<int> Positions, int[] Ends)
    {
        public static Batch Read(List<Solution> solutions, MiningSettings settings)
        {
            var reader = new ProseReader(settings);
            var positions = new List<int>();
            int[] ends = new int[solutions.Count];
            for (int s = 0; s < ends.Length; s++)
            {
                reader.Read(solutions[s].Text, positions);
                ends[s] = positions.Count;
            }
            return new(solutions, reader.Words, positions, ends);
        }
    }
}
