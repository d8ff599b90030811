using System.Text;
using Hicra.Answers.Values;

namespace Hicra.Answers.Equality;

/// <summary>Rewrites of trees that do not change what they say.</summary>
internal static class Forms
{
    /// <summary>The values of an expression with ±: with plus everywhere, and with minus; one value where there is none.</summary>
    public static IReadOnlyList<Node> Signs(Node node) => Features.Has(node, n => n is FunctionNode { Name: FunctionNode.PlusMinus or FunctionNode.MinusPlus }) ? [Signed(node, plus: true), Signed(node, plus: false)] : [node];

    /// <summary>The items of a list, those with ± for two each.</summary>
    public static IReadOnlyList<Node> Items(Node node) => node is ListNode { IsBare: true } or ListNode { IsSet: true } ? [.. ((ListNode)node).Items.SelectMany(item => item is ListNode { IsBare: true } ? Items(item) : Signs(item))] : Signs(node);

    /// <summary>A value and the unit that stands behind it.</summary>
    public static (Node Value, string? Unit) Measured(Node node) => node switch
    {
        QuantityNode quantity => Measured(quantity.Value) is { Unit: { } inner } measured ? (measured.Value, inner + " " + quantity.Unit) : (quantity.Value, quantity.Unit),
        SumNode sum when sum.Terms.All(term => Term(term) is QuantityNode) && sum.Terms.Select(term => ((QuantityNode)Term(term)!).Unit).Distinct().Count() == 1 => (node, ((QuantityNode)Term(sum.Terms[0])!).Unit),
        ProductNode { Factors: [NumberNode sign, QuantityNode quantity] } => (Node.Product(sign, quantity.Value), quantity.Unit),
        ListNode list when list.Items.Count > 0 && list.Items[^1] is QuantityNode last && list.IsBare && list.Items.Take(list.Items.Count - 1).All(item => item is not QuantityNode) => (list with { Items = [.. list.Items.Take(list.Items.Count - 1), last.Value] }, last.Unit),
        _ => (node, null),
    };

    /// <summary>Replaces a variable by another.</summary>
    public static Node Renamed(Node node, string from, string to) => Map(node, n => n is SymbolNode symbol && symbol.Name == from ? new SymbolNode(to) : null);

    /// <summary>Words without case, blanks and styling.</summary>
    public static string Words(string text)
    {
        var words = new StringBuilder(text.Length);
        foreach (char c in text)
            if (char.IsLetterOrDigit(c)) words.Append(char.ToLowerInvariant(c));
        return words.ToString();
    }

    private static Node? Term(Node term) => term is ProductNode { Factors: [NumberNode, QuantityNode quantity] } ? quantity : term;

    private static Node Signed(Node node, bool plus) => Map(node, n => n switch
    {
        FunctionNode { Name: FunctionNode.PlusMinus } function => plus ? Signed(function.Arguments[0], plus) : Node.Negative(Signed(function.Arguments[0], plus)),
        FunctionNode { Name: FunctionNode.MinusPlus } function => plus ? Node.Negative(Signed(function.Arguments[0], plus)) : Signed(function.Arguments[0], plus),
        _ => null,
    });

    private static Node Map(Node node, Func<Node, Node?> change) => change(node) ?? node switch
    {
        SumNode sum => new SumNode([.. sum.Terms.Select(n => Map(n, change))]),
        ProductNode product => new ProductNode([.. product.Factors.Select(n => Map(n, change))]),
        PowerNode power => new PowerNode(Map(power.Base, change), Map(power.Exponent, change)),
        FunctionNode function => function with { Arguments = [.. function.Arguments.Select(n => Map(n, change))] },
        ListNode list => list with { Items = [.. list.Items.Select(n => Map(n, change))] },
        SetNode set => set with { Left = Map(set.Left, change), Right = Map(set.Right, change) },
        MatrixNode matrix => new MatrixNode([.. matrix.Rows.Select(row => (IReadOnlyList<Node>)[.. row.Select(n => Map(n, change))])]),
        RelationNode relation => relation with { Sides = [.. relation.Sides.Select(n => Map(n, change))] },
        RatioNode ratio => new RatioNode([.. ratio.Parts.Select(n => Map(n, change))]),
        QuantityNode quantity => quantity with { Value = Map(quantity.Value, change) },
        _ => node,
    };
}
