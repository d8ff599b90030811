using System.Text.Json;

namespace Hicra.Tensors;

/// <summary>
/// The index of a model in shards, as Hugging Face writes it: <c>weight_map</c> says in which file of the folder each tensor lies,
/// <c>metadata.total_size</c> how many bytes all tensors have.
/// </summary>
internal sealed class SafetensorsIndex
{
    private readonly Dictionary<string, string> _shardOf = new(StringComparer.Ordinal);

    private SafetensorsIndex(string path) => Path = path;

    /// <summary>The index file.</summary>
    public string Path { get; }

    /// <summary>The file name of the shard in which a tensor is to lie, by tensor.</summary>
    public IReadOnlyDictionary<string, string> ShardOf => _shardOf;

    /// <summary>The shards' file names in ordinal order.</summary>
    public IReadOnlyList<string> Shards => [.. _shardOf.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Reads an index.</summary>
    /// <exception cref="HicraException">It is no index, names a tensor twice, or names a file outside its folder.</exception>
    public static SafetensorsIndex Read(string path)
    {
        var index = new SafetensorsIndex(path);
        if (new FileInfo(path).Length > SafetensorsHeader.Longest) throw Unusable(path, "it is larger than an index can be");
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (JsonProperty entry in document.RootElement.GetProperty("weight_map").EnumerateObject())
            {
                string shard = entry.Value.GetString() ?? "";
                if (shard is "" or "." or ".." || shard.AsSpan().ContainsAny('/', '\\')) throw Unusable(path, $"it puts tensor {entry.Name} into '{shard}', which is no file of its folder");
                if (!index._shardOf.TryAdd(entry.Name, shard)) throw Unusable(path, $"it names tensor {entry.Name} twice");
            }
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Unusable(path, "it has no weight_map of tensor names and file names");
        }
        return index._shardOf.Count > 0 ? index : throw Unusable(path, "its weight_map is empty");
    }

    /// <summary>Writes an index; it appears whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="totalBytes">Bytes of all tensors.</param>
    /// <param name="shardOf">File name by tensor.</param>
    public static void Write(string path, long totalBytes, IEnumerable<KeyValuePair<string, string>> shardOf) => WholeFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartObject("metadata");
        json.WriteNumber("total_size", totalBytes);
        json.WriteEndObject();
        json.WriteStartObject("weight_map");
        foreach ((string tensor, string shard) in shardOf.OrderBy(x => x.Key, StringComparer.Ordinal)) json.WriteString(tensor, shard);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>The error of an index that is no good.</summary>
    public static HicraException Unusable(string path, string defect) =>
        new($"{path}: not a usable index of shards: {SafetensorsHeader.OneLine(defect)}; fetch the checkpoint's files again");
}
