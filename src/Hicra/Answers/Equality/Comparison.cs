using Hicra.Answers.Values;

namespace Hicra.Answers.Equality;

/// <summary>Whether an answer's tree says what the reference's says. One object a judgement: it holds the budget.</summary>
internal sealed class Comparison
{
    private const long Steps = 250_000;
    private const int MaxItems = 300;

    private readonly Budget _budget = new(Steps);
    private readonly Scalars _scalars;
    private readonly Relations _relations;

    public Comparison(AnswerOptions options)
    {
        _scalars = new Scalars(_budget, options);
        _relations = new Relations(_scalars, _budget);
    }

    public bool Equal(Node gold, Node answer)
    {
        if (!_budget.Take()) return false;
        if (gold is TextNode || answer is TextNode) return SameWords(gold, answer);
        (Node goldValue, string? goldUnit) = Forms.Measured(gold);
        (Node answerValue, string? answerUnit) = Forms.Measured(answer);
        if (goldUnit is not null || answerUnit is not null) return Measured(goldValue, goldUnit, answerValue, answerUnit);
        if (gold is RelationNode || answer is RelationNode) return Related(gold, answer);
        if (IsRealSet(gold) || IsRealSet(answer)) return Sets(gold, answer);
        if (gold is RatioNode || answer is RatioNode) return Ratios(gold, answer, exactly: false);
        if (gold is BaseNode || answer is BaseNode) return Based(gold, answer);
        gold = Matrices.Computed(gold);
        answer = Matrices.Computed(answer);
        if (gold is MatrixNode || answer is MatrixNode) return Tables(gold, answer);
        if (gold is ListNode { IsOrdered: true } point)
        {
            // What is written in order is compared in order, braces or not.
            return answer is ListNode list && !list.Items.Any(item => item is ListNode { IsBare: true }) && InOrder(point.Items, list.Items);
        }
        if (gold is ListNode || answer is ListNode || Forms.Signs(gold).Count + Forms.Signs(answer).Count > 2) return Lists(gold, answer);
        return _scalars.Equal(gold, answer) || (gold is SymbolNode or ProductNode && answer is SymbolNode or ProductNode && !Features.Has(gold, node => node is ListNode or NumberNode) && Spelt(gold) is { Length: > 1 } words && words == Spelt(answer));
    }

    private bool InOrder(IReadOnlyList<Node> gold, IReadOnlyList<Node> answer) => gold.Count == answer.Count && gold.Zip(answer).All(pair => Equal(pair.First, pair.Second));

    private bool Measured(Node gold, string? goldUnit, Node answer, string? answerUnit)
    {
        if (goldUnit is not null && answerUnit is not null)
        {
            if (Unit.Parse(goldUnit) is not { } unit || Unit.Parse(answerUnit) is not { } other) return Equal(gold, answer);
            if (unit.Dimension != other.Dimension) return false;
            if (gold is RatioNode || answer is RatioNode) return unit.Factor.Equals(other.Factor) && Ratios(gold, answer, exactly: true); // 4:30 p.m.
            return unit.Factor.Equals(other.Factor) ? Equal(gold, answer) : Equal(Node.Product(new NumberNode(unit.Factor), gold), Node.Product(new NumberNode(other.Factor), answer));
        }
        if (Equal(gold, answer)) return true;
        // 1.5 m, whose m might be a variable, and 150 cm
        if (goldUnit is not null && Trailing(answer) is { } second) return Measured(gold, goldUnit, second.Value, second.Unit);
        if (answerUnit is not null && Trailing(gold) is { } first) return Measured(first.Value, first.Unit, answer, answerUnit);
        (Node with, string name, Node without) = goldUnit is not null ? (gold, goldUnit, answer) : (answer, answerUnit!, gold);
        // 90° is \pi/2; 5 m may be five times m.
        Node? factor = name == "°" && Features.Has(without, node => node is ConstantNode { Constant: Constant.Pi }) ? Node.Product(new ConstantNode(Constant.Pi), Node.Inverse(NumberNode.Whole(180))) : name.Length == 1 && char.IsAsciiLetter(name[0]) ? new SymbolNode(name) : null;
        return factor is not null && Equal(Node.Product(factor, with), without);
    }

    private static (Node Value, string Unit)? Trailing(Node node) => node is ProductNode { Factors: [NumberNode number, SymbolNode { Name: "m" or "g" or "s" or "h" or "l" or "L" } unit] } ? (number, unit.Name) : null;

    private bool Related(Node gold, Node answer)
    {
        if (gold is RelationNode relation && answer is RelationNode other)
        {
            if (_relations.Equal(relation, other)) return true;
            if (Relations.Assigned(relation, calculations: false) is { } left && Relations.Assigned(other, calculations: false) is { } right) return Assigned(left, right);
            return relation.Relations.Concat(other.Relations).Any(sign => sign is not ('=' or '≈')) && SameSet(gold, answer);
        }
        (RelationNode said, Node value) = gold is RelationNode of ? (of, answer) : ((RelationNode)answer, gold);
        if (IsRealSet(value) || value is ListNode { MayBeInterval: true } or ListNode { IsSet: true } or ListNode { IsBare: true })
            if (said.Relations.Any(sign => sign is not ('=' or '≈' or '→')) && SameSet(said, value)) return true;
        if (Relations.Assigned(said, calculations: gold is not RelationNode) is not { } assigned) return false;
        return gold is RelationNode ? Equal(assigned.Value, answer) : Equal(gold, assigned.Value);
    }

    private bool Assigned((Node Name, Node Value) gold, (Node Name, Node Value) answer)
    {
        Node value = answer.Value;
        if (gold.Name is FunctionNode { IsApplied: true, Arguments: [SymbolNode of] } function && answer.Name is FunctionNode { IsApplied: true, Arguments: [SymbolNode other] } named)
        {
            if (function.Name != named.Name) return false;
            if (of.Name != other.Name) value = Forms.Renamed(value, other.Name, of.Name);
        }
        else if (gold.Name is SymbolNode name && answer.Name is SymbolNode second && name.Name != second.Name) return false;
        return Equal(gold.Value, value);
    }

    private static bool IsRealSet(Node node) => node is SetNode or FunctionNode { Name: "set:R" } or ListNode { IsInterval: true };

    private bool SameSet(Node gold, Node answer) => RealSet.Of(gold, _scalars, _budget) is { } set && RealSet.Of(answer, _scalars, _budget) is { } other && set.Equal(other, _budget);

    private bool Sets(Node gold, Node answer)
    {
        return SameSet(gold, answer) || (gold, answer) switch
        {
            (SetNode a, SetNode b) => a.Operator == b.Operator && ((Equal(a.Left, b.Left) && Equal(a.Right, b.Right)) || (a.Operator != '∖' && Equal(a.Left, b.Right) && Equal(a.Right, b.Left))),
            (ListNode { MayBeInterval: true } a, ListNode { MayBeInterval: true } b) => a.Open == b.Open && a.Close == b.Close && InOrder(a.Items, b.Items),
            _ => false,
        };
    }

    private bool Ratios(Node gold, Node answer, bool exactly)
    {
        IReadOnlyList<Node> a = gold is RatioNode ratio ? ratio.Parts : [gold], b = answer is RatioNode other ? other.Parts : [answer];
        if (a.Count == b.Count && InOrder(a, b)) return true;
        if (exactly || a.Count > 2 && a.Count != b.Count) return false;
        if (a.Count == 1 || b.Count == 1) return a.Count <= 2 && b.Count <= 2 && Equal(Quotient(a), Quotient(b));
        if (a.Any(IsZero) || b.Any(IsZero)) return false;
        for (int i = 1; i < a.Count; i++)
            if (!_scalars.Equal(Node.Product(a[0], b[i]), Node.Product(a[i], b[0]))) return false;
        return true;

        bool IsZero(Node node) => Exact.Of(node, _budget) is { IsZero: true };

        static Node Quotient(IReadOnlyList<Node> parts) => parts.Count == 1 ? parts[0] : Node.Product(parts[0], Node.Inverse(parts[1]));
    }

    private static bool Based(Node gold, Node answer)
    {
        if (gold is BaseNode a && answer is BaseNode b) return a.Digits == b.Digits && a.Base == b.Base;
        (BaseNode based, Node other) = gold is BaseNode of ? (of, answer) : ((BaseNode)answer, gold);
        return other is NumberNode { Decimals: null } number && number.Value.ToString() == based.Digits;
    }

    private bool Tables(Node gold, Node answer)
    {
        if (gold is MatrixNode a && answer is MatrixNode b) return a.Rows.Count == b.Rows.Count && a.Rows[0].Count == b.Rows[0].Count && InOrder([.. a.Rows.SelectMany(row => row)], [.. b.Rows.SelectMany(row => row)]);
        (MatrixNode matrix, Node other) = gold is MatrixNode of ? (of, answer) : ((MatrixNode)answer, gold);
        if (matrix.Rows.Count != 1 && matrix.Rows[0].Count != 1) return false;
        Node[] items = [.. matrix.Rows.SelectMany(row => row)];
        return other is ListNode { IsOrdered: true } or ListNode { IsBare: true } && (gold is MatrixNode ? InOrder(items, ((ListNode)other).Items) : InOrder(((ListNode)other).Items, items));
    }

    private bool Lists(Node gold, Node answer)
    {
        IReadOnlyList<Node> a = Forms.Items(gold), b = answer is ListNode { IsOrdered: true } ordered ? ordered.Items : Forms.Items(answer);
        if (a.Count > MaxItems || b.Count > MaxItems) return false;
        string?[] goldNames = Names(a), answerNames = Names(b);
        if (Distinct(goldNames) && Distinct(answerNames) && a.Count == b.Count && goldNames.Intersect(answerNames).Any())
        {
            // Each name must have its value, whatever the order.
            return goldNames.Order(StringComparer.Ordinal).SequenceEqual(answerNames.Order(StringComparer.Ordinal)) && a.Select((node, i) => (node, i)).All(item => Equal(item.node, b[Array.IndexOf(answerNames, goldNames[item.i])]));
        }
        if (Distinct(goldNames) && a.Count == b.Count && answerNames.All(name => name is null) && answer is ListNode { IsSet: false }) return InOrder(a, b);
        bool sets = gold is ListNode { IsSet: true } || answer is ListNode { IsSet: true };
        // Roots may be listed with their multiplicity; who repeats one that the reference has once, says nothing else.
        return Matched(sets ? Different(a) : a, sets || b.Count > a.Count ? Different(b) : b);
    }

    private static bool Distinct(string?[] names) => names.Length > 1 && names.All(name => name is not null) && names.Distinct().Count() == names.Length;

    private static string?[] Names(IReadOnlyList<Node> items) => [.. items.Select(item => item is RelationNode relation && Relations.Assigned(relation, calculations: false) is { } assigned ? Spelt(assigned.Name) : null)];

    private bool Matched(IReadOnlyList<Node> gold, IReadOnlyList<Node> answer)
    {
        if (gold.Count != answer.Count) return false;
        var free = answer.ToList();
        foreach (Node item in gold)
        {
            int at = free.FindIndex(other => Equal(item, other));
            if (at < 0) return false;
            free.RemoveAt(at);
        }
        return true;
    }

    private List<Node> Different(IReadOnlyList<Node> items)
    {
        var different = new List<Node>();
        foreach (Node item in items)
            if (!different.Exists(other => Equal(other, item))) different.Add(item);
        return different;
    }

    private static bool SameWords(Node gold, Node answer) => Spelt(gold) is { Length: > 0 } words && words == Spelt(answer);

    private static string? Spelt(Node node) => node switch
    {
        TextNode text => Forms.Words(text.Text),
        SymbolNode symbol => Forms.Words(symbol.Name),
        ConstantNode constant => constant.Constant switch { Constant.E => "e", Constant.I => "i", Constant.Pi => "pi", _ => "infinity" },
        NumberNode number => number.Value.ToString(),
        ProductNode product => product.Factors.Select(Spelt).Aggregate((string?)"", (all, next) => all is null || next is null ? null : all + next),
        QuantityNode quantity => Spelt(quantity.Value) is { } value ? value + Forms.Words(quantity.Unit) : null,
        FunctionNode { IsApplied: true } function => function.Arguments.Select(Spelt).Aggregate((string?)Forms.Words(function.Name), (all, next) => all is null || next is null ? null : all + next),
        FunctionNode { Name: "abs" } function => Spelt(function.Arguments[0]),
        ListNode list => list.Items.Select(Spelt).Aggregate((string?)"", (all, next) => all is null || next is null ? null : all + next),
        _ => null,
    };
}
