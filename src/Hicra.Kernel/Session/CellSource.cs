using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Hicra.Kernel.Session;

/// <summary>A variable that <c>using</c> declares at a cell's top level.</summary>
internal sealed record UsedVariable(string Name, bool IsAsync);

/// <summary>A cell of ordinary C# in the form in which Roslyn's scripts take it.</summary>
/// <remarks>
/// Scripts know neither <c>using</c> variables, namespaces, extension classes nor <c>using</c> directives between statements. So the
/// word <c>using</c> is taken off variables, which the session closes at the end of the cell; a cell that has a namespace or an
/// extension block gives all its types to a library (<see cref="CellLibraries"/>); an extension class gets its methods once more
/// beside it, where scripts look for them (<see cref="ExtensionMethods"/>); and directives go to the top.
/// </remarks>
/// <param name="Script">Its statements, and the types that a script can hold.</param>
/// <param name="Library">The types that it cannot; null where there are none.</param>
/// <param name="Used">What is to be closed at the end of the cell, in order of declaration.</param>
internal sealed record CellSource(CellText Script, CellText? Library, IReadOnlyList<UsedVariable> Used)
{
    private static readonly CSharpParseOptions Ordinary = new(LanguageVersion.Latest, DocumentationMode.None);

    /// <summary>Takes a cell apart. Code that is no C# stays as it is, for the compiler to say so.</summary>
    public static CellSource Of(string code)
    {
        CompilationUnitSyntax root = Parse(code);
        List<TextChange> common = [.. LateUsings(code, root), .. FileTypes(code, root)];
        var used = new List<UsedVariable>();
        List<TextChange> script = [.. common, .. WithoutUsing(code, root, used)];
        CellText? library = null;
        if (root.Members.Any(CellLibraries.IsNeededBy))
        {
            library = CellText.Of(code, [.. common, .. PublicTypes.Changes(root), .. EntryPoint.Exposed(root), .. root.Members.Where(m => !IsType(m)).Select(m => CellText.Blank(code, m.Span))]);
            script = [.. script.Where(c => !root.Members.Any(m => IsType(m) && m.Span.Contains(c.Span) && c.Span.Length > 0)), .. root.Members.Where(IsType).Select(m => CellText.Blank(code, m.Span))];
        }
        else
        {
            foreach (ClassDeclarationSyntax type in root.Members.OfType<ClassDeclarationSyntax>()) script.AddRange(ExtensionMethods.Changes(code, type));
            script.AddRange(EntryPoint.Exposed(root));
        }
        if (EntryPoint.Call(root) is { } call) script.Add(new(new(code.Length, 0), "\n" + call));
        return new(CellText.Of(code, script), library, used);
    }

    /// <summary>The cell as a script for completion and the like: every character stands where it stood.</summary>
    public static string InPlace(string code) => CellText.Of(code, WithoutUsing(code, Parse(code), [])).Text;

    /// <summary>Whether a member is a type, or a namespace of types.</summary>
    public static bool IsType(MemberDeclarationSyntax member) => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax or BaseNamespaceDeclarationSyntax;

    private static CompilationUnitSyntax Parse(string code) => CSharpSyntaxTree.ParseText(code, Ordinary).GetCompilationUnitRoot();

    private static IEnumerable<TextChange> WithoutUsing(string code, CompilationUnitSyntax root, List<UsedVariable> used)
    {
        foreach (LocalDeclarationStatementSyntax declaration in root.Members.OfType<GlobalStatementSyntax>().Select(g => g.Statement).OfType<LocalDeclarationStatementSyntax>())
        {
            if (!declaration.UsingKeyword.IsKind(SyntaxKind.UsingKeyword)) continue;
            bool isAsync = declaration.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword);
            yield return CellText.Blank(code, declaration.UsingKeyword.Span);
            if (isAsync) yield return CellText.Blank(code, declaration.AwaitKeyword.Span);
            foreach (VariableDeclaratorSyntax variable in declaration.Declaration.Variables)
            {
                string name = variable.Identifier.ValueText;
                // A variable of this name would stand in the way of discards in later cells.
                if (name == "_") yield return new(variable.Identifier.Span, name = FormattableString.Invariant($"{SubmissionChain.Hidden}{used.Count}"));
                used.Add(new(name, isAsync));
            }
        }
    }

    private static IEnumerable<TextChange> LateUsings(string code, CompilationUnitSyntax root)
    {
        TextSpan[] late = [.. root.SyntaxTree.GetDiagnostics().Where(d => d.Id == "CS1529").Select(d => d.Location.SourceSpan)];
        if (late.Length == 0) yield break;
        yield return new(new(root.GetFirstToken(includeZeroWidth: true).SpanStart, 0), string.Concat(late.Select(span => code.Substring(span.Start, span.Length).ReplaceLineEndings(" ") + " ")));
        foreach (TextSpan span in late) yield return CellText.Blank(code, span);
    }

    // A cell is the file of its types.
    private static IEnumerable<TextChange> FileTypes(string code, CompilationUnitSyntax root) =>
        root.Members.OfType<BaseTypeDeclarationSyntax>().SelectMany(t => t.Modifiers).Where(m => m.IsKind(SyntaxKind.FileKeyword)).Select(m => CellText.Blank(code, m.Span));
}
