using Hicra.Notebook.Tests.Cultures;
using Hicra.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Hicra.Notebook.Tests.Architecture;

/// <summary>The kit's own sources, all projects together: read, compiled and looked through once for all tests, since the compiler takes long to understand them.</summary>
internal static class KitSources
{
    /// <summary>The collection of tests that look at them: one after another, so that none waits while another has them compiled.</summary>
    public const string Collection = "the kit's sources";

    /// <summary>Paths below <c>src</c>, with slashes, and their texts.</summary>
    public static (string Path, string Text)[] Files { get; } = Read();

    private static readonly Lazy<SyntaxTree[]> Trees = new(() => [.. Files.Select(Compiled.Tree)]);
    private static readonly Lazy<CSharpCompilation> Compilation = new(() => Compiled.Of(Trees.Value));
    private static readonly Lazy<(SourceUse[] Uses, string[] Cultures)[]> Seen = new(() => [.. Trees.Value.AsParallel().AsOrdered().Select(Look)]);

    /// <summary>The uses between files.</summary>
    public static SourceUse[] Uses => [.. Seen.Value.SelectMany(s => s.Uses)];

    /// <summary>What a culture decides.</summary>
    public static string[] Cultures => [.. Seen.Value.SelectMany(s => s.Cultures)];

    /// <summary>The uses of further files beside these.</summary>
    public static SourceUse[] UsesOf(params (string Path, string Text)[] planted)
    {
        SyntaxTree[] trees = [.. planted.Select(Compiled.Tree)];
        CSharpCompilation all = Compilation.Value.AddSyntaxTrees(trees);
        return [.. trees.SelectMany(tree => SourceUses.In(tree, all.GetSemanticModel(tree)))];
    }

    // Both with one model, which keeps what it found out of a file.
    private static (SourceUse[], string[]) Look(SyntaxTree tree)
    {
        SemanticModel model = Compilation.Value.GetSemanticModel(tree);
        return ([.. SourceUses.In(tree, model)], [.. CultureFindings.In(tree, model)]);
    }

    private static (string, string)[] Read()
    {
        string sources = Path.Combine(Repository.Root, "src");
        return [.. Directory.EnumerateFiles(sources, "*.cs", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(sources, f).Replace('\\', '/'))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal)).Select(f => (f, File.ReadAllText(Path.Combine(sources, f))))];
    }
}
