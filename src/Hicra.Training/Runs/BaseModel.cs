using System.Security.Cryptography;
using Hicra.Tensors;

namespace Hicra.Training.Runs;

/// <summary>A base model's folder (<c>config.json</c>, <c>model.safetensors</c> or shards) and the digest by which a run knows it again.</summary>
/// <param name="Directory">The folder.</param>
/// <param name="Digest">
/// SHA-256, in hexadecimal, over the SHA-256 of each file: <c>config.json</c>, then <c>model.safetensors</c>, or
/// <c>model.safetensors.index.json</c> and the shards that it names in ordinal order.
/// </param>
public sealed record BaseModel(string Directory, string Digest)
{
    /// <summary>The name under which a run remembers the model that is shipped with the kit, wherever that is installed.</summary>
    public const string Shipped = "shipped";

    /// <summary>The folder of the shipped model, beside the program.</summary>
    public static string ShippedDirectory => ShippedData.Path("base");

    /// <summary>Finds a base model.</summary>
    /// <param name="directory">A folder, or <see cref="Shipped"/>.</param>
    /// <exception cref="HicraException">There is no such model.</exception>
    public static BaseModel Find(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        string folder = Resolve(directory);
        string? missing = !File.Exists(Path.Combine(folder, "config.json")) ? "config.json" : !SafetensorsFolder.Exists(folder) ? SafetensorsFolder.SingleFile : null;
        if (missing is not null)
        {
            throw new HicraException(directory == Shipped
                ? $"{folder}: the shipped base model is missing; install again, or give a base model with --base DIR"
                : $"{directory}: no base model there ({missing} is missing); give a folder with config.json and model.safetensors (--base DIR)");
        }
        return new BaseModel(directory, DigestOf(folder));
    }

    /// <summary>The folder that <see cref="Directory"/> means.</summary>
    public string Folder => Resolve(Directory);

    private static string Resolve(string directory) => directory == Shipped ? ShippedDirectory : Path.GetFullPath(directory);

    private static string DigestOf(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(FileDigest.Sha256(Path.Combine(folder, "config.json")));
        foreach (string file in SafetensorsFolder.Files(folder)) hash.AppendData(FileDigest.Sha256(file));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
