using System.Runtime.CompilerServices;
using System.Text.Json;
using Hicra.Testing;

namespace Hicra.Interactive.DotNet.Tests.Tool;

/// <summary>The tool <c>dotnet-interactive</c>, in the version that the manifest beside these tests names.</summary>
internal static class InteractiveTool
{
    private static readonly string Tests = Path.Combine(Repository.Root, "tests", "Hicra.Interactive.DotNet.Tests");

    /// <summary>The folder of its assemblies, whether they are there or not.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Packages, "microsoft.dotnet-interactive", Version(), "tools", "net10.0", "any");

    /// <summary>Its program.</summary>
    public static string Program { get; } = Path.Combine(Folder, "Microsoft.DotNet.Interactive.App.dll");

    /// <summary>Why it cannot be used here; null where it can.</summary>
    public static string? Missing { get; } = File.Exists(Program) ? null : "needs the tool of .NET Interactive: cd tests/Hicra.Interactive.DotNet.Tests && dotnet tool restore";

    private static string Version()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Tests, ".config", "dotnet-tools.json")));
        return manifest.RootElement.GetProperty("tools").GetProperty("microsoft.dotnet-interactive").GetProperty("version").GetString()!;
    }
}

/// <summary>A fact that reads the tool's files; skipped with the reason where it is missing.</summary>
internal sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) => Skip = InteractiveTool.Missing!;
}

/// <summary>A fact that runs the tool, which takes long.</summary>
internal sealed class SlowToolFactAttribute : FactAttribute
{
    public SlowToolFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) => Skip = (Slow.Reason ?? InteractiveTool.Missing)!;
}
