using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hicra.Notebook.Tests.Architecture;

/// <summary>What must not stand in the sources of tests: waits without a bound, timed asserts, random inputs that cannot be repeated, and moving the process.</summary>
internal static class TestPatterns
{
    private static readonly string[] Endless = ["WaitForExit", "Wait", "WaitOne", "Join", "ReadToEnd", "ReadToEndAsync"];
    private static readonly string[] Clocks = ["Elapsed", "ElapsedMilliseconds", "GetElapsedTime", "TotalSeconds", "TotalMilliseconds"];

    /// <summary>What is found in a source, a line each, with the way out.</summary>
    public static IEnumerable<string> In(string name, string source)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(source).GetRoot();
        foreach (SyntaxNode node in root.DescendantNodes())
            if (Fault(node) is { } fault) yield return $"{name}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {fault}";
    }

    private static string? Fault(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call, ArgumentList.Arguments.Count: 0 } when Endless.Contains(call.Name.Identifier.ValueText) && !IsBounded(node) =>
            $"{call.Name.Identifier.ValueText}() has no bound; use Bounded",
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Assert" } } } assert when Names(assert.ArgumentList).Intersect(Clocks).Any() =>
            "asserts a time; machines are shared",
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ExecuteAsync" }, ArgumentList.Arguments: [_, _, { Expression.RawKind: (int)SyntaxKind.DefaultLiteralExpression }] }
            when !IsBounded(node) => "a cell may hang; add WaitAsync(Bounded.Limit)",
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SetCurrentDirectory" } } => "moves the process's folder; give a command its own process",
        AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CurrentDirectory" } } => "moves the process's folder; give a command its own process",
        SimpleNameSyntax { Identifier.ValueText: "QuickThrowOnFailure" or "QuickCheckThrowOnFailure" or "QuickCheck" } => "random inputs that HICRA_SEED does not repeat; check with Sampled.Inputs()",
        WhileStatementSyntax or DoStatementSyntax when node.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(IsPause) => "waits in a loop without a bound; use Bounded.Until",
        _ => null,
    };

    private static bool IsBounded(SyntaxNode call) => call.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitAsync" };

    // A pause that a token ends has a bound.
    private static bool IsPause(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Sleep" or "Delay" or "SpinWait" } && call.ArgumentList.Arguments.Count == 1
        && !call.Ancestors().OfType<AnonymousFunctionExpressionSyntax>().Any(a => a.Parent?.Parent?.Parent is ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax { Identifier.ValueText: "Thread" } });

    private static IEnumerable<string> Names(SyntaxNode node) => node.DescendantNodes().OfType<SimpleNameSyntax>().Select(n => n.Identifier.ValueText);
}
