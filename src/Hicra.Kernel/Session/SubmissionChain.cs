using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Hicra.Kernel.Session;

/// <summary>A piece of a cell that compiled.</summary>
/// <param name="Start">Runs it; the array holds the submissions before it, and takes its own.</param>
/// <param name="States">The array to give.</param>
/// <param name="HasValue">Whether its last expression has a value.</param>
internal sealed record CompiledSubmission(Func<object?[], Task<object?>>? Start, object?[] States, bool HasValue)
{
    /// <summary>The variables that <c>using</c> declares, in order of declaration, and whether they are closed asynchronously.</summary>
    public IReadOnlyList<(FieldInfo Field, bool IsAsync)> Used { get; init; } = [];

    /// <summary>Where in <see cref="States"/> its variables are, once it has started.</summary>
    public int Slot { get; init; }
}

/// <summary>The chain of compiled submissions, each of which sees what the ones before it declared.</summary>
/// <remarks>
/// This uses Roslyn's script compilations directly, not its <c>Script</c> class: that gives no state back for a cell whose
/// thread was aborted, and an interrupt would lose what the cell had declared.
/// </remarks>
internal sealed class SubmissionChain
{
    /// <summary>How variables begin that no reader named.</summary>
    public const string Hidden = "__used";

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest, DocumentationMode.Parse, SourceCodeKind.Script);

    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly Lock _gate = new();
    private readonly SessionLoadContext _assemblies = new();
    private readonly List<MetadataReference> _references = [.. SessionReferences.Default];
    private readonly CellLibraries _libraries = new();
    private readonly CSharpCompilationOptions _options = new(
        OutputKind.DynamicallyLinkedLibrary, usings: SessionReferences.Imports, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true,
        nullableContextOptions: NullableContextOptions.Disable, metadataReferenceResolver: null, sourceReferenceResolver: null,
        // The implementation assemblies are referenced, whose facades repeat names; and warnings are shown only with errors.
        specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]);

    private CSharpCompilation? _last;
    private object?[] _states = new object?[8];
    private int _slots, _count;

    /// <summary>Whether anything was compiled yet.</summary>
    public bool IsEmpty => _last is null;

    public static SyntaxTree Parse(string code, string path, SourceCodeKind kind = SourceCodeKind.Script) => CSharpSyntaxTree.ParseText(SourceText.From(code, Encoding.UTF8), Parsing.WithKind(kind), path);

    /// <summary>A compilation of a piece of code after all that came before, for completion and inspection; nothing is kept.</summary>
    public CSharpCompilation Look(SyntaxTree tree)
    {
        lock (_gate) return Compilation(tree, "look");
    }

    /// <summary>Makes an assembly known to the cells that follow.</summary>
    public void Reference(string path)
    {
        lock (_gate)
        {
            string name = Path.GetFileNameWithoutExtension(path);
            if (SessionReferences.IsReferenced(name)) return;
            // What the command itself uses is loaded already, in its own version: cells see that one, unless they ask for a later one.
            string? own = SessionReferences.OwnPath(name);
            if (own is not null && !SessionReferences.Serves(System.Reflection.AssemblyName.GetAssemblyName(path))) own = null;
            if (own is null) _assemblies.AddPath(path);
            _references.Add(MetadataReference.CreateFromFile(own ?? path));
        }
    }

    /// <summary>Makes an assembly loadable that cells do not name themselves.</summary>
    public void Support(string path, bool isNative)
    {
        lock (_gate)
        {
            if (isNative) _assemblies.AddNative(path);
            else _assemblies.AddPath(path);
        }
    }

    /// <summary>Compiles a piece of code and appends it to the chain. Its code has not run yet.</summary>
    /// <exception cref="CompilationFailure">It does not compile; the chain is as it was.</exception>
    public CompiledSubmission Append(string code, string path)
    {
        lock (_gate)
        {
            CellSource source = CellSource.Of(code);
            string name = FormattableString.Invariant($"hicra-cell-{++_count}");
            CellLibrary? library = source.Library is { } types ? _libraries.Compile(types, path, $"{name}-types", _references, _options.WithUsings()) : null;
            SyntaxTree tree = Parse(source.Script.Text, path);
            CompilationUnitSyntax root = tree.GetCompilationUnitRoot();
            CSharpCompilation compilation = Compilation(tree, name, library);
            // Without members (only usings, only comments) there is nothing to emit or run, and the compiler gives it no slot.
            if (root.Members.Count == 0)
            {
                if (compilation.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error)) throw new CompilationFailure(compilation.GetDiagnostics(), source.Script);
                Keep(compilation, root, library);
                return new(null, _states, false);
            }
            using MemoryStream image = new(), symbols = new();
            EmitResult emitted = compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
            if (!emitted.Success) throw new CompilationFailure(emitted.Diagnostics, source.Script);
            UsedVariables.Check(compilation, source);
            Keep(compilation, root, library);

            image.Position = symbols.Position = 0;
            (MemoryStream woven, MemoryStream wovenSymbols) = CheckWeaver.Weave(image, symbols);
            Assembly assembly = _assemblies.LoadCell(woven, wovenSymbols);
            IMethodSymbol entry = compilation.GetEntryPoint(CancellationToken.None)!;
            Type script = assembly.GetType(entry.ContainingType.MetadataName, throwOnError: true)!;
            MethodInfo method = script.GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
            _slots++;
            if (_slots + 1 > _states.Length) Array.Resize(ref _states, _states.Length * 2);
            return new(method.CreateDelegate<Func<object?[], Task<object?>>>(), _states, HasValue(compilation, tree, root)) { Slot = _slots, Used = [.. source.Used.Select(u => (script.GetField(u.Name, Members)!, u.IsAsync))] };
        }
    }

    /// <summary>The variables of all submissions, the newest of each name, in order of declaration.</summary>
    public IReadOnlyDictionary<string, object?> Variables()
    {
        var found = new OrderedDictionary<string, object?>();
        foreach ((FieldInfo field, object submission) in Fields())
        {
            found.Remove(field.Name);
            found.Add(field.Name, field.GetValue(submission));
        }
        return found;
    }

    private List<(FieldInfo, object)> Fields()
    {
        object?[] states;
        lock (_gate) states = _states[..(_slots + 1)];
        var fields = new List<(FieldInfo, object)>();
        foreach (object? submission in states.Skip(1))
        {
            if (submission is null) continue;
            foreach (FieldInfo field in submission.GetType().GetFields(Members))
                if (!field.Name.Contains('<', StringComparison.Ordinal) && !field.Name.StartsWith(Hidden, StringComparison.Ordinal) && !field.IsLiteral) fields.Add((field, submission));
        }
        return fields;
    }

    private CSharpCompilation Compilation(SyntaxTree tree, string name, CellLibrary? library = null) =>
        CSharpCompilation.CreateScriptCompilation(name, tree, [.. _references, .. _libraries.References(library)], _options.WithScriptClassName("Submission"), _last, typeof(object));

    // What compiled is there for the cells that follow.
    private void Keep(CSharpCompilation compilation, CompilationUnitSyntax root, CellLibrary? library)
    {
        if (library is not null)
        {
            _assemblies.LoadLibrary(library);
            _libraries.Add(library);
        }
        _libraries.Add(root.Usings);
        if (root.Usings.Count + root.Members.Count > 0) _last = compilation;
    }

    // An expression without a semicolon at the end of a cell is its value, unless it is void; and so is what its last line returns. Null has no type.
    private static bool HasValue(CSharpCompilation compilation, SyntaxTree tree, CompilationUnitSyntax root) => root.Members[^1] is GlobalStatementSyntax last && last.Statement switch
    {
        ExpressionStatementSyntax { SemicolonToken.IsMissing: true } expression => expression.Expression.IsKind(SyntaxKind.NullLiteralExpression) || compilation.GetSemanticModel(tree).GetTypeInfo(expression.Expression).Type is { SpecialType: not SpecialType.System_Void },
        ReturnStatementSyntax { Expression: not null } => true,
        _ => false,
    };
}

/// <summary>Code that does not compile.</summary>
internal sealed class CompilationFailure(IReadOnlyList<Diagnostic> diagnostics, CellText text) : Exception("The code does not compile.")
{
    public IReadOnlyList<Diagnostic> Errors { get; } = [.. diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).OrderBy(d => d.Location.SourceSpan.Start)];

    /// <summary>What was compiled.</summary>
    public CellText Text => text;
}
