using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hicra.Strategy;

/// <summary>A person's word on one cluster.</summary>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Keep">Whether its grams stay.</param>
/// <param name="Note">Why; null where nothing was said.</param>
public sealed record GramDecision(string Cluster, bool Keep, string? Note = null);

/// <summary>
/// What a person decided about the clusters of a mined library, as a file beside it (<c>grams.review.json</c> for
/// <c>grams.json</c>), so that a library that is mined again keeps what was decided about clusters of the same name. Clusters
/// about which nothing was decided stay. Immutable.
/// </summary>
public sealed class GramReview
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly OrderedDictionary<string, GramDecision> _decisions = [];

    /// <summary>A review with these decisions; of several about one cluster the last counts.</summary>
    public GramReview(IEnumerable<GramDecision> decisions)
    {
        ArgumentNullException.ThrowIfNull(decisions);
        foreach (GramDecision decision in decisions) _decisions[decision.Cluster] = decision;
    }

    /// <summary>The decisions, in the order in which they were first made.</summary>
    public IReadOnlyList<GramDecision> Decisions => [.. _decisions.Values];

    /// <summary>Where the review of a library's file lies.</summary>
    public static string PathBeside(string library)
    {
        ArgumentNullException.ThrowIfNull(library);
        return Path.ChangeExtension(library, null) + ".review.json";
    }

    /// <summary>What was decided about a cluster; null if nothing was.</summary>
    public GramDecision? Of(string cluster) => _decisions.GetValueOrDefault(cluster);

    /// <summary>The review with a further decision; without a note of its own it keeps that of the one before.</summary>
    public GramReview With(GramDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return new([.. _decisions.Values, decision with { Note = decision.Note ?? Of(decision.Cluster)?.Note }]);
    }

    /// <summary>The library without the clusters that were dropped.</summary>
    public StrategicGramLibrary Apply(StrategicGramLibrary library)
    {
        ArgumentNullException.ThrowIfNull(library);
        return new StrategicGramLibrary(library.Name, [.. library.Clusters.Where(cluster => Of(cluster.Name)?.Keep != false)]);
    }

    /// <summary>Reads a review; one without decisions where there is no file.</summary>
    /// <exception cref="HicraException">The file cannot be read, or is no review.</exception>
    public static GramReview Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!File.Exists(path)) return new([]);
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return new([.. document.RootElement.GetProperty("decisions").EnumerateArray().Select(item => new GramDecision(
                item.GetProperty("cluster").GetString() ?? throw new FormatException("a decision names no cluster"), item.GetProperty("keep").GetBoolean(),
                item.TryGetProperty("note", out JsonElement note) ? note.GetString() : null))]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HicraException($"cannot read the review {path}: {e.Message}", e);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new HicraException($"{path} is no review of a gram library ({e.Message.ReplaceLineEndings(" ")}); mend it, or move it away to begin anew", e);
        }
    }

    /// <summary>Writes the review. The file is replaced as a whole.</summary>
    /// <exception cref="HicraException">It cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            WholeFile.Write(path, stream =>
            {
                using var json = new Utf8JsonWriter(stream, Indented);
                json.WriteStartObject();
                json.WriteStartArray("decisions");
                foreach (GramDecision decision in _decisions.Values)
                {
                    json.WriteStartObject();
                    json.WriteString("cluster", decision.Cluster);
                    json.WriteBoolean("keep", decision.Keep);
                    if (decision.Note is not null) json.WriteString("note", decision.Note);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteEndObject();
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HicraException($"cannot write the review {path}: {e.Message}", e);
        }
    }
}
