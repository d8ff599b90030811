using Hicra.Answers.Values;

namespace Hicra.Answers.Equality;

/// <summary>What there is in an expression.</summary>
internal static class Features
{
    public static IEnumerable<Node> Children(Node node) => node switch
    {
        SumNode sum => sum.Terms,
        ProductNode product => product.Factors,
        PowerNode power => [power.Base, power.Exponent],
        FunctionNode function => function.Arguments,
        ListNode list => list.Items,
        SetNode set => [set.Left, set.Right],
        MatrixNode matrix => matrix.Rows.SelectMany(row => row),
        RelationNode relation => relation.Sides,
        RatioNode ratio => ratio.Parts,
        QuantityNode quantity => [quantity.Value],
        _ => [],
    };

    /// <summary>Whether a part is of a kind.</summary>
    public static bool Has(Node node, Func<Node, bool> kind)
    {
        if (kind(node)) return true;
        foreach (Node child in Children(node))
            if (Has(child, kind)) return true;
        return false;
    }

    /// <summary>The names of variables; those that a sum runs over are none.</summary>
    public static void Symbols(Node node, ISet<string> names)
    {
        if (node is SymbolNode symbol) names.Add(symbol.Name);
        else if (node is FunctionNode { Name: "sum" or "prod" or "int" or "lim", Arguments: [SymbolNode running, ..] } series)
        {
            bool outside = names.Contains(running.Name);
            foreach (Node part in series.Arguments.Skip(1)) Symbols(part, names);
            if (!outside && series.Name is "sum" or "prod") names.Remove(running.Name);
        }
        else foreach (Node child in Children(node)) Symbols(child, names);
    }

    /// <summary>What is defined, or told apart from its like, for whole numbers only: factorials, floors, sums up to n, (−1)ⁿ.</summary>
    public static bool NeedsWholeNumbers(Node node) => node switch
    {
        FunctionNode { Name: "factorial" or "binom" or "floor" or "ceil" or "sum" or "prod" or "gcd" or "lcm", IsApplied: false } => true,
        PowerNode { Base: NumberNode { Value.Sign: < 0 }, Exponent: not NumberNode } => true,
        PowerNode { Base: ProductNode { Factors: [NumberNode { Value.Sign: < 0 }, ..] }, Exponent: SymbolNode or SumNode } => true,
        _ => false,
    };

    /// <summary>Whether something is a name and no value: a variable, <c>f(x)</c>, <c>AB</c>, <c>|AB|</c>, <c>\angle ABC</c>, <c>(x, y)</c>.</summary>
    public static bool IsName(Node node) => node switch
    {
        SymbolNode or TextNode => true,
        ConstantNode { Constant: Constant.E or Constant.I } => true,
        FunctionNode { IsApplied: true } => node is not FunctionNode { Name: "set:R" },
        FunctionNode { Name: "abs" or "norm" or "sin" or "cos" or "tan" or "det" or "determinant" or "Pr" or "dim" or "deg" or "max" or "min" or "arg" } function => function.Arguments.All(IsName),
        ProductNode product => product.Factors.All(factor => IsName(factor is PowerNode { Exponent: NumberNode { Value: { Sign: < 0 } } } below ? below.Base : factor)),
        RatioNode ratio => ratio.Parts.All(IsName),
        ListNode list => list.Items.Count > 0 && list.Items.All(IsName),
        QuantityNode quantity => IsName(quantity.Value),
        _ => false,
    };
}
