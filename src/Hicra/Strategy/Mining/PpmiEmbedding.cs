namespace Hicra.Strategy.Mining;

/// <summary>
/// Word vectors trained on the corpus itself, without any file or network: positive pointwise mutual information of words
/// within a window, and its truncated singular value decomposition (Levy, Goldberg 2014). A phrase is the mean of its words.
/// Scripts that part no words by blanks have dimensions of their own: their many rare characters, each a word, know so much
/// of each other that a few solutions in them would take the dimensions of all other words, and make these all alike.
/// </summary>
/// <param name="window">How far apart two words may stand to count as neighbours; breaks are not crossed.</param>
/// <param name="mostWords">The most words that get a vector, those that occur most.</param>
public sealed class PpmiEmbedding(int window = 2, int mostWords = 5000) : IPhraseEmbedding
{
    private MiningCorpus? _trainedOn;
    private (int Dimensions, long Seed) _trainedWith;
    private Dictionary<string, (int At, float[] Values)> _vectors = [];
    private int _dimensions;

    /// <inheritdoc/>
    public string Name => "ppmi-svd";

    /// <summary>The vectors of words, trained once for a corpus and used again for it.</summary>
    /// <inheritdoc/>
    public PhraseVectors Embed(IReadOnlyList<string> phrases, MiningCorpus corpus, MiningSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(phrases);
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(settings);
        if (!ReferenceEquals(_trainedOn, corpus) || _trainedWith != (settings.Dimensions, settings.Seed)) Train(corpus, settings, cancellation);
        float[] values = new float[phrases.Count * _dimensions];
        for (int p = 0; p < phrases.Count; p++)
        {
            Span<float> sum = values.AsSpan(p * _dimensions, _dimensions);
            string phrase = phrases[p];
            for (int start = 0, end; start < phrase.Length; start = end)
            {
                end = GramText.End(phrase, start);
                if (!_vectors.TryGetValue(phrase[start..end], out (int At, float[] Values) vector)) continue;
                for (int k = 0; k < vector.Values.Length; k++) sum[vector.At + k] += vector.Values[k];
            }
        }
        return new PhraseVectors(values, _dimensions);
    }

    private void Train(MiningCorpus corpus, MiningSettings settings, CancellationToken cancellation)
    {
        long[] counts = new long[corpus.Vocabulary.Count];
        foreach (int word in corpus.Words)
        {
            if (word != ProseReader.Break) counts[word]++;
        }
        int[][] scripts = [.. Enumerable.Range(0, counts.Length).Where(w => counts[w] > 0).GroupBy(w => GramText.IsUnparted(corpus.Vocabulary[w][0])).OrderBy(g => g.Key)
            .Select(g => g.OrderByDescending(w => counts[w]).Take(mostWords).ToArray())];
        _vectors = [];
        for (int s = 0; s < scripts.Length; s++)
        {
            int[] words = scripts[s], rowOf = new int[counts.Length];
            Array.Fill(rowOf, -1);
            for (int row = 0; row < words.Length; row++) rowOf[words[row]] = row;
            SparseSymmetric ppmi = Ppmi(CountPairs(corpus, rowOf, words.Length, settings, cancellation), words.Length);
            // Fewer words than dimensions: the others are 0.
            int rank = Math.Min(settings.Dimensions, words.Length);
            float[] vectors = RandomizedSvd.ScaledVectors(ppmi, rank, CounterRandom.FromSeed(settings.Seed).Derive("ppmi"), settings, cancellation);
            for (int row = 0; row < words.Length; row++) _vectors[corpus.Vocabulary[words[row]]] = (s * settings.Dimensions, vectors[(row * rank)..((row + 1) * rank)]);
        }
        _dimensions = settings.Dimensions * Math.Max(1, scripts.Length);
        (_trainedOn, _trainedWith) = (corpus, (settings.Dimensions, settings.Seed));
    }

    /// <summary>[words, words] how often the column's word stands behind the row's, at most a window away.</summary>
    private int[] CountPairs(MiningCorpus corpus, int[] rowOf, int size, MiningSettings settings, CancellationToken cancellation)
    {
        int[] pairs = new int[size * size];
        int[] rows = new int[corpus.Words.Length]; // word numbers translated once
        for (int i = 0; i < rows.Length; i++) rows[i] = corpus.Words[i] == ProseReader.Break ? ProseReader.Break : rowOf[corpus.Words[i]] is var row and >= 0 ? row : size;
        // Each thread counts the rows that are its own, so no two write to the same place.
        int parts = settings.ThreadCount;
        Parallel.For(0, parts, settings.Options(cancellation), part =>
        {
            for (int i = 0; i < rows.Length; i++)
            {
                int row = rows[i];
                if (row < 0 || row == size || row % parts != part) continue;
                for (int j = i + 1; j <= i + window && j < rows.Length && rows[j] != ProseReader.Break; j++)
                {
                    if (rows[j] < size) pairs[row * size + rows[j]]++;
                }
            }
        });
        return pairs;
    }

    private static SparseSymmetric Ppmi(int[] pairs, int size)
    {
        double[] sums = new double[size];
        double total = 0;
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                int count = pairs[row * size + column];
                if (count == 0) continue;
                sums[row] += count;
                sums[column] += count;
                total += 2.0 * count;
            }
        }
        var starts = new int[size + 1];
        var columns = new List<int>();
        var values = new List<float>();
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                double count = (double)pairs[row * size + column] + pairs[column * size + row];
                if (count == 0) continue;
                double information = Math.Log(count * total / (sums[row] * sums[column]));
                if (information <= 0) continue;
                columns.Add(column);
                values.Add((float)information);
            }
            starts[row + 1] = columns.Count;
        }
        return new SparseSymmetric(starts, [.. columns], [.. values]);
    }
}
