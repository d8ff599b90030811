using Hicra.Kernel.Notebooks;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Browser;

/// <summary>The notebooks of the kit.</summary>
internal static class CommittedNotebooks
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "notebooks");

    public static TheoryData<string> Names => [.. Files().Select(p => Path.GetFileName(p))];

    /// <summary>
    /// Those that between them show every kind of output: the others hold the same views (the paper's items), are looked at as pages, and go
    /// through JupyterLab's sanitizer.
    /// </summary>
    public static TheoryData<string> OfEveryKind => [.. Files().Select(p => Path.GetFileName(p)).Where(name => name[..2] is "00" or "01" or "02" or "03" or "04" or "13")];

    public static IEnumerable<NotebookDocument> All() => Files().Select(NotebookDocument.Load);

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Folder, "*.ipynb").Order(StringComparer.Ordinal);
}
