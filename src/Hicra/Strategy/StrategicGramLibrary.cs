using System.Reflection;

namespace Hicra.Strategy;

/// <summary>A named set of strategic grams in clusters. Grams are numbered cluster by cluster. Immutable.</summary>
public sealed class StrategicGramLibrary
{
    private static readonly Lazy<StrategicGramLibrary> PaperLibrary = new(ReadPaper);

    /// <summary>Creates a library.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="clusters">Best first. May be empty; the library then matches nothing.</param>
    /// <exception cref="HicraException">A cluster has no gram, or a gram has no text.</exception>
    public StrategicGramLibrary(string name, IReadOnlyList<GramCluster> clusters)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(clusters);
        var grams = new List<string>();
        var clusterOf = new List<int>();
        for (int c = 0; c < clusters.Count; c++)
        {
            if (clusters[c].Grams.Count == 0) throw new HicraException($"gram library '{name}': cluster {c + 1} ('{clusters[c].Name}') has no gram; give it one or remove it");
            foreach (string gram in clusters[c].Grams)
            {
                if (string.IsNullOrWhiteSpace(gram)) throw new HicraException($"gram library '{name}': cluster {c + 1} ('{clusters[c].Name}') has an empty gram; remove it");
                grams.Add(gram);
                clusterOf.Add(c);
            }
        }
        (Name, Clusters, Grams, ClusterOf) = (name, [.. clusters], grams, clusterOf);
    }

    /// <summary>
    /// The 249 strings of the paper's Listing 1 (arXiv v3, appendix A), in its order. The paper prints no clusters, so each
    /// gram is one of its own.
    /// </summary>
    public static StrategicGramLibrary Paper => PaperLibrary.Value;

    /// <summary>What people call the library.</summary>
    public string Name { get; }

    /// <summary>The clusters, best first.</summary>
    public IReadOnlyList<GramCluster> Clusters { get; }

    /// <summary>[grams] the grams of all clusters as text.</summary>
    public IReadOnlyList<string> Grams { get; }

    /// <summary>[grams] the index of each gram's cluster.</summary>
    public IReadOnlyList<int> ClusterOf { get; }

    /// <summary>A library of grams without clusters: each is a cluster of its own. Repeated grams count once.</summary>
    /// <exception cref="HicraException">A gram has no text.</exception>
    public static StrategicGramLibrary FromGrams(string name, IEnumerable<string> grams)
    {
        ArgumentNullException.ThrowIfNull(grams);
        return new(name, [.. grams.Distinct(StringComparer.Ordinal).Select(gram => new GramCluster(gram, [gram]))]);
    }

    /// <summary>A library of grams whose clusters are given by index; grams are renumbered cluster by cluster, in order within each.</summary>
    /// <param name="name">What people call the library.</param>
    /// <param name="grams">[grams]</param>
    /// <param name="clusterOf">[grams] index of each gram's cluster.</param>
    /// <param name="clusterNames">[clusters]</param>
    /// <exception cref="ArgumentException">The lists differ in length, or an index has no name.</exception>
    /// <exception cref="HicraException">A cluster has no gram, or a gram has no text.</exception>
    public static StrategicGramLibrary FromClusterIndices(
        string name, IReadOnlyList<string> grams, IReadOnlyList<int> clusterOf, IReadOnlyList<string> clusterNames)
    {
        ArgumentNullException.ThrowIfNull(grams);
        ArgumentNullException.ThrowIfNull(clusterOf);
        ArgumentNullException.ThrowIfNull(clusterNames);
        if (clusterOf.Count != grams.Count) throw new ArgumentException("There must be one cluster index per gram.", nameof(clusterOf));
        if (clusterOf.Any(c => (uint)c >= (uint)clusterNames.Count)) throw new ArgumentException("A cluster index has no name.", nameof(clusterOf));
        ILookup<int, string> members = Enumerable.Range(0, grams.Count).ToLookup(g => clusterOf[g], g => grams[g]);
        return new(name, [.. clusterNames.Select((cluster, c) => new GramCluster(cluster, [.. members[c]]))]);
    }

    private static StrategicGramLibrary ReadPaper()
    {
        using Stream resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("strategic-grams.txt")!;
        using var reader = new StreamReader(resource);
        return FromGrams("paper", GramLibraryFile.Lines(reader));
    }
}
