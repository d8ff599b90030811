using System.Security.Cryptography;
using System.Text;

namespace Hicra.Reproduction.Recipes;

/// <summary>The digests by which what was made is found again.</summary>
internal static class RecipeDigest
{
    /// <summary>The version of the kit, which stands for its engine and worlds.</summary>
    public static string Version { get; } = typeof(RecipeDigest).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>Ten hexadecimal digits of SHA-256 over everything that determines a result.</summary>
    public static string Of(string everything) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"hicra {Version}\n{everything}")))[..10];
}
