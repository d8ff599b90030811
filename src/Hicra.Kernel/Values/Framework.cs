using System.Reflection;

namespace Hicra.Kernel.Values;

/// <summary>.NET's own types, whose ways are known.</summary>
internal static class Framework
{
    private static readonly string? Folder = Path.GetDirectoryName(typeof(object).Assembly.Location);

    /// <summary>Whether a type is .NET's own; of a generic one the definition counts.</summary>
    public static bool Has(Type type)
    {
        Assembly assembly = type.Assembly;
        return !assembly.IsDynamic && assembly.Location.Length > 0 && Path.GetDirectoryName(assembly.Location) == Folder;
    }
}
