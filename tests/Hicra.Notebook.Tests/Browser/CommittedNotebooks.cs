using Hicra.Kernel.Notebooks;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Browser;

/// <summary>The notebooks of the kit.</summary>
internal static class CommittedNotebooks
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "notebooks");

    public static TheoryData<string> Names => [.. Files().Select(p => Path.GetFileName(p))];

    public static IEnumerable<NotebookDocument> All() => Files().Select(NotebookDocument.Load);

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Folder, "*.ipynb").Order(StringComparer.Ordinal);
}
