using System.Reflection;

namespace Hicra.Interactive.DotNet;

/// <summary>Why the kit could not be loaded, in a line. Uses nothing of the kit, which may be what is missing.</summary>
internal static class LoadFailure
{
    /// <summary>The innermost cause; for an assembly that does not bind also which version of it the host has.</summary>
    public static string Text(Exception error)
    {
        Exception cause = error.GetBaseException();
        string? wanted = cause switch
        {
            FileLoadException { FileName: { Length: > 0 } file } => file,
            FileNotFoundException { FileName: { Length: > 0 } file } => file,
            _ => null,
        };
        string line = $"Hicra.Interactive could not be loaded: {cause.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.')}";
        if (wanted is null || !wanted.Contains(',', StringComparison.Ordinal)) return line;
        var name = new AssemblyName(wanted);
        AssemblyName? loaded = AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetName()).FirstOrDefault(a => a.Name == name.Name);
        return loaded is null ? $"{line}; this host has no {name.Name}. Take the package and the host of versions that fit: docs/hosts.md names them"
            : $"{line}; this host has {name.Name} {loaded.Version}. Take the package and the host of versions that fit: docs/hosts.md names them";
    }
}
