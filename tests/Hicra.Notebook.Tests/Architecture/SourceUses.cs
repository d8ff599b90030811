using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hicra.Notebook.Tests.Architecture;

/// <summary>That a file uses a type of another.</summary>
/// <param name="From">The file.</param>
/// <param name="To">The other.</param>
/// <param name="Name">The type that ties them.</param>
internal sealed record SourceUse(string From, string To, string Name);

/// <summary>Which file uses a type of which other, as the compiler sees it: constants and extension methods count, comments and equal names do not.</summary>
internal static class SourceUses
{
    /// <summary>The uses of a file.</summary>
    public static IEnumerable<SourceUse> In(SyntaxTree tree, SemanticModel model)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            // Names of namespaces tie nothing, and a local variable's type stands where it is made.
            ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
            if ((symbol as INamedTypeSymbol ?? symbol?.ContainingType) is not { } type) continue;
            foreach (SyntaxReference place in type.OriginalDefinition.DeclaringSyntaxReferences)
                if (place.SyntaxTree.FilePath is { Length: > 0 } file && file != tree.FilePath && seen.Add($"{file} {type.Name}")) yield return new SourceUse(tree.FilePath, file, type.Name);
        }
    }
}
