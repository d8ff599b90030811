using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace Hicra.Kernel.Session;

/// <summary>One compiled library of a cell's types.</summary>
/// <param name="Name">The assembly's name, which it shares with an older one that it replaces.</param>
/// <param name="Version">Its version, from 1.</param>
/// <param name="Trees">Its source: the cell, then what it took over of libraries before it.</param>
/// <param name="Types">The full names of its top-level types.</param>
/// <param name="Image">The assembly.</param>
/// <param name="Symbols">Its portable symbols.</param>
/// <param name="References">The assembly as later compilations see it, and empty ones that replace what else it stands for.</param>
internal sealed record CellLibrary(string Name, int Version, IReadOnlyList<SyntaxTree> Trees, IReadOnlySet<string> Types, MemoryStream Image, MemoryStream Symbols, IReadOnlyList<MetadataReference> References);

/// <summary>
/// The types of cells that no script can hold: namespaces and what stands beside them, and classes with extension blocks. Each such
/// cell becomes an assembly of its own, which the scripts of this and the later cells reference.
/// </summary>
/// <remarks>
/// Where a cell declares a type anew, its assembly is a higher version of the older one, which scripts then see no more by name:
/// variables keep their old types, new code sees the new ones. What else was in the older one is compiled once more into the new
/// one, so that no name is lost.
/// </remarks>
internal sealed class CellLibraries
{
    private readonly List<CellLibrary> _libraries = [];
    private readonly HashSet<CellLibrary> _replaced = [];
    private readonly OrderedDictionary<string, string> _usings = [];

    /// <summary>Whether a member of a cell needs a library.</summary>
    public static bool IsNeededBy(MemberDeclarationSyntax member) =>
        member is BaseNamespaceDeclarationSyntax || member is ClassDeclarationSyntax type && type.Modifiers.Any(SyntaxKind.StaticKeyword) && type.Members.Any(m => m is ExtensionBlockDeclarationSyntax);

    /// <summary>The assemblies for a script: all of them, since variables may have types of the replaced ones.</summary>
    /// <param name="next">One that is not added yet; null for none.</param>
    public IEnumerable<MetadataReference> References(CellLibrary? next) => (next is null ? _libraries : _libraries.Append(next)).SelectMany(l => l.References);

    /// <summary>Compiles a cell's types; nothing is kept yet.</summary>
    /// <exception cref="CompilationFailure">They do not compile.</exception>
    public CellLibrary Compile(CellText text, string path, string name, IReadOnlyList<MetadataReference> references, CSharpCompilationOptions options)
    {
        SyntaxTree cell = SubmissionChain.Parse(text.Text, path, SourceCodeKind.Regular);
        CellLibrary[] replaced = [.. _libraries.Where(l => !_replaced.Contains(l) && l.Types.Overlaps(TypesOf(cell)))], present = [.. _libraries.Where(l => !_replaced.Contains(l) && !replaced.Contains(l))];
        List<SyntaxTree> trees = [cell, .. Rest(replaced, [.. TypesOf(cell)])];
        HashSet<string> own = [.. cell.GetCompilationUnitRoot().Usings.Select(Key)];
        string[] usings = [.. SessionReferences.Imports.Select(i => i == typeof(NotebookFunctions).FullName ? $"global using static {i};" : $"global using {i};"), .. _usings.Where(u => !own.Contains(u.Key)).Select(u => u.Value)];
        (string called, int version) = replaced is [var first, ..] ? (first.Name, first.Version + 1) : (name, 1);
        CSharpCompilation compilation = Compilation(usings);
        Diagnostic[] errors = Errors(compilation);
        // A directive of an earlier cell may mean something that only scripts see.
        HashSet<int> unknown = [.. errors.Where(d => d.Location.SourceTree?.FilePath.Length == 0).Select(d => d.Location.GetLineSpan().StartLinePosition.Line)];
        if (unknown.Count > 0) errors = Errors(compilation = Compilation(usings = [.. usings.Where((_, line) => !unknown.Contains(line))]));
        // What relies on a type as it was has no place beside the new one.
        if (trees.Count > 1 && errors.Length > 0 && !errors.Any(d => d.Location.SourceTree == cell))
        {
            trees = [cell];
            compilation = Compilation(usings);
        }

        using MemoryStream image = new(), symbols = new(), documentation = new();
        EmitResult emitted = compilation.Emit(image, symbols, documentation, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        if (!emitted.Success) throw new CompilationFailure(emitted.Diagnostics, text);
        image.Position = symbols.Position = documentation.Position = 0;
        MetadataReference reference = MetadataReference.CreateFromImage(image.ToArray(), documentation: new LibraryDocumentation(documentation));
        (MemoryStream woven, MemoryStream wovenSymbols) = CheckWeaver.Weave(image, symbols);
        return new(called, version, trees, trees.SelectMany(TypesOf).ToHashSet(), woven, wovenSymbols, [reference, .. replaced.Skip(1).Select(l => Empty(l.Name, l.Version + 1, references, options))]);

        CSharpCompilation Compilation(IEnumerable<string> lines) => CSharpCompilation.Create(called, [.. trees, Common(lines, version)], [.. references, .. present.Select(l => l.References[0])], options);
    }

    /// <summary>Makes a library that compiled known to all compilations that follow.</summary>
    public void Add(CellLibrary library)
    {
        _replaced.UnionWith(_libraries.Where(l => l.Types.Overlaps(library.Types)));
        _libraries.Add(library);
    }

    /// <summary>Remembers directives, which hold for the cells that follow.</summary>
    public void Add(IEnumerable<UsingDirectiveSyntax> usings)
    {
        foreach (UsingDirectiveSyntax directive in usings)
        {
            _usings.Remove(Key(directive));
            _usings.Add(Key(directive), $"global {directive.WithGlobalKeyword(default).ToString().ReplaceLineEndings(" ")}");
        }
    }

    private static Diagnostic[] Errors(CSharpCompilation compilation) => [.. compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error)];

    // What libraries hold besides types that are declared anew.
    private static IEnumerable<SyntaxTree> Rest(CellLibrary[] replaced, HashSet<string> types)
    {
        foreach (SyntaxTree old in replaced.SelectMany(l => l.Trees))
        {
            SyntaxNode rest = old.GetRoot().RemoveNodes(TopLevel(old).Where(t => types.Contains(FullName(t))), SyntaxRemoveOptions.KeepUnbalancedDirectives)!;
            SyntaxTree taken = old.WithRootAndOptions(rest, old.Options);
            if (!TypesOf(taken).Any()) continue;
            yield return taken;
            types.UnionWith(TypesOf(taken));
        }
    }

    private static SyntaxTree Common(IEnumerable<string> usings, int version) =>
        SubmissionChain.Parse(FormattableString.Invariant($"{string.Join('\n', usings)}\n[assembly: System.Reflection.AssemblyVersion(\"{version}.0.0.0\")]"), "", SourceCodeKind.Regular);

    private static MetadataReference Empty(string name, int version, IReadOnlyList<MetadataReference> references, CSharpCompilationOptions options)
    {
        using var image = new MemoryStream();
        CSharpCompilation.Create(name, [Common([], version)], references, options).Emit(image);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static string Key(UsingDirectiveSyntax directive) => directive.Alias?.Name.ToString() ?? directive.WithGlobalKeyword(default).NormalizeWhitespace().ToString();

    private static IEnumerable<string> TypesOf(SyntaxTree tree) => TopLevel(tree).Select(FullName);

    private static IEnumerable<MemberDeclarationSyntax> TopLevel(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<MemberDeclarationSyntax>().Where(m => m is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    private static string FullName(MemberDeclarationSyntax type)
    {
        (string name, int arity) = type switch
        {
            TypeDeclarationSyntax t => (t.Identifier.Text, t.TypeParameterList?.Parameters.Count ?? 0),
            DelegateDeclarationSyntax d => (d.Identifier.Text, d.TypeParameterList?.Parameters.Count ?? 0),
            BaseTypeDeclarationSyntax b => (b.Identifier.Text, 0),
            _ => ("", 0),
        };
        return string.Join('.', type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Reverse().Select(n => n.Name.ToString()).Append(FormattableString.Invariant($"{name}`{arity}")));
    }
}
