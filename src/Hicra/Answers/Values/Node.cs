namespace Hicra.Answers.Values;

/// <summary>What an answer says, as a tree. Made by the parser, never changed.</summary>
internal abstract record Node
{
    /// <summary>Minus one times a node.</summary>
    public static Node Negative(Node node) => node is NumberNode number ? number with { Value = Rational.Negate(number.Value) } : new ProductNode([NumberNode.Whole(-1), node]);

    /// <summary>One divided by a node.</summary>
    public static Node Inverse(Node node) => new PowerNode(node, NumberNode.Whole(-1));

    public static Node Product(Node a, Node b) => new ProductNode([.. a is ProductNode x ? x.Factors : [a], .. b is ProductNode y ? y.Factors : [b]]);

    public static Node Sum(Node a, Node b) => new SumNode([.. a is SumNode x ? x.Terms : [a], b]);
}

/// <summary>A number as it is written.</summary>
/// <param name="Value">Its exact value.</param>
/// <param name="Decimals">Digits after the point; null for one that is written without a point.</param>
/// <param name="Significant">Digits without leading zeros, of a number with a point.</param>
internal sealed record NumberNode(Rational Value, int? Decimals = null, int Significant = 0) : Node
{
    public static NumberNode Whole(int value) => new(Rational.Whole(value));
}

/// <summary>A variable, with its indices and accents in its name.</summary>
internal sealed record SymbolNode(string Name) : Node;

/// <summary>A number with a name.</summary>
internal sealed record ConstantNode(Constant Constant) : Node;

internal enum Constant { Pi, E, I, Infinity }

internal sealed record SumNode(IReadOnlyList<Node> Terms) : Node;

internal sealed record ProductNode(IReadOnlyList<Node> Factors) : Node;

internal sealed record PowerNode(Node Base, Node Exponent) : Node;

/// <summary>A function of the book (<c>sin</c>, <c>log</c> with its base), an operator such as <c>sum</c>, or an unknown one as <c>f(x)</c>.</summary>
internal sealed record FunctionNode(string Name, IReadOnlyList<Node> Arguments) : Node
{
    /// <summary>Plus or minus its argument; two values.</summary>
    public const string PlusMinus = "±", MinusPlus = "∓";

    /// <summary>An unknown function.</summary>
    public bool IsApplied { get; init; }
}

/// <summary>Items between brackets, or between commas alone.</summary>
/// <param name="Items">In the order in which they are written.</param>
/// <param name="Open"><c>(</c>, <c>[</c>, <c>{</c>, or a blank for none.</param>
/// <param name="Close">The closing bracket, or a blank.</param>
internal sealed record ListNode(IReadOnlyList<Node> Items, char Open, char Close) : Node
{
    public const char None = ' ';

    /// <summary>Commas alone: the order does not matter.</summary>
    public bool IsBare => Open == None;

    /// <summary>Braces: neither order nor repetition matters.</summary>
    public bool IsSet => Open == '{';

    /// <summary>Round or square brackets, where the order matters.</summary>
    public bool IsOrdered => Open is '(' or '[';

    /// <summary>A square bracket on one side or both, around two items; two in round ones may be a point.</summary>
    public bool IsInterval => IsOrdered && Items.Count == 2 && (Open == '[' || Close == ']');

    public bool MayBeInterval => IsOrdered && Items.Count == 2;
}

/// <summary>Sets put together.</summary>
/// <param name="Operator"><c>∪</c>, <c>∩</c> or <c>∖</c>.</param>
/// <param name="Left">A set.</param>
/// <param name="Right">A set.</param>
internal sealed record SetNode(char Operator, Node Left, Node Right) : Node;

internal sealed record MatrixNode(IReadOnlyList<IReadOnlyList<Node>> Rows) : Node;

/// <summary>Sides with relations between them, as in <c>0 &lt; x ≤ 1</c>.</summary>
/// <param name="Sides">One more than relations.</param>
/// <param name="Relations"><c>= ≈ &lt; ≤ &gt; ≥ ≠ ∈</c>.</param>
internal sealed record RelationNode(IReadOnlyList<Node> Sides, IReadOnlyList<char> Relations) : Node;

/// <summary>Numbers with colons between them.</summary>
internal sealed record RatioNode(IReadOnlyList<Node> Parts) : Node;

/// <summary>A number in another base.</summary>
internal sealed record BaseNode(string Digits, string Base) : Node;

/// <summary>Words.</summary>
internal sealed record TextNode(string Text) : Node;

/// <summary>A value with what stands behind it: a unit, or any words.</summary>
internal sealed record QuantityNode(Node Value, string Unit) : Node;
