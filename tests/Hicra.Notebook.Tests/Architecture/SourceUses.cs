using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hicra.Notebook.Tests.Architecture;

/// <summary>Which file uses a type of which other, as the compiler sees it: constants and extension methods count, comments and equal names do not.</summary>
internal static class SourceUses
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    /// <summary>The uses between files, with the names that tie them.</summary>
    /// <param name="sources">Paths below <c>src</c>, with slashes, and their texts: all projects together.</param>
    /// <param name="of">The files whose uses are wanted; null for all.</param>
    public static IEnumerable<(string From, string To, string Name)> Of(IReadOnlyList<(string Path, string Text)> sources, Func<string, bool>? of = null)
    {
        CSharpParseOptions options = new(LanguageVersion.Latest);
        SyntaxTree[] trees = [.. sources.Select(s => CSharpSyntaxTree.ParseText(s.Text, options, s.Path))];
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => !Path.GetFileName(p).StartsWith("Hicra", StringComparison.Ordinal)).Select(p => MetadataReference.CreateFromFile(p));
        var compilation = CSharpCompilation.Create("house", [CSharpSyntaxTree.ParseText(Usings, options), .. trees], references, new(OutputKind.ConsoleApplication, allowUnsafe: true));
        foreach (SyntaxTree tree in trees.Where(t => of?.Invoke(t.FilePath) ?? true))
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                // Names of namespaces tie nothing, and a local variable's type stands where it is made.
                ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
                if ((symbol as INamedTypeSymbol ?? symbol?.ContainingType) is not { } type) continue;
                foreach (SyntaxReference place in type.OriginalDefinition.DeclaringSyntaxReferences)
                    if (place.SyntaxTree.FilePath is { Length: > 0 } file && file != tree.FilePath && seen.Add($"{file} {type.Name}")) yield return (tree.FilePath, file, type.Name);
            }
        }
    }
}
