using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Hicra.Torch.Loading;

/// <summary>Where PyTorch's library is looked for, in order. Looks at files alone and loads nothing.</summary>
public static partial class TorchSearch
{
    /// <summary>The version that TorchSharp 0.107 was built for.</summary>
    public const string Version = "2.10";

    /// <summary>The package of that version, without the platform.</summary>
    public const string Package = "libtorch-cpu", PackageVersion = "2.10.0";

    /// <summary>The environment variable that names a folder.</summary>
    public const string FolderVariable = "HICRA_TORCH";

    /// <summary>The environment variable that allows another version, at the user's own risk.</summary>
    public const string AnyVersionVariable = "HICRA_TORCH_ANY_VERSION";

    /// <summary>What to do where there is none.</summary>
    public const string Remedy = "run `hicra torch install`, or name the lib folder of PyTorch 2.10 in HICRA_TORCH";

    /// <summary>The name of the library's main file on this system.</summary>
    public static string MainFile => FileName("torch_cpu");

    /// <summary>Whether another version is allowed.</summary>
    public static bool AnyVersion => Environment.GetEnvironmentVariable(AnyVersionVariable) == "1";

    /// <summary>The platform as packages name it, for example <c>linux-x64</c>.</summary>
    public static string Platform => (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux") + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    /// <summary>Where NuGet keeps packages.</summary>
    public static string PackageCache => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } cache ? cache
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The file name of a library on this system.</summary>
    public static string FileName(string library) => OperatingSystem.IsWindows() ? library + ".dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";

    /// <summary>The first folder that has the library, in a version that fits as far as the place tells; null where there is none.</summary>
    /// <exception cref="HicraException"><see cref="FolderVariable"/> names a folder without the library, or one of another version.</exception>
    public static TorchLocation? Find()
    {
        foreach (TorchLocation location in Places())
        {
            if (!File.Exists(Path.Combine(location.Folder, MainFile)))
            {
                if (location.Chosen) throw new HicraException($"{FolderVariable}={location.Folder}: there is no {MainFile} in it; name the lib folder of a PyTorch {Version}, or unset the variable");
                continue;
            }
            if (location.Version is null || location.Version.StartsWith(Version + ".", StringComparison.Ordinal) || AnyVersion) return location;
            if (location.Chosen) throw Wrong(location.Folder, location.Version);
        }
        return null;
    }

    /// <summary>Libraries that were seen and have another version, for those who wonder why theirs is not taken.</summary>
    public static IEnumerable<TorchLocation> OtherVersions() =>
        Places().Where(x => x.Version is not null && !x.Version.StartsWith(Version + ".", StringComparison.Ordinal) && File.Exists(Path.Combine(x.Folder, MainFile)));

    /// <summary>The error of a library of another version.</summary>
    public static HicraException Wrong(string folder, string version) =>
        new($"{folder}: PyTorch {version} is there, and this engine was built for {Version}; {Remedy} ({AnyVersionVariable}=1 tries it all the same)");

    private static IEnumerable<TorchLocation> Places()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } chosen)
        {
            // The folder itself, its lib, or a Python environment's torch.
            string folder = new[] { chosen, Path.Combine(chosen, "lib") }.FirstOrDefault(f => File.Exists(Path.Combine(f, MainFile))) ?? chosen;
            yield return new TorchLocation(folder, FolderVariable, PythonVersion(folder), Chosen: true);
            yield break;
        }
        // A package that the running program references itself.
        foreach (string folder in ((AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return new TorchLocation(folder, "the program's own package", null);
        foreach (string package in new[] { $"libtorch-cuda-12.8-{Platform}", $"{Package}-{Platform}" })
            foreach (string version in Folders(Path.Combine(PackageCache, package)))
                yield return new TorchLocation(Path.Combine(version, "runtimes", Platform, "native"), $"NuGet's package cache ({package})", Path.GetFileName(version));
        foreach (string packages in PythonFolders())
            yield return new TorchLocation(Path.Combine(packages, "torch", "lib"), "Python's PyTorch", PythonVersion(Path.Combine(packages, "torch", "lib")));
    }

    private static IEnumerable<string> PythonFolders()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        foreach (string? prefix in new[] { Environment.GetEnvironmentVariable("VIRTUAL_ENV"), Environment.GetEnvironmentVariable("CONDA_PREFIX"), Path.Combine(home, ".local"), "/usr/local", "/usr" })
        {
            if (string.IsNullOrEmpty(prefix)) continue;
            yield return Path.Combine(prefix, "Lib", "site-packages");
            foreach (string python in Folders(Path.Combine(prefix, "lib"), "python3*"))
                foreach (string packages in new[] { "site-packages", "dist-packages" }) yield return Path.Combine(python, packages);
        }
    }

    // Newest first, so that of several the order is the same everywhere.
    private static IEnumerable<string> Folders(string parent, string pattern = "*")
    {
        try
        {
            return Directory.Exists(parent) ? Directory.EnumerateDirectories(parent, pattern).OrderDescending(StringComparer.Ordinal) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // PyTorch's wheels have torch/version.py beside torch/lib.
    private static string? PythonVersion(string lib)
    {
        string file = Path.Combine(lib, "..", "version.py");
        return File.Exists(file) && VersionLine().Match(File.ReadAllText(file)) is { Success: true } match ? match.Groups[1].Value : null;
    }

    [GeneratedRegex("__version__ = '([^']*)'", RegexOptions.CultureInvariant)]
    private static partial Regex VersionLine();
}
