using System.Reflection;
using System.Text.Json.Nodes;

namespace Hicra.Kernel.Session;

/// <summary>How this kernel is called and what it says of its language, for clients and for notebooks.</summary>
internal static class KernelDescription
{
    /// <summary>The kernel's name where nobody gives another, and what clients show.</summary>
    public const string Name = "hicra", DisplayName = "C# (Hicra)";

    /// <summary>The program's version, without what a build adds to it.</summary>
    public static string Version { get; } = typeof(KernelDescription).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>The protocol's <c>language_info</c>, in the order in which Jupyter writes it into notebooks.</summary>
    public static JsonObject LanguageInfo() => new()
    {
        ["codemirror_mode"] = "text/x-csharp",
        ["file_extension"] = ".cs",
        ["mimetype"] = "text/x-csharp",
        ["name"] = CellLanguages.CSharp,
        ["pygments_lexer"] = "csharp",
        // C# 14 came with .NET 10, and so on.
        ["version"] = FormattableString.Invariant($"{Environment.Version.Major + 4}.0"),
    };

    /// <summary>A notebook's metadata, as Jupyter would save them under this kernel.</summary>
    public static JsonObject NotebookMetadata() => new()
    {
        ["kernelspec"] = new JsonObject { ["display_name"] = DisplayName, ["language"] = CellLanguages.CSharp, ["name"] = Name },
        ["language_info"] = LanguageInfo(),
    };
}
