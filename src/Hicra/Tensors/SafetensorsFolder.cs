namespace Hicra.Tensors;

/// <summary>
/// A model's tensors in a folder, in Hugging Face's layout: <c>model.safetensors</c>, or <c>model.safetensors.index.json</c> and the
/// shards that it names. Where both are there, the single file is the model, as in Hugging Face's loader.
/// </summary>
/// <remarks>
/// The index is held to its word: each shard must be there, with each tensor that the index puts into it, and no tensor may lie in
/// two shards. A tensor of a shard that the index leaves out is no part of the model.
/// </remarks>
public sealed class SafetensorsFolder : JoinedTensors, IDisposable
{
    /// <summary>The name of a model in one file.</summary>
    public const string SingleFile = "model.safetensors";

    /// <summary>The name of the index of a model in shards.</summary>
    public const string IndexFile = "model.safetensors.index.json";

    /// <summary>The most bytes of tensors that a shard gets unless said otherwise (5 GB, Hugging Face's default).</summary>
    public const long DefaultShardBytes = 5_000_000_000;

    private readonly IReadOnlyList<SafetensorsFile> _files;

    private SafetensorsFolder(string path, IReadOnlyList<SafetensorsFile> files, IReadOnlyList<(TensorInfo, TensorSource)> tensors) : base(path, tensors) => _files = files;

    /// <summary>Whether a folder has a model's tensors.</summary>
    public static bool Exists(string directory) => File.Exists(Path.Combine(directory, SingleFile)) || File.Exists(Path.Combine(directory, IndexFile));

    /// <summary>The files that hold a model's tensors: the single file, or the index followed by its shards in ordinal order.</summary>
    /// <returns>Paths.</returns>
    /// <exception cref="HicraException">There is no model, the index cannot be read, or a shard is missing.</exception>
    public static IReadOnlyList<string> Files(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        string single = Path.Combine(directory, SingleFile), path = Path.Combine(directory, IndexFile);
        if (File.Exists(single)) return [single];
        if (!File.Exists(path)) throw new HicraException($"{single}: no such checkpoint file; give a folder with config.json and {SingleFile}, or with {IndexFile} and its shards");
        SafetensorsIndex index = SafetensorsIndex.Read(path);
        return [path, .. index.Shards.Select(shard => ShardPath(directory, index, shard))];
    }

    /// <summary>Opens a model and checks headers and index; no tensor is read yet.</summary>
    /// <exception cref="HicraException">There is no model, a file cannot be used, or index and shards do not fit together; the message names the file.</exception>
    public static SafetensorsFolder Open(string directory)
    {
        IReadOnlyList<string> paths = Files(directory);
        var files = new List<SafetensorsFile>();
        try
        {
            if (paths.Count == 1)
            {
                files.Add(SafetensorsFile.Open(paths[0]));
                return new SafetensorsFolder(paths[0], files, [.. files[0].Tensors.Select(x => (x, (TensorSource)files[0]))]);
            }
            SafetensorsIndex index = SafetensorsIndex.Read(paths[0]);
            foreach (string shard in index.Shards) files.Add(SafetensorsFile.Open(ShardPath(directory, index, shard)));
            return new SafetensorsFolder(index.Path, files, Listed(index, files));
        }
        catch
        {
            foreach (SafetensorsFile file in files) file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes a model tensor by tensor: one file where it fits, otherwise shards and their index. Each file appears whole or not at
    /// all, and whatever is interrupted, the folder never shows tensors of two writings as one model. Where the folder as a whole
    /// must be old or new, write into a new one and rename it.
    /// </summary>
    /// <param name="directory">The folder; made where there is none.</param>
    /// <param name="tensors">The tensors, written in their order.</param>
    /// <param name="shardBytes">The most bytes of tensors in a file; a larger tensor gets a file of its own.</param>
    /// <param name="keepTypes">Each tensor in the type that it has; otherwise F32.</param>
    /// <exception cref="HicraException">A tensor cannot be read.</exception>
    public static void Write(string directory, TensorSource tensors, long shardBytes = DefaultShardBytes, bool keepTypes = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentOutOfRangeException.ThrowIfLessThan(shardBytes, 1);
        string single = Path.Combine(directory, SingleFile), index = Path.Combine(directory, IndexFile);
        List<List<TensorInfo>> shards = Deal([.. tensors.Tensors.Select(x => Safetensors.Written(x, keepTypes))], shardBytes);
        Directory.CreateDirectory(directory);
        if (shards.Count == 1)
        {
            Safetensors.Write(single, tensors, keepTypes: keepTypes);
            File.Delete(index);
            return;
        }
        // Without an index the shards that are replaced one by one are no model.
        File.Delete(index);
        var shardOf = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < shards.Count; i++)
        {
            List<TensorInfo> shard = shards[i];
            string name = $"model-{i + 1:D5}-of-{shards.Count:D5}.safetensors";
            foreach (TensorInfo tensor in shard) shardOf.Add(tensor.Name, name);
            WholeFile.Write(Path.Combine(directory, name), stream => Safetensors.Write(stream, tensors, shard, metadata: null, keepTypes));
        }
        SafetensorsIndex.Write(index, shards.Sum(shard => shard.Sum(x => x.Bytes)), shardOf);
        File.Delete(single);
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (SafetensorsFile file in _files) file.Dispose();
    }

    private static List<List<TensorInfo>> Deal(TensorInfo[] tensors, long shardBytes)
    {
        List<List<TensorInfo>> shards = [[]];
        long bytes = 0;
        foreach (TensorInfo tensor in tensors)
        {
            if (shards[^1].Count > 0 && tensor.Bytes > shardBytes - bytes)
            {
                shards.Add([]);
                bytes = 0;
            }
            shards[^1].Add(tensor);
            bytes += tensor.Bytes;
        }
        return shards;
    }

    private static List<(TensorInfo, TensorSource)> Listed(SafetensorsIndex index, List<SafetensorsFile> files)
    {
        var fileOf = new Dictionary<string, SafetensorsFile>(StringComparer.Ordinal);
        foreach (SafetensorsFile file in files)
            foreach (TensorInfo tensor in file.Tensors)
                if (!fileOf.TryAdd(tensor.Name, file))
                    throw SafetensorsIndex.Unusable(index.Path, $"tensor {tensor.Name} lies in {Path.GetFileName(fileOf[tensor.Name].Name)} and in {Path.GetFileName(file.Name)}");
        foreach ((string tensor, string shard) in index.ShardOf)
            if (!fileOf.TryGetValue(tensor, out SafetensorsFile? file) || Path.GetFileName(file.Name) != shard)
                throw SafetensorsIndex.Unusable(index.Path, $"tensor {tensor} is not in {shard}");
        return [.. files.SelectMany(file => file.Tensors.Where(x => index.ShardOf.ContainsKey(x.Name)).Select(x => (x, (TensorSource)file)))];
    }

    private static string ShardPath(string directory, SafetensorsIndex index, string shard)
    {
        string path = Path.Combine(directory, shard);
        return File.Exists(path) ? path : throw new HicraException($"{path}: this shard is missing, which {Path.GetFileName(index.Path)} names; fetch the checkpoint's files again");
    }
}
