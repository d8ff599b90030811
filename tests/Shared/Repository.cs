using System.Runtime.CompilerServices;

namespace Hicra.Testing;

/// <summary>Files of this checkout that tests read where they lie.</summary>
internal static class Repository
{
    /// <summary>The folder of the checkout.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    /// <summary>The 800 real solutions that are shipped.</summary>
    public static string RealSolutions => Path.Combine(Root, "data", "traces", "qwen2.5-math-cot-100.jsonl.gz");

    /// <summary>A file or folder of reference values, below <c>tests/golden</c>.</summary>
    public static string Golden(string name) => Path.Combine(Root, "tests", "golden", name);

    /// <summary>Where NuGet keeps packages on this machine.</summary>
    public static string Packages => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } own ? own : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
