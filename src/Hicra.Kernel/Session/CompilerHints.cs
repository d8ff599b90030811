using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hicra.Kernel.Session;

/// <summary>The way out of errors that the same code would not have in a file: a cell's variables are kept for the cells that follow.</summary>
internal static class CompilerHints
{
    private const string Block = "put the lines that use it in a block { ... } or in a local function";

    /// <summary>The way out of the first error; null where the compiler's own words suffice.</summary>
    public static string? Of(CompilationFailure failure)
    {
        Diagnostic error = failure.Errors[0];
        if (!error.Location.IsInSource || error.Location.SourceTree is not { } tree) return null;
        SyntaxNode at = tree.GetRoot().FindNode(error.Location.SourceSpan);
        if (IsRefVariable(failure.Text.Original.ToString(), CompilerErrors.Place(error, failure.Text)?.Span.Start ?? 0)) return $"a cell keeps its variables for the cells that follow, and a reference cannot be kept: {Block}";
        return error.Id switch
        {
            "CS8345" => $"a cell keeps its variables for the cells that follow, and this type cannot be kept: {Block}",
            "CS0120" when at.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not null => "a type does not see the variables of cells: give it the value, or declare the variable static",
            "CS0103" or "CS0246" when tree.Options.Kind == SourceCodeKind.Regular => "types in a namespace do not see what cells declare outside of one: declare it in a namespace too, or leave the namespace out",
            "CS0103" when at is IdentifierNameSyntax { Identifier.Text: "args" } => "a notebook has no command line: declare it, as in string[] args = []",
            "CS7026" => "leave it out: the assembly of a cell is not the reader's",
            "CS0103" when at is IdentifierNameSyntax { Identifier.Text: "print" } => "in C# it is Console.WriteLine",
            _ => null,
        };
    }

    private static bool IsRefVariable(string code, int position) => CSharpSyntaxTree.ParseText(code).GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>()
        .Any(g => g.Span.Contains(position) && g.Statement is LocalDeclarationStatementSyntax { Declaration.Type: RefTypeSyntax or ScopedTypeSyntax });
}
