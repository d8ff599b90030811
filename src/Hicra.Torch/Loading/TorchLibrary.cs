using System.Reflection;
using System.Runtime.InteropServices;

namespace Hicra.Torch.Loading;

/// <summary>
/// PyTorch's library in this process. It must be there before anything touches TorchSharp, whose own search copies half a
/// gigabyte and stays broken after a failure.
/// </summary>
public static class TorchLibrary
{
    private static readonly Lock Gate = new();
    private static TorchLibraryInfo? _loaded;

    /// <summary>Loads the library, once.</summary>
    /// <exception cref="HicraException">It is not here, has another version, or does not start; the message has the remedy.</exception>
    public static TorchLibraryInfo Load()
    {
        lock (Gate) return _loaded ??= LoadFrom(TorchSearch.Find() ?? throw Missing());
    }

    private static HicraException Missing()
    {
        string seen = string.Concat(TorchSearch.OtherVersions().Take(1).Select(other => $" (PyTorch {other.Version} in {other.Folder} is another version)"));
        return new HicraException($"PyTorch's library {TorchSearch.Version} is not on this machine{seen}: {TorchSearch.Remedy}");
    }

    /// <summary>Loads the library of a folder.</summary>
    internal static TorchLibraryInfo LoadFrom(TorchLocation location)
    {
        string main = Path.Combine(location.Folder, TorchSearch.MainFile);
        // What depends on others comes after them; a build for CUDA has more.
        foreach (string library in new[] { "c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch" })
        {
            string path = Path.Combine(location.Folder, TorchSearch.FileName(library));
            if (File.Exists(path)) Start(path);
        }
        string version = VersionOf(main);
        bool fits = version.StartsWith(TorchSearch.Version + ".", StringComparison.Ordinal);
        if (!fits && !TorchSearch.AnyVersion) throw TorchSearch.Wrong(location.Folder, version);
        (nint shim, string shimPath, bool weakened) = StartShim();
        NativeLibrary.SetDllImportResolver(TorchSharpAssembly(), (name, _, _) => name == "LibTorchSharp" ? shim : 0);
        return new TorchLibraryInfo(location, version, fits, shimPath, weakened);
    }

    private static Assembly TorchSharpAssembly() => typeof(TorchSharp.torch).Assembly;

    private static nint Start(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw new HicraException($"{path} does not start: {Reason(error)}; remove {Path.GetDirectoryName(path)} and install it anew (`hicra torch install`), or name another PyTorch {TorchSearch.Version} in {TorchSearch.FolderVariable}", error);
        }
    }

    private static (nint Handle, string Path, bool Weakened) StartShim()
    {
        string name = TorchSearch.FileName("LibTorchSharp"), beside = AppContext.BaseDirectory;
        string[] places =
        [
            Path.Combine(Path.GetDirectoryName(typeof(TorchLibrary).Assembly.Location) is { Length: > 0 } own ? own : beside, "torch", TorchSearch.Platform, "native", name),
            Path.Combine(beside, "torch", TorchSearch.Platform, "native", name),
            Path.Combine(beside, "runtimes", TorchSearch.Platform, "native", name),
            Path.Combine(beside, name),
        ];
        string path = places.FirstOrDefault(File.Exists) ?? throw new HicraException($"{places[0]} is missing: TorchSharp has no part for {TorchSearch.Platform}, or the program was copied without it; use the embedded engine, or build again");
        try
        {
            return (NativeLibrary.Load(path), path, false);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException && OperatingSystem.IsLinux() && error.Message.Contains("GLIBCXX_3.4.32", StringComparison.Ordinal))
        {
            string copy = WeakenedShim.Write(path, Caches());
            return (Start(copy), copy, true);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw new HicraException($"{path} does not start: {Reason(error)}; {TorchSearch.Remedy}", error);
        }
    }

    private static IEnumerable<string> Caches()
    {
        string cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named ? named : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        yield return Path.Combine(cache, "hicra", "torch");
        // A folder of one's own: others could put a file into a shared one.
        yield return Path.Combine(Path.GetTempPath(), $"hicra-torch-{Environment.UserName}");
    }

    // 2.10.0 is 0x020A...: a byte each for major, minor and patch.
    private static unsafe string VersionOf(string main)
    {
        if (!NativeLibrary.TryGetExport(Start(main), "aoti_torch_abi_version", out nint address)) return "older than 2.6";
        ulong version = ((delegate* unmanaged[Cdecl]<ulong>)address)();
        return FormattableString.Invariant($"{version >> 56}.{version >> 48 & 0xFF}.{version >> 40 & 0xFF}");
    }

    // The loader's first sentence; the list of all places that it tried helps nobody.
    private static string Reason(Exception error) => error.Message.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Contains(": ", StringComparison.Ordinal) && line.StartsWith('/')) ?? error.Message.ReplaceLineEndings(" ");
}
