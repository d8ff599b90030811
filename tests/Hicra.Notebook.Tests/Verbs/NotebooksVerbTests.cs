using Hicra.Notebook.Verbs;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Verbs;

public sealed class NotebooksVerbTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void The_kit_s_notebooks_are_written_and_nothing_of_the_reader_s_is_lost()
    {
        string folder = _temporary.File("mine/notebooks"), first = Path.Combine(folder, "00-start-here.ipynb"), second = Path.Combine(folder, "01-one-step-by-hand.ipynb");
        Assert.Contains(first, Write(folder), StringComparison.Ordinal);
        string[] committed = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal)];
        Assert.Equal(committed.Select(Path.GetFileName), Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(committed, c => Assert.Equal(File.ReadAllBytes(c), File.ReadAllBytes(Path.Combine(folder, Path.GetFileName(c)))));
        File.WriteAllText(first, "mine");
        File.Delete(second);
        string said = Write(folder);
        Assert.Equal("mine", File.ReadAllText(first));
        Assert.Contains($"{first} is there and differs: kept", said, StringComparison.Ordinal);
        Assert.Contains($"{second}\n", said, StringComparison.Ordinal);
        Assert.Contains("02-strategic-grams.ipynb is there\n", said, StringComparison.Ordinal);
    }

    private static string Write(string folder)
    {
        using var output = new StringWriter { NewLine = "\n" };
        NotebooksVerb.Write(NotebooksVerb.Shipped, folder, output);
        return output.ToString();
    }
}
