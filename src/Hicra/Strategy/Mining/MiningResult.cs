namespace Hicra.Strategy.Mining;

/// <summary>A mined library, and all that is known about how it came about.</summary>
public sealed class MiningResult
{
    internal MiningResult(
        MiningSettings settings, CorpusStatistics corpus, string embedding, string clustering, IReadOnlyList<MinedCluster> clusters,
        IReadOnlyList<DroppedGrams> dropped, IReadOnlyList<StageTime> stages)
    {
        (Settings, Corpus, Embedding, Clustering, Clusters, Dropped, Stages) = (settings, corpus, embedding, clustering, clusters, dropped, stages);
        Library = new StrategicGramLibrary("mined", [.. clusters.Where(c => c.IsKept).Select(c => new GramCluster(c.Name, [.. c.Grams.Select(g => g.Text)], c.Df))]);
    }

    /// <summary>The clusters that were kept, best first, as a matcher takes them.</summary>
    public StrategicGramLibrary Library { get; }

    /// <summary>All clusters, by falling Cluster DF; those that were kept come first.</summary>
    public IReadOnlyList<MinedCluster> Clusters { get; }

    /// <summary>All clusters of frequent grams, those included of which the rules left nothing: what the top share is taken of.</summary>
    public int FrequentClusters { get; internal init; }

    /// <summary>How many frequent grams each rule dropped.</summary>
    public IReadOnlyList<DroppedGrams> Dropped { get; }

    /// <summary>How it was mined.</summary>
    public MiningSettings Settings { get; }

    /// <summary>What was mined.</summary>
    public CorpusStatistics Corpus { get; }

    /// <summary>Name of the phrase embedding.</summary>
    public string Embedding { get; }

    /// <summary>Name of the clustering.</summary>
    public string Clustering { get; }

    /// <summary>Wall-clock time of each stage, in order.</summary>
    public IReadOnlyList<StageTime> Stages { get; }
}

/// <summary>Frequent grams that a rule dropped.</summary>
/// <param name="Reason">The rule, in words for people.</param>
/// <param name="Count">Grams.</param>
public readonly record struct DroppedGrams(string Reason, int Count);

/// <summary>The wall-clock time of a stage.</summary>
/// <param name="Stage">As in <see cref="MiningProgress"/>.</param>
/// <param name="Seconds">Seconds.</param>
public readonly record struct StageTime(string Stage, double Seconds);
