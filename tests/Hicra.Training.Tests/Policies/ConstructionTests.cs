using System.Runtime.CompilerServices;

namespace Hicra.Training.Tests.Policies;

public class ConstructionTests
{
    // Comparisons and benchmarks measure one engine by its own type.
    private static readonly string[] Programs = ["Bench", "Verification"];

    [Fact]
    public void Nobody_outside_Training_constructs_an_engine_or_a_world()
    {
        string sources = Sources();
        string[] found =
        [
            .. from file in Directory.EnumerateFiles(sources, "*.cs", SearchOption.AllDirectories)
               let parts = Path.GetRelativePath(sources, file).Split(Path.DirectorySeparatorChar)
               where parts[0] != "Hicra.Training" && !parts.Contains("obj") && !parts.Any(Programs.Contains) && parts[^1] != "BenchVerb.cs"
               let text = File.ReadAllText(file)
               where text.Contains("new PuzzleWorld(", StringComparison.Ordinal) || text.Contains("ManagedPolicy.", StringComparison.Ordinal)
               select string.Join('/', parts),
        ];
        Assert.Empty(found);
    }

    private static string Sources([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "src"));
}
