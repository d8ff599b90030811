using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Hicra.Kernel.Session;

/// <summary>A whole program as a cell: types alone, one of which has a <c>Main</c>. It is run, as it would be anywhere else.</summary>
internal static class EntryPoint
{
    /// <summary>The statement that runs the program; null for a cell that is none.</summary>
    public static string? Call(CompilationUnitSyntax root)
    {
        if (Find(root) is not { } main) return null;
        string path = string.Join('.', main.Ancestors().Reverse().Select(n => n switch { BaseNamespaceDeclarationSyntax space => space.Name.ToString(), TypeDeclarationSyntax type => type.Identifier.Text, _ => "" }).Where(n => n.Length > 0));
        string call = $"{path}.{main.Identifier.Text}({(main.ParameterList.Parameters.Count == 0 ? "" : "System.Array.Empty<string>()")})";
        return main.ReturnType.ToString() switch
        {
            "void" => $"{call};",
            "int" => $"{typeof(CellExit).FullName}.{nameof(CellExit.Returned)}({call});",
            "Task<int>" or "System.Threading.Tasks.Task<int>" => $"{typeof(CellExit).FullName}.{nameof(CellExit.Returned)}(await {call});",
            _ => $"await {call};",
        };
    }

    /// <summary>The change that lets the statement call it.</summary>
    public static IEnumerable<TextChange> Exposed(CompilationUnitSyntax root)
    {
        if (Find(root) is not { } main) yield break;
        SyntaxToken access = main.Modifiers.FirstOrDefault(PublicTypes.IsAccess);
        if (access.IsKind(SyntaxKind.None)) yield return new(new(PublicTypes.AfterAttributes(main).SpanStart, 0), "public ");
        else if (access.IsKind(SyntaxKind.PrivateKeyword)) yield return new(access.Span, "public ");
    }

    private static MethodDeclarationSyntax? Find(CompilationUnitSyntax root)
    {
        if (root.Members.Count == 0 || !root.Members.All(CellSource.IsType)) return null;
        MethodDeclarationSyntax[] mains = [.. root.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax || n is TypeDeclarationSyntax { Parent: not TypeDeclarationSyntax, TypeParameterList: null }).OfType<MethodDeclarationSyntax>().Where(IsMain)];
        return mains.Length == 1 ? mains[0] : null;
    }

    private static bool IsMain(MethodDeclarationSyntax method) => method.Identifier.Text == "Main" && method.TypeParameterList is null
        && method.Modifiers.Any(SyntaxKind.StaticKeyword) && method.Parent is TypeDeclarationSyntax && !method.Modifiers.Any(SyntaxKind.ProtectedKeyword)
        && method.ParameterList.Parameters is [] or [{ Type: ArrayTypeSyntax { ElementType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.StringKeyword } } }];
}
