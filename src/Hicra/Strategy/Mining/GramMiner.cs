using System.Diagnostics;

namespace Hicra.Strategy.Mining;

/// <summary>
/// Mines strategic grams from solutions (paper, section 2.1): frequent n-grams, their embedding, clusters, Cluster DF, the top
/// share of clusters. The same solutions and settings give the same library, whatever the number of threads.
/// </summary>
/// <param name="settings">How; the defaults if null.</param>
/// <param name="embedding">Vectors of grams; <see cref="PpmiEmbedding"/> if null.</param>
/// <param name="clustering">Clusters of vectors; <see cref="AverageLinkClustering"/> if null.</param>
public sealed class GramMiner(MiningSettings? settings = null, IPhraseEmbedding? embedding = null, IPhraseClustering? clustering = null)
{
    private readonly IPhraseEmbedding _embedding = embedding ?? new PpmiEmbedding();
    private readonly IPhraseClustering _clustering = clustering ?? new AverageLinkClustering();

    /// <summary>How grams are mined.</summary>
    public MiningSettings Settings { get; } = (settings ?? new()).Validate();

    /// <summary>Reads solutions and mines them.</summary>
    /// <param name="solutions">Read once, in order.</param>
    /// <param name="progress">Told now and then, on any thread.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="HicraException">There is nothing to mine; the message says what to change.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public MiningResult Mine(IEnumerable<Solution> solutions, IProgress<MiningProgress>? progress = null, CancellationToken cancellation = default)
    {
        long started = Stopwatch.GetTimestamp();
        MiningCorpus corpus = MiningCorpus.Read(solutions, Settings, progress, cancellation);
        return Mine(corpus, Stopwatch.GetElapsedTime(started), progress, cancellation);
    }

    /// <summary>Mines solutions that were read before, with the same masks.</summary>
    /// <inheritdoc cref="Mine(IEnumerable{Solution}, IProgress{MiningProgress}?, CancellationToken)"/>
    public MiningResult Mine(MiningCorpus corpus, IProgress<MiningProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        return Mine(corpus, null, progress, cancellation);
    }

    private MiningResult Mine(MiningCorpus corpus, TimeSpan? reading, IProgress<MiningProgress>? progress, CancellationToken cancellation)
    {
        var stages = new List<StageTime>();
        if (reading is { } time) stages.Add(new("read", time.TotalSeconds));
        return Mine(CorpusSample.All(corpus), stages, progress, cancellation);
    }

    /// <summary>Mines a sample of a corpus; what an embedding learnt from the corpus it does not learn again.</summary>
    internal MiningResult Mine(CorpusSample sample, List<StageTime> stages, IProgress<MiningProgress>? progress, CancellationToken cancellation)
    {
        MiningCorpus corpus = sample.Corpus;
        FrequentGrams frequent = Timed("count", () => new GramCounter(sample, Settings).Count(progress, cancellation));
        List<Candidate> candidates = Timed("select", () => CandidateSelection.Select(frequent, sample, Settings));
        if (!candidates.Any(c => c.Rule is null)) throw new HicraException(NoCandidates(corpus, candidates.Count));
        PhraseVectors vectors = Timed("embed", () => _embedding.Embed([.. candidates.Select(c => c.Gram.Text)], corpus, Settings, cancellation));
        int[] labels = Timed("cluster", () => _clustering.Cluster(vectors, Settings, cancellation));
        (List<MinedCluster> clusters, int all) = Timed("rank", () => ClusterRanking.Rank(candidates, labels, sample, Settings, cancellation));
        DroppedGrams[] dropped = [.. candidates.Where(c => c.Rule is not null).GroupBy(c => c.Rule!).Select(g => new DroppedGrams(g.Key, g.Count())).OrderByDescending(d => d.Count)];
        return new(Settings, corpus.Statistics, _embedding.Name, _clustering.Name, clusters, dropped, stages) { FrequentClusters = all };

        T Timed<T>(string stage, Func<T> work)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new(stage, 0, null));
            long started = Stopwatch.GetTimestamp();
            T result = work();
            stages.Add(new(stage, Stopwatch.GetElapsedTime(started).TotalSeconds));
            return result;
        }
    }

    private string NoCandidates(MiningCorpus corpus, int frequent)
    {
        string range = $"grams of {Settings.MinWords} to {Settings.MaxWords} words";
        return frequent == 0
            ? $"no {range} stand in {Settings.MinDf(corpus.Solutions)} of the {corpus.Solutions} solutions; give more solutions, or lower the minimum document frequency"
            : $"of the {frequent} {range} that are frequent enough none passes the rules; give more solutions, or loosen the rules (chance, fragments)";
    }
}
