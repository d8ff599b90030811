namespace Hicra.Strategy.Mining;

/// <summary>How much of a library another one shares.</summary>
/// <param name="Grams">Jaccard index of the gram sets: grams in both by grams in either.</param>
/// <param name="Clusters">The mean, over the library's clusters, of the Jaccard index with the most similar cluster of the other.</param>
public readonly record struct LibraryOverlap(double Grams, double Clusters)
{
    /// <summary>Compares libraries; two empty ones are equal.</summary>
    public static LibraryOverlap Of(StrategicGramLibrary library, StrategicGramLibrary other)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(other);
        HashSet<string>[] theirs = [.. other.Clusters.Select(c => c.Grams.ToHashSet(StringComparer.Ordinal))];
        double clusters = library.Clusters.Count == 0 ? (theirs.Length == 0 ? 1 : 0)
            : library.Clusters.Average(c => theirs.Length == 0 ? 0 : theirs.Max(set => Jaccard(c.Grams.ToHashSet(StringComparer.Ordinal), set)));
        return new(Jaccard(library.Grams.ToHashSet(StringComparer.Ordinal), other.Grams.ToHashSet(StringComparer.Ordinal)), clusters);
    }

    private static double Jaccard(HashSet<string> a, HashSet<string> b)
    {
        int both = a.Count(b.Contains);
        return a.Count + b.Count == 0 ? 1 : (double)both / (a.Count + b.Count - both);
    }
}

/// <summary>How a library changes where the corpus does.</summary>
/// <param name="Overlaps">[resamples] the library of each resample beside that of the corpus.</param>
/// <param name="KeptIn">[grams of the library] the share of resamples whose library has the gram too.</param>
public sealed record MiningStability(IReadOnlyList<LibraryOverlap> Overlaps, IReadOnlyList<double> KeptIn)
{
    /// <summary>Resamples where nothing else is asked for.</summary>
    public const int DefaultResamples = 20;

    /// <summary>
    /// Mines bootstrap resamples of the corpus: as many problems as it has, drawn with replacement, each with all its solutions
    /// (solutions, where problems are not known). Word vectors are those of the whole corpus.
    /// </summary>
    /// <param name="miner">The miner of the library.</param>
    /// <param name="corpus">The corpus of the library.</param>
    /// <param name="library">The library of the whole corpus.</param>
    /// <param name="resamples">How many; the seed of the miner's settings decides which.</param>
    /// <param name="progress">Told after each resample.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="HicraException">A resample has nothing to mine.</exception>
    public static MiningStability Measure(
        GramMiner miner, MiningCorpus corpus, StrategicGramLibrary library, int resamples = DefaultResamples, IProgress<MiningProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(miner);
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(library);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resamples);
        CounterRandom random = CounterRandom.FromSeed(miner.Settings.Seed).Derive("stability");
        var overlaps = new List<LibraryOverlap>();
        int[] keptIn = new int[library.Grams.Count];
        for (int r = 0; r < resamples; r++)
        {
            StrategicGramLibrary other = miner.Mine(CorpusSample.Resample(corpus, random.Derive(r)), [], null, cancellation).Library;
            overlaps.Add(LibraryOverlap.Of(library, other));
            var theirs = other.Grams.ToHashSet(StringComparer.Ordinal);
            for (int g = 0; g < keptIn.Length; g++) keptIn[g] += theirs.Contains(library.Grams[g]) ? 1 : 0;
            progress?.Report(new("stability", r + 1, resamples));
        }
        return new(overlaps, [.. keptIn.Select(count => (double)count / resamples)]);
    }
}
