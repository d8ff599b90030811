using System.Runtime.CompilerServices;

namespace Hicra.Testing;

/// <summary>The reference material that lies beside a developer's checkout (<c>../shared</c>) and is not part of it.</summary>
internal static class SharedMaterial
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(RepositoryRoot(), "..", "shared"));

    /// <summary>The absolute path of a file or folder in the reference material.</summary>
    public static string Path_(string relative) => Path.Combine(Root, relative);

    /// <summary>Why a test that needs <paramref name="relative"/> cannot run here; null if it can.</summary>
    public static string? MissingReason(string relative)
    {
        string path = Path_(relative);
        return File.Exists(path) || Directory.Exists(path) ? null : $"needs the reference material {relative}, which is not beside this checkout (../shared)";
    }

    /// <summary>The root of this checkout.</summary>
    public static string RepositoryRoot([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}

/// <summary>A fact that needs a file or folder of the reference material; skipped with a clear message where that is missing.</summary>
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(string relative, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) => Skip = SharedMaterial.MissingReason(relative)!;
}
