using System.Net;
using System.Text;
using Hicra.Interactive.Commands;
using Hicra.Interactive.Hosting;
using Hicra.Kernel.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hicra.Kernel.Session;

/// <summary>Completion, inspection and completeness, from the compiler's own symbols.</summary>
internal sealed class LanguageService(SubmissionChain chain, CommandSet commands, BuiltInMagics builtIn, CSharpSession session)
{
    private static readonly string[] Keywords =
    [
        .. SyntaxFacts.GetReservedKeywordKinds().Select(SyntaxFacts.GetText).Where(k => !k.StartsWith("__", StringComparison.Ordinal)),
        "async", "await", "dynamic", "get", "init", "nameof", "record", "required", "set", "var", "when", "where", "with", "yield",
    ];

    private static readonly SymbolDisplayFormat Signature = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeConstantValue,
        kindOptions: SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword,
        parameterOptions: SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeModifiers,
        localOptions: SymbolDisplayLocalOptions.IncludeType,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private readonly Documentation _documentation = new();

    public CellCompletions Complete(string code, int position)
    {
        position = Math.Clamp(position, 0, code.Length);
        if (DirectiveAt(code, position) is { } piece) return CompleteMagic(piece, position);

        SyntaxTree tree = SubmissionChain.Parse(CellSplitter.OnlyCode(code), "");
        int start = position, end = position;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(code[start - 1])) start--;
        while (end < code.Length && SyntaxFacts.IsIdentifierPartCharacter(code[end])) end++;
        var none = new CellCompletions(position, position, []);
        if (IsInText(tree, start, position) || (start < position && char.IsDigit(code[start]))) return none;

        SemanticModel model = chain.Look(tree).GetSemanticModel(tree);
        string typed = code[start..position];
        IEnumerable<CellCompletion> items = Symbols(model, tree, start, out bool isMember)
            .Where(s => s.CanBeReferencedByName && !s.Name.Contains('<', StringComparison.Ordinal))
            .GroupBy(s => s.Name)
            .Select(g => new CellCompletion(g.Key, KindOf(g.First()), Text(g)));
        if (!isMember) items = items.Concat(Keywords.Select(k => new CellCompletion(k, "keyword", ""))).DistinctBy(i => i.Text);
        CellCompletion[] matching = [.. items.Where(i => i.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .OrderBy(i => i.Text.StartsWith(typed, StringComparison.Ordinal) ? 0 : 1).ThenBy(i => i.Text, StringComparer.OrdinalIgnoreCase).ThenBy(i => i.Text, StringComparer.Ordinal)];
        return new(start, end, matching);

        string Text(IGrouping<string, ISymbol> group) => group.Count() is 1 ? group.First().ToMinimalDisplayString(model, start) : FormattableString.Invariant($"{group.First().ToMinimalDisplayString(model, start)} (+{group.Count() - 1} overloads)");
    }

    public MimeBundle? Inspect(string code, int position)
    {
        position = Math.Clamp(position, 0, code.Length);
        if (DirectiveAt(code, position) is { } piece)
        {
            if (piece.Kind != PieceKind.Magic) return null;
            if (builtIn.List.FirstOrDefault(m => m.Name == CellSplitter.Name(piece.Text)) is { Name: not null } own) return MimeBundle.Of($"{own.Name}: {own.Description}");
            return commands.Knows(piece.Text) && commands.Describe(piece.Text, position - piece.Start) is { } help ? MimeBundle.Of(help) : null;
        }
        SyntaxTree tree = SubmissionChain.Parse(CellSplitter.OnlyCode(code), "");
        CSharpCompilation compilation = chain.Look(tree);
        SemanticModel model = compilation.GetSemanticModel(tree);
        ImmutableSymbols found = SymbolAt(model, tree, position);
        return found.First is { } symbol ? Describe(symbol, found.Count, model, position) : null;
    }

    public static (string Status, string Indent) IsComplete(string code)
    {
        SyntaxTree tree = SubmissionChain.Parse(CellSplitter.OnlyCode(code), "");
        if (!SyntaxFactory.IsCompleteSubmission(tree)) return ("incomplete", new string(' ', 4 * Math.Clamp(OpenBraces(tree), 0, 20)));
        return (tree.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error) ? "invalid" : "complete", "");
    }

    private static int OpenBraces(SyntaxTree tree)
    {
        int open = 0;
        foreach (SyntaxToken token in tree.GetRoot().DescendantTokens())
        {
            if (token.IsMissing) continue;
            if (token.IsKind(SyntaxKind.OpenBraceToken)) open++;
            if (token.IsKind(SyntaxKind.CloseBraceToken)) open--;
        }
        return open;
    }

    private CellCompletions CompleteMagic(Piece piece, int position)
    {
        if (piece.Kind != PieceKind.Magic) return new(position, position, []);
        int lineEnd = piece.Text.IndexOf('\n', StringComparison.Ordinal), at = position - piece.Start;
        if (lineEnd >= 0 && at > lineEnd) return new(position, position, []);
        string line = lineEnd >= 0 ? piece.Text[..lineEnd].TrimEnd() : piece.Text, name = CellSplitter.Name(line);
        if (at <= name.Length)
        {
            string typed = name[..at];
            return new(piece.Start, piece.Start + name.Length, [.. builtIn.List.Concat(commands.List).Where(m => m.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Select(m => new CellCompletion(m.Name, "magic", m.Description))]);
        }
        if (!commands.Knows(line)) return new(position, position, []);
        // A space after the last word may be part of the cell but not of the trimmed line.
        IReadOnlyList<MagicCompletion> items = commands.Complete(line.PadRight(at), at, new SessionHost(session, NoOutput.Instance));
        if (items.Count == 0) return new(position, position, []);
        return new(piece.Start + items[0].Start, Math.Max(piece.Start + items[0].End, position), [.. items.Select(i => new CellCompletion(i.Text, i.Kind, i.Documentation ?? ""))]);
    }

    private static Piece? DirectiveAt(string code, int position)
    {
        foreach (Piece piece in CellSplitter.Split(code))
        {
            if (piece.Kind == PieceKind.Code || position < piece.Start) continue;
            int end = CellSplitter.TakesRest(piece.Text) ? code.Length : LineEnd(code, piece.Start);
            if (position <= end) return piece;
        }
        return null;
    }

    private static int LineEnd(string code, int start)
    {
        int end = code.IndexOf('\n', start);
        return end < 0 ? code.Length : end;
    }

    // Nothing is offered inside a string, a character or a comment.
    private static bool IsInText(SyntaxTree tree, int start, int position)
    {
        SyntaxNode root = tree.GetRoot();
        SyntaxTrivia trivia = root.FindTrivia(Math.Max(0, position - 1));
        if (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)) return true;
        SyntaxToken token = root.FindToken(start);
        return (token.IsKind(SyntaxKind.StringLiteralToken) || token.IsKind(SyntaxKind.CharacterLiteralToken) || token.IsKind(SyntaxKind.InterpolatedStringTextToken) || token.IsKind(SyntaxKind.SingleLineRawStringLiteralToken) || token.IsKind(SyntaxKind.MultiLineRawStringLiteralToken))
            && token.SpanStart < position && position <= token.Span.End && !(position == token.Span.End && token.Text.Length > 1 && token.Text[^1] is '"' or '\'');
    }

    private static IEnumerable<ISymbol> Symbols(SemanticModel model, SyntaxTree tree, int start, out bool isMember)
    {
        SyntaxToken before = start > 0 ? tree.GetRoot().FindToken(start - 1) : default;
        // The cursor may stand after white space or a line break: the token before it counts.
        if (before.SpanStart >= start) before = before.GetPreviousToken();
        isMember = before.IsKind(SyntaxKind.DotToken) && before.Parent is MemberAccessExpressionSyntax or QualifiedNameSyntax or MemberBindingExpressionSyntax;
        if (isMember)
        {
            SyntaxNode left = before.Parent switch
            {
                MemberAccessExpressionSyntax member => member.Expression,
                QualifiedNameSyntax qualified => qualified.Left,
                _ => before.Parent!.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()!.Expression,
            };
            SymbolInfo info = model.GetSymbolInfo(left);
            ISymbol? symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
            if (symbol is INamespaceSymbol space) return space.GetMembers();
            if (symbol is ITypeSymbol type) return model.LookupSymbols(start, type).Where(s => s.IsStatic || s is ITypeSymbol || s is IFieldSymbol { IsConst: true });
            if ((model.GetTypeInfo(left).Type ?? TypeOf(symbol)) is not { } value || value.TypeKind == TypeKind.Error) return [];
            return model.LookupSymbols(start, value, includeReducedExtensionMethods: true).Where(s => !s.IsStatic && s is not ITypeSymbol and not IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.Destructor });
        }
        IEnumerable<ISymbol> visible = model.LookupSymbols(start);
        if (before.Parent is InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax created } && model.GetTypeInfo(created).Type is { } target)
            visible = target.GetMembers().Where(m => m is IPropertySymbol { SetMethod: not null } or IFieldSymbol { IsReadOnly: false }).Concat(visible);
        return visible;
    }

    private static ITypeSymbol? TypeOf(ISymbol? symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };

    private readonly record struct ImmutableSymbols(ISymbol? First, int Count);

    private static ImmutableSymbols SymbolAt(SemanticModel model, SyntaxTree tree, int position)
    {
        SyntaxNode root = tree.GetRoot();
        SyntaxToken token = root.FindToken(Math.Min(position, Math.Max(0, root.FullSpan.End - 1)));
        // At the end of a name, or after an opening parenthesis, the name before the cursor is meant.
        if (!token.IsKind(SyntaxKind.IdentifierToken) && token.SpanStart >= position || token.IsKind(SyntaxKind.EndOfFileToken)) token = token.GetPreviousToken();
        for (SyntaxNode? node = token.Parent; node is not null and not CompilationUnitSyntax; node = node.Parent)
        {
            ISymbol? declared = node is VariableDeclaratorSyntax or MethodDeclarationSyntax or BaseTypeDeclarationSyntax or PropertyDeclarationSyntax or ParameterSyntax or LocalFunctionStatementSyntax or SingleVariableDesignationSyntax ? model.GetDeclaredSymbol(node) : null;
            if (declared is not null) return new(declared, 1);
            SyntaxNode asked = node is ArgumentListSyntax && node.Parent is { } call ? call : node;
            if (asked is not (ExpressionSyntax or AttributeSyntax)) continue;
            SymbolInfo info = model.GetSymbolInfo(asked);
            ISymbol? symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
            if (symbol is null) continue;
            int overloads = symbol is IMethodSymbol method && asked is ExpressionSyntax ? method.ContainingType.GetMembers(method.Name).Length : 1;
            return new(symbol, Math.Max(1, overloads));
        }
        return default;
    }

    private MimeBundle Describe(ISymbol symbol, int overloads, SemanticModel model, int position)
    {
        _ = model;
        _ = position;
        string signature = symbol.ToDisplayString(Signature) + (overloads > 1 ? FormattableString.Invariant($" (+{overloads - 1} overloads)") : "");
        var text = new StringBuilder(signature);
        var html = new StringBuilder("<code>").Append(WebUtility.HtmlEncode(signature)).Append("</code>");
        if (symbol is IFieldSymbol field && field.ContainingType.IsScriptClass && session.Variables.TryGetValue(field.Name, out object? value)) Add("Value", ValueLine.Quiet(value, 200));
        foreach ((string head, string part) in _documentation.Of(symbol)) Add(head, part);
        return MimeBundle.Of(text.ToString(), html.ToString());

        void Add(string head, string part)
        {
            text.Append("\n\n").Append(head.Length > 0 ? $"{head}: " : "").Append(part);
            html.Append("<p>").Append(head.Length > 0 ? $"<b>{WebUtility.HtmlEncode(head)}</b>: " : "").Append(WebUtility.HtmlEncode(part)).Append("</p>");
        }
    }

    private static string KindOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol => "method",
        IPropertySymbol => "property",
        IFieldSymbol { ContainingType.IsScriptClass: true } or ILocalSymbol or IParameterSymbol => "variable",
        IFieldSymbol => "field",
        IEventSymbol => "event",
        INamespaceSymbol => "namespace",
        ITypeSymbol { TypeKind: TypeKind.Interface } => "interface",
        ITypeSymbol { TypeKind: TypeKind.Enum } => "enum",
        ITypeSymbol { TypeKind: TypeKind.Struct } => "struct",
        ITypeSymbol => "class",
        _ => "name",
    };
}
