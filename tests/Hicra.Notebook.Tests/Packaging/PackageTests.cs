using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using Hicra.Notebook.Tests.Kernel;
using Hicra.Testing;

namespace Hicra.Notebook.Tests.Packaging;

/// <summary>What <c>dotnet pack</c> makes, tried where nothing is: no repository, no package cache, no other source of packages.</summary>
public sealed class PackageTests(ITestOutputHelper log) : IDisposable
{
    private static readonly string Configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [SlowFact]
    public void Three_packages_and_nothing_else_and_the_tool_runs_where_nothing_is()
    {
        string packed = _temporary.File("packed");
        // What is packed is what was built, as these tests were.
        Run(Repository.Root, "dotnet", "pack", "Hicra.Interactive.sln", "-c", Configuration, "--no-build", "-o", packed, "-v", "q", "--nologo");
        Assert.Equal(["Hicra.Interactive", "Hicra.Plotly", "hicra"], Directory.EnumerateFiles(packed).Select(f => Id(f)).Order(StringComparer.Ordinal));
        foreach (string package in Directory.EnumerateFiles(packed))
        {
            Assert.Superset(new HashSet<string> { "README.md", "LICENSE", "NOTICE.md", "icon.png" }, Entries(package).ToHashSet());
            Assert.Equal(("MIT", "README.md", "icon.png"), (Said(package, "license"), Said(package, "readme"), Said(package, "icon")));
        }
        string[] bundle = Entries(Directory.EnumerateFiles(packed).Single(f => Id(f) == "Hicra.Interactive"));
        Assert.Equal(["Hicra.Data.dll", "Hicra.Interactive.DotNet.dll", "Hicra.Interactive.dll", "Hicra.Logs.dll", "Hicra.Reproduction.dll", "Hicra.Training.dll", "Hicra.dll"], bundle.Where(e => e.EndsWith(".dll", StringComparison.Ordinal)).Select(e => Path.GetFileName(e)).Order(StringComparer.Ordinal));
        Assert.Contains("lib/net10.0/data/base/model.safetensors", bundle);
        Assert.Contains("interactive-extensions/dotnet/Hicra.Interactive.DotNet.dll", bundle);
        Assert.Contains("lib/net10.0/data/base-long/model.safetensors", bundle);
        Assert.Equal(["System.CommandLine", "Parquet.Net", "Microsoft.Data.Analysis"], Nuspec(Directory.EnumerateFiles(packed).Single(f => Id(f) == "Hicra.Interactive")).Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => e.Attribute("id")!.Value));

        string empty = Directory.CreateDirectory(_temporary.File("empty")).FullName, hicra = Path.Combine(_temporary.File("tool"), "hicra");
        File.WriteAllText(Path.Combine(empty, "nuget.config"), $"<configuration><packageSources><clear/><add key=\"packed\" value=\"{packed}\"/></packageSources></configuration>");
        Run(empty, "dotnet", "tool", "install", "--tool-path", _temporary.File("tool"), "--add-source", packed, "hicra");
        Assert.Contains("hicra 0.2", Run(empty, hicra, "what-if", "--run", "demo"), StringComparison.Ordinal);
        Assert.Contains("00-start-here.ipynb", Run(empty, hicra, "notebooks"), StringComparison.Ordinal);
        Run(empty, hicra, "run", "notebooks/00-start-here.ipynb", "--set", "steps=20");
        Assert.True(File.Exists(Path.Combine(empty, "executed", "00-start-here.ipynb")));
        Run(empty, hicra, "kernel", "install", "--prefix", _temporary.File("prefix"));
        if (JupyterFactAttribute.Missing("jupyter_console", "jupyter-console") is { } missing)
        {
            log.WriteLine($"the console was not tried: {missing}");
            return;
        }
        (int code, string text) = Jupyter.Run(JupyterFactAttribute.Python, ["-m", "jupyter_console", "--kernel", "hicra", "--simple-prompt"], "40 + 2\n", ("JUPYTER_PATH", Path.Combine(_temporary.File("prefix"), "share", "jupyter")));
        Assert.True(code == 0 && text.Contains("Out[1]: 42", StringComparison.Ordinal), text);
    }

    private string Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        if (folder != Repository.Root)
            foreach (string own in (string[])["NUGET_PACKAGES", "DOTNET_CLI_HOME", "HOME"]) start.Environment[own] = _temporary.File(own);
        (start.Environment["DOTNET_NOLOGO"], start.Environment["DOTNET_CLI_UI_LANGUAGE"]) = ("1", "en");
        // What a test host says to its own children is not for these.
        start.Environment.Remove("MSBUILD_EXE_PATH");
        start.Environment.Remove("MSBuildSDKsPath");
        using Process process = Process.Start(start)!;
        (int code, string text) = Bounded.Output(process);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}\n{text}");
        return text;
    }

    private static string Id(string package) => Said(package, "id");

    private static string Said(string package, string name) => Nuspec(package).Descendants().Single(e => e.Name.LocalName == name).Value;

    private static XDocument Nuspec(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        using Stream stream = archive.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream);
    }

    private static string[] Entries(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(e => e.FullName)];
    }
}
