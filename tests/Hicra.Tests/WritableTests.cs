using Hicra.Testing;

namespace Hicra.Tests;

/// <summary>Whether a result can be written is known before the work, and looking for it leaves nothing.</summary>
public sealed class WritableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_can_be_written_passes_and_nothing_is_made()
    {
        File.WriteAllText(_folder.File("there.txt"), "kept");
        foreach (string path in (string[])["there.txt", "new.txt", "a/b/c/new.txt", "."]) WholeFile.CheckWritable(_folder.File(path));
        Assert.Equal([_folder.File("there.txt")], Directory.GetFileSystemEntries(_folder.Path));
        Assert.Equal("kept", File.ReadAllText(_folder.File("there.txt")));
    }

    [Fact]
    public void A_file_in_the_way_is_named()
    {
        File.WriteAllText(_folder.File("there.txt"), "kept");
        HicraException error = Assert.Throws<HicraException>(() => WholeFile.CheckWritable(_folder.File("there.txt/a/b.txt"), "b.txt"));
        Assert.StartsWith("b.txt: cannot be written, because", error.Message, StringComparison.Ordinal);
        Assert.Contains("there.txt is a file", error.Message, StringComparison.Ordinal);
    }
}
