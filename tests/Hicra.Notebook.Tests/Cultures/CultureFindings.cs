using Hicra.Notebook.Tests.Architecture;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hicra.Notebook.Tests.Cultures;

/// <summary>
/// What the analyzers of .NET do not find in C# text: fractions and times that are written as the current culture writes them (in
/// interpolated strings, with <c>+</c>, through <c>Append</c>, <c>Join</c> and <c>Write</c>), and texts that are put in order as it orders them.
/// </summary>
internal static class CultureFindings
{
    private static readonly HashSet<string> Writers = ["Append", "AppendLine", "AppendJoin", "Insert", "Write", "WriteLine", "WriteAsync", "WriteLineAsync", "Concat", "Join"];
    private static readonly HashSet<string> Orders = ["OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Order", "OrderDescending", "Min", "Max", "MinBy", "MaxBy", "Sort", "BinarySearch", "CompareTo"];
    private static readonly HashSet<string> Ordered = ["SortedDictionary", "SortedSet", "SortedList", "PriorityQueue"];

    /// <summary>The places in a source of its own.</summary>
    public static IReadOnlyList<string> In((string Path, string Text) source)
    {
        SyntaxTree tree = Compiled.Tree(source);
        return [.. In(tree, Compiled.Of([tree]).GetSemanticModel(tree))];
    }

    /// <summary>The places in a file, as <c>file:line: text</c>.</summary>
    public static IEnumerable<string> In(SyntaxTree tree, SemanticModel model) => tree.GetRoot().DescendantNodes().Where(n => IsFound(n, model))
        .Select(n => $"{tree.FilePath}:{n.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {n.ToString().ReplaceLineEndings(" ")}");

    private static bool IsFound(SyntaxNode node, SemanticModel model) => node switch
    {
        // Text whose target names a culture is no string yet.
        InterpolationSyntax hole => model.GetTypeInfo(hole.Parent!).ConvertedType?.SpecialType == SpecialType.System_String && (IsWritten(model.GetTypeInfo(hole.Expression).Type) || IsGrouped(hole)),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum => IsText(model.GetTypeInfo(sum).Type) && (IsWritten(model.GetTypeInfo(sum.Left).Type) || IsWritten(model.GetTypeInfo(sum.Right).Type)),
        InvocationExpressionSyntax call => model.GetSymbolInfo(call).Symbol is IMethodSymbol method && (Writes(method, call, model) || OrdersText(method)),
        MemberAccessExpressionSyntax { Name.Identifier.Text: "Default" } member => model.GetSymbolInfo(member).Symbol is { ContainingType: { Name: "Comparer" } comparer } && HoldsText(comparer.TypeArguments[0]),
        BaseObjectCreationExpressionSyntax made => model.GetSymbolInfo(made).Symbol is IMethodSymbol { ContainingType: { } type } constructor && Ordered.Contains(type.Name) && HoldsText(type.Name == "PriorityQueue" ? type.TypeArguments[^1] : type.TypeArguments[0]) && !TakesComparer(constructor),
        _ => false,
    };

    private static bool Writes(IMethodSymbol method, InvocationExpressionSyntax call, SemanticModel model) =>
        Writers.Contains(method.Name) && (IsText(method.ContainingType) || method.ContainingType.Name is "StringBuilder" or "Console" || method.ContainingType.Name.EndsWith("Writer", StringComparison.Ordinal))
        && !method.Parameters.Any(p => p.Type.Name == "IFormatProvider") && !method.ContainingType.Name.StartsWith("Utf8Json", StringComparison.Ordinal) && method.ContainingType.Name != "BinaryWriter"
        && call.ArgumentList.Arguments.Any(a => IsWritten(model.GetTypeInfo(a.Expression).Type) || Elements(model.GetTypeInfo(a.Expression).Type).Any(IsWritten));

    private static bool OrdersText(IMethodSymbol method)
    {
        if (!Orders.Contains(method.Name) || TakesComparer(method)) return false;
        if (method.Name == "CompareTo") return IsText(method.ContainingType);
        // Min and Max by a function give its result.
        if (method is { Name: "Min" or "Max", Parameters.Length: > 0 }) return HoldsText(method.ReturnType);
        // The key is the last type that the call names; a list's own is that of the list.
        ITypeSymbol? key = method.TypeArguments.Length > 0 ? method.TypeArguments[method.Name == "Sort" ? 0 : ^1] : (method.ContainingType as INamedTypeSymbol)?.TypeArguments.FirstOrDefault();
        return HoldsText(key) && (method.ContainingNamespace.ToString() is "System" or "System.Linq" or "System.Collections.Generic");
    }

    private static bool TakesComparer(IMethodSymbol method) => method.Parameters.Any(p => p.Type.Name is "IComparer" or "Comparison" or "TComparer");

    private static bool HoldsText(ITypeSymbol? type) => IsText(type) || (type is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.Any(e => HoldsText(e.Type)));

    private static bool IsText(ITypeSymbol? type) => type?.SpecialType == SpecialType.System_String;

    private static IEnumerable<ITypeSymbol> Elements(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => [array.ElementType],
        INamedTypeSymbol { TypeArguments.Length: 1 } named => named.TypeArguments,
        _ => [],
    };

    // Whole numbers too have separators in some formats.
    private static bool IsGrouped(InterpolationSyntax hole) => hole.FormatClause?.FormatStringToken.ValueText is ['N' or 'n' or 'P' or 'p' or 'C' or 'c' or 'F' or 'f' or '#', ..];

    // A whole number is written alike by all but for the sign, and is mostly a count.
    private static bool IsWritten(ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } maybe) type = maybe.TypeArguments[0];
        return type?.SpecialType is SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal or SpecialType.System_DateTime || type?.Name is "Half" or "DateTimeOffset" or "TimeSpan" or "DateOnly" or "TimeOnly";
    }
}
