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

    /// <summary>The start notebook with a training that is as short as it may be. (nbconvert and .NET Interactive's test run it as it is, or compare it.)</summary>
    public static string Shorter(string start)
    {
        Assert.Contains(Steps, start, StringComparison.Ordinal);
        return start.Replace(Steps, "var steps = 20;", StringComparison.Ordinal);
    }

    private const string Steps = "var steps = 120;";

    public static IEnumerable<NotebookDocument> All() => Files().Select(NotebookDocument.Load);

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Folder, "*.ipynb").Order(StringComparer.Ordinal);
}
