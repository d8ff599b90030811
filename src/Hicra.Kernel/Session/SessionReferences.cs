using System.Reflection;
using System.Runtime.Loader;
using Hicra.Data;
using Hicra.Interactive;
using Hicra.Interactive.Commands;
using Microsoft.CodeAnalysis;

namespace Hicra.Kernel.Session;

/// <summary>What cells may use without asking: the framework's assemblies and Hicra's own, and the namespaces that are imported.</summary>
internal static class SessionReferences
{
    private static readonly string[] FrameworkImports =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text", "System.Threading", "System.Threading.Tasks"];

    // What stands on the kit and beside this kernel: there where the program has it, with the namespaces that cells need not import.
    private static readonly string[] Beside = ["Hicra.Reproduction"], BesideImports = ["Hicra.Reproduction.Items", "Hicra.Reproduction.Recipes"];

    /// <summary>Hicra's assemblies, by name: their types are in every session without any <c>#r</c>.</summary>
    private static readonly Assembly[] Ours =
        [typeof(HicraException).Assembly, typeof(Training.Runs.RunConfig).Assembly, typeof(CommandSet).Assembly, typeof(FrameKit).Assembly, typeof(SessionReferences).Assembly, .. Beside.Where(name => OwnPath(name) is not null).Select(Assembly.Load)];

    // What data frames are made of: `run.Frame()` gives one, and its members are seen.
    private static readonly string[] FrameLibraries = ["Microsoft.Data.Analysis", "Microsoft.ML.DataView", "Apache.Arrow"];

    // One set a process: metadata is read once and shared by the compilations of all sessions.
    private static readonly Lazy<MetadataReference[]> Shared = new(() => [.. Paths().Select(path => MetadataReference.CreateFromFile(path))]);

    /// <summary>The imported namespaces, those that exist, and the functions that need no prefix.</summary>
    public static IReadOnlyList<string> Imports { get; } = [.. FrameworkImports, .. KitNamespaces.ForCells, .. Beside.Any(name => OwnPath(name) is not null) ? BesideImports : [], typeof(FrameKit).Namespace!, typeof(NotebookFunctions).Namespace!, typeof(NotebookFunctions).FullName!];

    public static IReadOnlyList<MetadataReference> Default => Shared.Value;

    /// <summary>Whether the program has an assembly itself, in the wanted version or a later one: then it must not be loaded a second time.</summary>
    public static bool Serves(AssemblyName wanted) => wanted.Name is { } name && OwnPath(name) is { } own
        && (wanted.Version is not { } version || Path.GetDirectoryName(own) == Path.GetDirectoryName(typeof(object).Assembly.Location) || AssemblyName.GetAssemblyName(own).Version >= version);

    /// <summary>The assembly of this simple name that the program itself is made of; null for none.</summary>
    public static string? OwnPath(string simpleName) => Trusted().FirstOrDefault(path => Path.GetFileNameWithoutExtension(path).Equals(simpleName, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether cells may use the assembly of this simple name without asking.</summary>
    public static bool IsReferenced(string simpleName) => Paths().Any(path => Path.GetFileNameWithoutExtension(path).Equals(simpleName, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Paths()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        IEnumerable<string> system = Trusted().Where(path => Path.GetDirectoryName(path) == framework && !Path.GetFileName(path).StartsWith("Microsoft.VisualBasic", StringComparison.Ordinal));
        return system.Concat(Ours.Select(a => a.Location)).Concat(FrameLibraries.Select(OwnPath).OfType<string>());
    }

    private static string[] Trusted() => ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Where the session's compiled cells and the assemblies of <c>#r</c> live.</summary>
internal sealed class SessionLoadContext() : AssemblyLoadContext("hicra session", isCollectible: false)
{
    private readonly Dictionary<string, string> _paths = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _natives = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Assembly> _loaded = new(StringComparer.OrdinalIgnoreCase);

    public Assembly LoadCell(Stream image, Stream symbols)
    {
        Assembly assembly = LoadFromStream(image, symbols);
        _loaded[assembly.GetName().Name!] = assembly;
        return assembly;
    }

    // Several versions of one name cannot be in one context.
    public void LoadLibrary(CellLibrary library)
    {
        Assembly assembly = new LibraryLoadContext(this).LoadFromStream(library.Image, library.Symbols);
        _loaded[assembly.FullName!] = assembly;
    }

    public void AddPath(string path) => _paths.TryAdd(Path.GetFileNameWithoutExtension(path), path);

    public void AddNative(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        _natives.TryAdd(name, path);
        if (name.StartsWith("lib", StringComparison.Ordinal)) _natives.TryAdd(name[3..], path);
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string name = assemblyName.Name ?? "";
        if (_loaded.TryGetValue(name, out Assembly? cell) || _loaded.TryGetValue(assemblyName.FullName, out cell)) return cell;
        if (SessionReferences.Serves(assemblyName)) return null;
        if (!_paths.TryGetValue(name, out string? path)) return null;
        return _loaded[name] = LoadFromAssemblyPath(path);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _natives.TryGetValue(Path.GetFileNameWithoutExtension(unmanagedDllName), out string? path) ? LoadUnmanagedDllFromPath(path) : 0;
}

/// <summary>Where one library of a cell lives; what it needs is in the session.</summary>
internal sealed class LibraryLoadContext(SessionLoadContext session) : AssemblyLoadContext("hicra library", isCollectible: false)
{
    protected override Assembly? Load(AssemblyName assemblyName) => session.LoadFromAssemblyName(assemblyName);
}
