using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Hicra.Kernel.Session;

/// <summary>
/// Extension classes in a script, where a class stands inside the script's own and may have no extension methods: the class keeps
/// its methods as ordinary ones, and beside it, where a script may have them, stands an extension method for each that calls it.
/// So both <c>3.Twice()</c> and <c>Numbers.Twice(3)</c> work, and the class sees the types and the other methods of all cells.
/// </summary>
internal static class ExtensionMethods
{
    /// <summary>The changes to a class; none where it has no extension methods, or could have none in ordinary C#.</summary>
    public static IEnumerable<TextChange> Changes(string code, ClassDeclarationSyntax type)
    {
        if (!type.Modifiers.Any(SyntaxKind.StaticKeyword) || type.TypeParameterList is not null) yield break;
        var beside = new System.Text.StringBuilder();
        foreach (MethodDeclarationSyntax method in type.Members.OfType<MethodDeclarationSyntax>())
        {
            SyntaxToken self = method.ParameterList.Parameters.FirstOrDefault()?.Modifiers.FirstOrDefault(m => m.IsKind(SyntaxKind.ThisKeyword)) ?? default;
            if (!self.IsKind(SyntaxKind.ThisKeyword)) continue;
            yield return CellText.Blank(code, self.Span);
            SyntaxToken access = method.Modifiers.FirstOrDefault(PublicTypes.IsAccess);
            if (access.IsKind(SyntaxKind.PrivateKeyword)) yield return new(access.Span, "internal");
            else if (access.IsKind(SyntaxKind.None)) yield return new(new(PublicTypes.AfterAttributes(method).SpanStart, 0), "internal ");
            beside.Append(' ').Append(Beside(type, method));
        }
        if (beside.Length > 0) yield return new(new(type.Span.End, 0), beside.ToString());
    }

    private static string Beside(ClassDeclarationSyntax type, MethodDeclarationSyntax method)
    {
        string name = method.Identifier.Text, byRef = method.ReturnType is RefTypeSyntax ? "ref " : "";
        string isUnsafe = method.Modifiers.Concat(type.Modifiers).Any(m => m.IsKind(SyntaxKind.UnsafeKeyword)) ? "unsafe " : "";
        string types = method.TypeParameterList is { } parameters ? $"<{string.Join(", ", parameters.Parameters.Select(p => p.Identifier.Text))}>" : "";
        string constraints = string.Join(' ', method.ConstraintClauses.Select(OneLine));
        string call = $"{type.Identifier.Text}.{name}{types}({string.Join(", ", method.ParameterList.Parameters.Select(Argument))})";
        return $"[System.Diagnostics.StackTraceHidden] static {isUnsafe}{OneLine(method.ReturnType)} {name}{types}{OneLine(method.ParameterList)} {constraints} => {byRef}{call};";
    }

    private static string Argument(ParameterSyntax parameter)
    {
        string kind = parameter.Modifiers.Any(SyntaxKind.OutKeyword) ? "out " : parameter.Modifiers.Any(SyntaxKind.InKeyword) || parameter.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) ? "in " : parameter.Modifiers.Any(SyntaxKind.RefKeyword) ? "ref " : "";
        return kind + parameter.Identifier.Text;
    }

    // Without comments and line breaks: the reader's lines keep their numbers.
    private static string OneLine(SyntaxNode node) => string.Join(' ', node.DescendantTokens().Select(t => t.Text));
}
