using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Hicra.Interactive.DotNet.Tests.Tool;

/// <summary>What the bundle's assemblies refer to binds in the tool: the tool has its own copies, and a higher reference does not load.</summary>
public sealed class AssemblyVersionTests
{
    private static readonly string[] Bundled = ["Hicra", "Hicra.Training", "Hicra.Logs", "Hicra.Interactive", "Hicra.Data", "Hicra.Reproduction", "Hicra.Interactive.DotNet"];

    [ToolFact]
    public void No_reference_exceeds_the_tool_s_copy()
    {
        Dictionary<string, AssemblyName> tool = Directory.EnumerateFiles(InteractiveTool.Folder, "*.dll").Select(Name).OfType<AssemblyName>().ToDictionary(n => n.Name!, StringComparer.OrdinalIgnoreCase);
        Assert.Contains("System.CommandLine", tool.Keys);
        Assert.Equal([], Exceeding(Bundled, tool));
        // With a fault planted: a tool of last year.
        tool["System.CommandLine"].Version = new Version(1, 9);
        Assert.Contains("Hicra.Interactive refers to System.CommandLine 2.0.0.0, the tool has 1.9", Exceeding(Bundled, tool));
    }

    // The bundle, and all below it that the tool does not have itself.
    private static List<string> Exceeding(string[] names, Dictionary<string, AssemblyName> tool)
    {
        var found = new List<string>();
        var open = new Queue<string>(names);
        var seen = new HashSet<string>(names);
        while (open.TryDequeue(out string? name))
        {
            string path = Path.Combine(AppContext.BaseDirectory, name + ".dll");
            // What is not beside the tests is the framework's.
            if (!File.Exists(path)) continue;
            foreach (AssemblyName reference in References(path))
            {
                if (tool.TryGetValue(reference.Name!, out AssemblyName? own))
                {
                    if (reference.Version > own.Version) found.Add($"{name} refers to {reference.Name} {reference.Version}, the tool has {own.Version}");
                }
                else if (seen.Add(reference.Name!)) open.Enqueue(reference.Name!);
            }
        }
        return found;
    }

    private static AssemblyName? Name(string path)
    {
        try { return AssemblyName.GetAssemblyName(path); }
        catch (BadImageFormatException) { return null; }
    }

    private static List<AssemblyName> References(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName())];
    }
}
