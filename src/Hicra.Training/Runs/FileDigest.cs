using System.Security.Cryptography;

namespace Hicra.Training.Runs;

/// <summary>Digests of files of any size.</summary>
internal static class FileDigest
{
    /// <summary>SHA-256 of a file, read piece by piece.</summary>
    public static byte[] Sha256(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return SHA256.HashData(stream);
    }
}
