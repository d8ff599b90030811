using System.Runtime.CompilerServices;
using Hicra.Kernel.Session;
using Hicra.Kernel.Tests.Session;
using Hicra.Notebook.Tests.Cli;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Running;

public sealed class PackageReferenceTests
{
    private const string Package = "AngleSharp", Version = "1.10.3";

    // In a process of its own: packages of the tests themselves are present in this one.
    [PackageFact]
    public void A_package_is_restored_once_and_then_comes_from_the_cache()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("package.dib"), $"#!csharp\n#r \"nuget: {Package}, {Version}\"\nnew AngleSharp.Html.Parser.HtmlParser().ParseDocument(\"<b>bold</b>\").QuerySelector(\"b\").TextContent\n");
        for (int session = 0; session < 2; session++)
        {
            (int code, string error) = CommandProcess.Run($"run {folder.File("package.dib")} --quiet --out {folder.File("out")}", ("XDG_CACHE_HOME", folder.File("cache")));
            Assert.True(code == 0, error);
            Assert.Contains("bold", File.ReadAllText(folder.File(Path.Combine("out", "package.ipynb"))).Split("\"outputs\"")[1], StringComparison.Ordinal);
            // Without its project nothing can be restored: the second session has only the list of files.
            File.WriteAllText(Assert.Single(Directory.GetFiles(folder.File("cache"), "restore.csproj", SearchOption.AllDirectories)), "broken");
        }
    }

    [Fact]
    public async Task An_assembly_that_the_program_has_already_is_used_as_it_is()
    {
        using CSharpSession session = NoFormatter.Session();
        string path = Path.Combine(AppContext.BaseDirectory, "Markdig.dll");
        CellResult result = await session.ExecuteAsync($"#r \"{path}\"\ntypeof(Markdig.Markdown).Assembly.Location", new RecordedOutput(), default).WaitAsync(Bounded.Limit);
        Assert.True(result.Ok, string.Join('\n', result.Traceback));
        Assert.Equal(path, result.Value);
    }

    // Sources are a folder, so that nothing depends on what the network has today.
    [PackageFact]
    public void A_reference_without_an_exact_version_takes_the_newest_and_says_which()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("feed"));
        File.Copy(Path.Combine(Repository.Packages, "anglesharp", Version, $"anglesharp.{Version}.nupkg"), folder.File($"feed/anglesharp.{Version}.nupkg"));
        File.WriteAllText(folder.File("nuget.config"), "<configuration><packageSources><clear /></packageSources></configuration>");
        File.WriteAllText(folder.File("n.dib"), $"#!csharp\n#i \"nuget: feed\" // ours\n  #r \"nuget: {Package}\"\n#r \"nuget: {Package}, [{Version}]\"\n#r \"nuget: {Package}, [1.0, 99.0)\"\ntypeof(AngleSharp.IConfiguration).Name\n");
        (int code, string error) = CommandProcess.Run($"run {folder.File("n.dib")} --quiet --out {folder.File("out")}", ("XDG_CACHE_HOME", folder.File("cache")));
        Assert.True(code == 0, error);
        string outputs = File.ReadAllText(folder.File("out/n.ipynb")).Split("\"outputs\"")[1];
        Assert.Contains($"hicra: took {Package} {Version}; write #r \\\"nuget: {Package}, {Version}\\\"", outputs, StringComparison.Ordinal);
        Assert.Contains("IConfiguration", outputs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_that_is_none_says_so_and_the_session_goes_on()
    {
        using CSharpSession session = NoFormatter.Session();
        Assert.Contains("the form is", (await session.ExecuteAsync("#r \"nuget: ../x, 1.0.0\"", new RecordedOutput(), default).WaitAsync(Bounded.Limit)).ErrorMessage, StringComparison.Ordinal);
        Assert.True((await session.ExecuteAsync("1", new RecordedOutput(), default).WaitAsync(Bounded.Limit)).Ok);
    }

    /// <summary>A slow fact that restores a package; skipped where no package of the kind is within reach.</summary>
    private sealed class PackageFactAttribute : FactAttribute
    {
        public PackageFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line)
        {
            Skip = Slow.Reason!;
            if (!Directory.Exists(Path.Combine(Repository.Packages, "anglesharp", Version))) Skip = $"needs {Package} {Version} in {Repository.Packages}, where restoring this solution puts it";
        }
    }
}
