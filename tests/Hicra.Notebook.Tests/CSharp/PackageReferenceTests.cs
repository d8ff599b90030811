using Hicra.Notebook.CSharp;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.CSharp;

public sealed class PackageReferenceTests
{
    private const string Package = "AngleSharp", Version = "1.10.3";

    [PackageFact]
    public async Task A_package_is_restored_once_and_then_comes_from_the_cache()
    {
        using var folder = new TemporaryFolder();
        string? before = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", folder.File("cache"));
        try
        {
            string code = $"#r \"nuget: {Package}, {Version}\"\nnew AngleSharp.Html.Parser.HtmlParser().ParseDocument(\"<b>bold</b>\").QuerySelector(\"b\").TextContent";
            for (int session = 0; session < 2; session++)
            {
                using CSharpSession fresh = NoFormatter.Session(folder.Path);
                CellResult result = await fresh.ExecuteAsync(code, new RecordedOutput(), default);
                Assert.True(result.Ok, string.Join('\n', result.Traceback));
                Assert.Equal("bold", result.Value);
                // Without its project nothing can be restored: the second session has only the list of files.
                string project = Assert.Single(Directory.GetFiles(folder.File("cache"), "restore.csproj", SearchOption.AllDirectories));
                File.WriteAllText(project, "broken");
                Assert.Contains("restart the kernel to use 1.0.0", (await fresh.ExecuteAsync($"#r \"nuget: {Package}, 1.0.0\"", new RecordedOutput(), default)).ErrorMessage, StringComparison.Ordinal);
            }
        }
        finally { Environment.SetEnvironmentVariable("XDG_CACHE_HOME", before); }
    }

    [Theory]
    [InlineData("nuget: AngleSharp", "give an exact version")]
    [InlineData("nuget: AngleSharp, 1.*", "give an exact version")]
    [InlineData("nuget: ../x, 1.0.0", "the form is")]
    [InlineData("nuget: a, 1.0.0, b", "the form is")]
    public async Task A_reference_that_is_not_exact_says_so(string reference, string why)
    {
        using CSharpSession session = NoFormatter.Session();
        Assert.Contains(why, (await session.ExecuteAsync($"#r \"{reference}\"", new RecordedOutput(), default)).ErrorMessage, StringComparison.Ordinal);
        Assert.True((await session.ExecuteAsync("1", new RecordedOutput(), default)).Ok);
    }

    /// <summary>A fact that restores a package; skipped where no package of the kind is within reach.</summary>
    private sealed class PackageFactAttribute : FactAttribute
    {
        public PackageFactAttribute()
        {
            string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
            if (!Directory.Exists(Path.Combine(packages, "anglesharp", Version))) Skip = $"needs {Package} {Version} in {packages}, where restoring this solution puts it";
        }
    }
}
