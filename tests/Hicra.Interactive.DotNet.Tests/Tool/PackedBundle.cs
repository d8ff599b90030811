using System.Diagnostics;
using Hicra.Testing;

namespace Hicra.Interactive.DotNet.Tests.Tool;

/// <summary>The bundle as <c>dotnet pack</c> makes it of what was built, and places for caches that no other test and no user sees: its version is always the same.</summary>
public sealed class PackedBundle : IDisposable
{
    private static readonly string Configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
    private readonly TemporaryFolder _temporary = new();
    private readonly Lazy<string> _folder;

    public PackedBundle() => _folder = new(() =>
    {
        string packed = _temporary.File("packed");
        using Process pack = Start("dotnet", ["pack", Path.Combine(Repository.Root, "src", "Hicra.Interactive.DotNet"), "-c", Configuration, "--no-build", "-o", packed, "-v", "q", "--nologo"], Repository.Root);
        pack.StandardInput.Close();
        (int code, string text) = Bounded.Output(pack);
        Assert.True(code == 0, text);
        return packed;
    });

    /// <summary>The cell that loads it.</summary>
    public string Load => $"#i \"nuget:{_folder.Value}\"\n#r \"nuget: Hicra.Interactive, 0.1.0\"";

    /// <summary>An empty folder to work in.</summary>
    internal string Work(string name) => Directory.CreateDirectory(_temporary.File(name)).FullName;

    /// <summary>The program of this checkout, built as these tests were; null where it was not built.</summary>
    internal static string? Program { get; } = Path.Combine(Repository.Root, "src", "Hicra.Notebook", "bin", Configuration, "net10.0", "Hicra.Notebook.dll") is var path && File.Exists(path) ? path : null;

    public void Dispose() => _temporary.Dispose();

    /// <summary>Starts a program with caches of its own; packages that are on this machine need no network.</summary>
    internal Process Start(string program, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (folder != Repository.Root)
        {
            start.Environment["NUGET_FALLBACK_PACKAGES"] = Repository.Packages;
            foreach (string own in (string[])["NUGET_PACKAGES", "DOTNET_CLI_HOME", "HOME"]) start.Environment[own] = Directory.CreateDirectory(_temporary.File(own)).FullName;
        }
        foreach (string name in (string[])["DOTNET_NOLOGO", "DOTNET_CLI_TELEMETRY_OPTOUT", "DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT", "DOTNET_INTERACTIVE_SKIP_FIRST_TIME_EXPERIENCE"]) start.Environment[name] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        // What a test host says to its own children is not for these.
        start.Environment.Remove("MSBUILD_EXE_PATH");
        start.Environment.Remove("MSBuildSDKsPath");
        return Process.Start(start)!;
    }
}
