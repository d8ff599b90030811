using Hicra.Testing;

namespace Hicra.Notebook.Tests.Browser;

/// <summary>The notebooks of the kit.</summary>
internal static class CommittedNotebooks
{
    public static string Folder { get; } = Path.Combine(Path.GetFullPath(Path.Combine(SharedMaterial.RepositoryRoot(), "..")), "notebooks");

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder, "*.ipynb").Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];
}
