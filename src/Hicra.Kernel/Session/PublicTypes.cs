using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Hicra.Kernel.Session;

/// <summary>Makes public what is internal in a cell's library: to its reader, cells are one program.</summary>
internal static class PublicTypes
{
    /// <summary>The changes to a cell's types.</summary>
    public static IEnumerable<TextChange> Changes(CompilationUnitSyntax root)
    {
        foreach (MemberDeclarationSyntax member in root.DescendantNodes(n => n is not (BlockSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax)).OfType<MemberDeclarationSyntax>())
        {
            SyntaxToken access = member.Modifiers.FirstOrDefault(IsAccess);
            if (access.IsKind(SyntaxKind.InternalKeyword) && member.Modifiers.Count(IsAccess) == 1) yield return new(access.Span, "public  ");
            else if (access.IsKind(SyntaxKind.None) && member.Parent is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax && member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax && access.IsKind(SyntaxKind.None))
                yield return new(new(AfterAttributes(member).SpanStart, 0), "public ");
        }
    }

    /// <summary>The first token of a member behind its attributes.</summary>
    public static SyntaxToken AfterAttributes(MemberDeclarationSyntax member) =>
        member.AttributeLists.Count == 0 ? member.GetFirstToken() : member.AttributeLists.Last().GetLastToken().GetNextToken();

    /// <summary>Whether a modifier says who may use a member.</summary>
    public static bool IsAccess(SyntaxToken modifier) => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.PrivateKeyword;
}
