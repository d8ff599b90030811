using Hicra.Testing;

namespace Hicra.Notebook.Tests.Packaging;

/// <summary>What others made is named, with its licence.</summary>
public sealed class NoticeTests
{
    [Fact]
    public void Every_folder_of_data_and_every_reference_value_is_named()
    {
        string notice = File.ReadAllText(Path.Combine(Repository.Root, "NOTICE.md"));
        string[] places = [.. ((string[])["data", "tests/golden"]).SelectMany(top => Directory.EnumerateFileSystemEntries(Path.Combine(Repository.Root, top)).Select(e => $"{top}/{Path.GetFileName(e)}"))
            .Where(p => !p.EndsWith("README.md", StringComparison.Ordinal))];
        Assert.True(places.Length >= 8);
        Assert.Equal([], places.Where(p => !notice.Contains(p, StringComparison.Ordinal)));
    }

    [Fact]
    public void Assemblies_of_others_that_the_tool_carries_are_named()
    {
        string notice = File.ReadAllText(Path.Combine(Repository.Root, "NOTICE.md"));
        // What lies beside the command's own output is what is packed; the extension's packages are its host's, and nobody carries them.
        string[] own = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "packages.lock.json", SearchOption.AllDirectories).Where(f => Path.GetFileName(Path.GetDirectoryName(f)) != "Hicra.Interactive.DotNet").SelectMany(File.ReadAllLines)
            .Where(l => l.StartsWith("      \"", StringComparison.Ordinal) && l.EndsWith("\": {", StringComparison.Ordinal)).Select(l => l.Trim()[1..^4]).Where(id => char.IsUpper(id[0]) && !id.EndsWith(".Analyzers", StringComparison.Ordinal)).Distinct()];
        Assert.Contains("Markdig", own);
        Assert.Equal([], own.Where(id => !notice.Contains(Family(id), StringComparison.Ordinal)));
    }

    // Microsoft.CodeAnalysis.CSharp stands as ", .CSharp" behind its family.
    private static string Family(string id) => id.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) ? "Microsoft.CodeAnalysis" : id;
}
