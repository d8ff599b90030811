using System.Security.Cryptography;
using System.Text.Json;
using Hicra.Tensors;
using Hicra.Training.Learning;

namespace Hicra.Training.Runs;

/// <summary>A base model's folder (<c>config.json</c>, <c>model.safetensors</c> or shards) and the digest by which a run knows it again.</summary>
/// <param name="Directory">The folder.</param>
/// <param name="Digest">
/// SHA-256, in hexadecimal, over the SHA-256 of each file: <c>config.json</c>, then <c>model.safetensors</c>, or
/// <c>model.safetensors.index.json</c> and the shards that it names in ordinal order.
/// </param>
public sealed record BaseModel(string Directory, string Digest)
{
    /// <summary>The name under which a run remembers the model that is shipped for the puzzle world, wherever the kit is installed.</summary>
    public const string Shipped = "shipped";

    /// <summary>The name under which a run remembers the model that is shipped for the long world.</summary>
    public const string ShippedLong = "shipped-long";

    /// <summary>The name under which a run remembers the model that is shipped for the vision world.</summary>
    public const string ShippedVision = "shipped-vision";

    /// <summary>The name under which a run remembers the model that is shipped for the vision world of noisy pictures.</summary>
    public const string ShippedNoisyVision = "shipped-vision-noisy";

    /// <summary>The file beside a model that says how it was made.</summary>
    public const string Recipe = "pretrain.json";

    /// <summary>The name of a small model of stories, of llama2.c, that ships with problems of its own (<see cref="TextDataset.Stories"/>).</summary>
    public const string Stories = TextDataset.Stories;

    // Names of shipped models, and their folders beside the program.
    private static readonly Dictionary<string, string> Folders = new(StringComparer.Ordinal) { [Shipped] = "base", [ShippedLong] = "base-long", [ShippedVision] = "base-vision", [ShippedNoisyVision] = "base-vision-noisy", [Stories] = Stories };

    /// <summary>The folder of the shipped model, beside the program.</summary>
    public static string ShippedDirectory => ShippedData.Path("base");

    /// <summary>Finds a base model.</summary>
    /// <param name="directory">A folder, or the name of a shipped model.</param>
    /// <exception cref="HicraException">There is no such model.</exception>
    public static BaseModel Find(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        string folder = Resolve(directory);
        string? missing = !File.Exists(Path.Combine(folder, "config.json")) ? "config.json" : !SafetensorsFolder.Exists(folder) ? SafetensorsFolder.SingleFile : null;
        if (missing is not null)
        {
            throw new HicraException(IsShipped(directory)
                ? $"{folder}: the shipped base model is missing; install again, or give a base model with --base DIR"
                : $"{directory}: no base model there ({missing} is missing); give a folder with config.json and model.safetensors (--base DIR)");
        }
        return new BaseModel(directory, DigestOf(folder));
    }

    /// <summary>The model that is shipped for a world.</summary>
    /// <exception cref="HicraException">None is.</exception>
    public static BaseModel ShippedFor(string world) =>
        Find(WorldRecipe.Of(world).Shipped ?? throw new HicraException($"no base model is shipped for the {world} world; give one with --base DIR, or make one: hicra pretrain --world {world} --out DIR"));

    /// <summary>Whether a word names a shipped model, and no folder.</summary>
    public static bool IsShipped(string directory) => Folders.ContainsKey(directory);

    /// <summary>The world whose recipe made the model, by its <c>pretrain.json</c>; null where that does not say.</summary>
    public string? World
    {
        get
        {
            string recipe = Path.Combine(Folder, Recipe);
            if (!File.Exists(recipe)) return null;
            try
            {
                using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(recipe));
                return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("world", out JsonElement world) && world.ValueKind == JsonValueKind.String ? world.GetString() : null;
            }
            catch (JsonException)
            {
                return null; // the file only tells where the model comes from
            }
        }
    }

    /// <summary>The folder that <see cref="Directory"/> means.</summary>
    public string Folder => Resolve(Directory);

    private static string Resolve(string directory) => Folders.TryGetValue(directory, out string? shipped) ? ShippedData.Path(shipped) : Path.GetFullPath(directory);

    private static string DigestOf(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(FileDigest.Sha256(Path.Combine(folder, "config.json")));
        foreach (string file in SafetensorsFolder.Files(folder)) hash.AppendData(FileDigest.Sha256(file));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
