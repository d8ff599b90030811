using System.Text.Encodings.Web;
using System.Text.Json;
using Hicra.Strategy.Intents;

namespace Hicra.Strategy.Mining;

/// <summary>
/// Mined libraries as JSON that <see cref="GramLibraryFile"/> reads: <c>{"name", "clusters": [{"name", "df", "grams", …}], …}</c>, best
/// cluster first, with the counts of each gram, the settings, and the corpus' size and digest beside it. Times are not
/// in it: the same corpus and settings give the same file.
/// </summary>
public static class MinedLibraryFile
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the library of a result. The file is replaced as a whole.</summary>
    /// <exception cref="HicraException">The file cannot be written.</exception>
    /// <param name="result">What was mined.</param>
    /// <param name="path">The file.</param>
    /// <param name="intents">Labels the clusters; null for no labels.</param>
    public static void Save(MiningResult result, string path, IntentRules? intents = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(path);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented)) Write(json, result, intents);
        buffer.WriteByte((byte)'\n');
        GramLibraryFile.Replace(path, buffer.ToArray());
    }

    /// <summary>Writes a result as one JSON object: its clusters with labels where rules are given, and the overlap with the libraries of resamples if that was measured.</summary>
    public static void Write(Utf8JsonWriter json, MiningResult result, IntentRules? intents = null, MiningStability? stability = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(result);
        json.WriteStartObject();
        json.WriteString("name", result.Library.Name);
        json.WriteStartArray("clusters");
        foreach (MinedCluster cluster in result.Clusters.Where(c => c.IsKept)) WriteCluster(json, cluster, intents);
        json.WriteEndArray();
        json.WriteNumber("clusters_frequent", result.FrequentClusters);
        json.WriteNumber("clusters_dropped", result.Clusters.Count(c => !c.IsKept));
        json.WriteStartObject("grams_dropped");
        foreach (DroppedGrams dropped in result.Dropped) json.WriteNumber(dropped.Reason, dropped.Count);
        json.WriteEndObject();
        WriteCorpus(json, result.Corpus);
        WriteSettings(json, result);
        if (stability is not null) WriteStability(json, stability);
        json.WriteEndObject();
    }

    private static void WriteStability(Utf8JsonWriter json, MiningStability stability)
    {
        json.WriteStartObject("stability");
        json.WriteNumber("resamples", stability.Overlaps.Count);
        json.WriteNumber("gram_jaccard", Math.Round(stability.Overlaps.Average(o => o.Grams), 4));
        json.WriteNumber("cluster_jaccard", Math.Round(stability.Overlaps.Average(o => o.Clusters), 4));
        json.WriteStartArray("gram_kept_in");
        foreach (double share in stability.KeptIn) json.WriteNumberValue(share);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCluster(Utf8JsonWriter json, MinedCluster cluster, IntentRules? intents)
    {
        json.WriteStartObject();
        json.WriteString("name", cluster.Name);
        json.WriteNumber("df", cluster.Df);
        if (intents?.Label(new GramCluster(cluster.Name, [.. cluster.Grams.Select(g => g.Text)])) is { } move) json.WriteString("intent", IntentRules.NameOf(move));
        json.WriteNumber("per_solution", Math.Round(cluster.PerSolution, 4));
        WriteList(json, "grams", cluster.Grams, gram => json.WriteStringValue(gram.Text));
        WriteList(json, "gram_df", cluster.Grams, gram => json.WriteNumberValue(gram.Df));
        WriteList(json, "gram_per_solution", cluster.Grams, gram => json.WriteNumberValue(Math.Round(gram.PerSolution, 4)));
        WriteList(json, "gram_problems", cluster.Grams, gram => json.WriteNumberValue(gram.Problems));
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<MinedGram> grams, Action<MinedGram> write)
    {
        json.WriteStartArray(name);
        foreach (MinedGram gram in grams) write(gram);
        json.WriteEndArray();
    }

    private static void WriteCorpus(Utf8JsonWriter json, CorpusStatistics corpus)
    {
        json.WriteStartObject("corpus");
        json.WriteNumber("solutions_read", corpus.Read);
        json.WriteNumber("solutions", corpus.Used);
        json.WriteNumber("incorrect", corpus.Incorrect);
        json.WriteNumber("without_verdict", corpus.WithoutVerdict);
        if (corpus.Problems is int problems) json.WriteNumber("problems", problems);
        else json.WriteNull("problems");
        json.WriteNumber("words", corpus.Words);
        json.WriteNumber("distinct_words", corpus.DistinctWords);
        json.WriteString("sha256", corpus.Digest);
        json.WriteEndObject();
    }

    private static void WriteSettings(Utf8JsonWriter json, MiningResult result)
    {
        MiningSettings settings = result.Settings;
        json.WriteStartObject("settings");
        json.WriteNumber("min_words", settings.MinWords);
        json.WriteNumber("max_words", settings.MaxWords);
        json.WriteNumber("min_share", settings.MinShare);
        json.WriteNumber("min_solutions", settings.MinSolutions);
        json.WriteNumber("min_problems", settings.MinProblems);
        json.WriteNumber("min_spread", settings.MinSpread);
        json.WriteBoolean("correct_only", settings.CorrectOnly);
        json.WriteBoolean("mask_numerals", settings.MaskNumerals);
        json.WriteBoolean("mask_latex", settings.MaskLatex);
        json.WriteBoolean("mask_code", settings.MaskCode);
        json.WriteNumber("max_candidates", settings.MaxCandidates);
        json.WriteNumber("nested_share", settings.NestedShare);
        WriteFinite(json, "chance_grams", settings.ChanceGrams);
        json.WriteBoolean("keep_fragments", settings.KeepFragments);
        WriteFinite(json, "max_per_solution", settings.MaxPerSolution);
        json.WriteString("embedding", result.Embedding);
        json.WriteNumber("dimensions", settings.Dimensions);
        json.WriteString("clustering", result.Clustering);
        json.WriteNumber("cluster_distance", settings.ClusterDistance);
        json.WriteNumber("top_share", settings.TopShare);
        json.WriteNumber("seed", settings.Seed);
        json.WriteEndObject();
    }

    private static void WriteFinite(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
