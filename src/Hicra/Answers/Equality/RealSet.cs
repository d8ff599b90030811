using System.Numerics;
using Hicra.Answers.Values;

namespace Hicra.Answers.Equality;

/// <summary>
/// A set of real numbers as a question: is this number in it? Two sets are equal if they answer alike at every end of either,
/// between the ends, beyond them, and at drawn numbers. So <c>1 ≤ |z| ≤ 3/2</c> equals <c>[-3/2,-1] ∪ [1,3/2]</c> without an
/// equation being solved.
/// </summary>
internal sealed class RealSet
{
    private const int MaxEnds = 200, Drawn = 60;

    private readonly Func<double, bool?> _contains;

    private RealSet(Func<double, bool?> contains, IEnumerable<double> ends) => (_contains, Ends) = (contains, [.. ends]);

    /// <summary>Where membership may change, as far as it is known.</summary>
    public IReadOnlyList<double> Ends { get; }

    /// <summary>The set that a node says; null where it says none that can be computed.</summary>
    public static RealSet? Of(Node node, Scalars scalars, Budget budget)
    {
        switch (node)
        {
            case FunctionNode { Name: "set:R" }: return new(_ => true, []);
            case SetNode set:
                {
                    if (Of(set.Left, scalars, budget) is not { } left || Of(set.Right, scalars, budget) is not { } right) return null;
                    Func<double, bool?> contains = set.Operator switch { '∪' => x => left._contains(x) | right._contains(x), '∩' => x => left._contains(x) & right._contains(x), _ => x => left._contains(x) & !right._contains(x) };
                    return new(contains, left.Ends.Concat(right.Ends));
                }
            case ListNode { MayBeInterval: true } interval:
                {
                    if (scalars.Value(interval.Items[0]) is not { } low || scalars.Value(interval.Items[1]) is not { } high || !(low <= high)) return null;
                    bool leftOpen = interval.Open == '(', rightOpen = interval.Close == ')';
                    return new(x => (Same(x, low) ? !leftOpen : x > low) && (Same(x, high) ? !rightOpen : x < high), new[] { low, high }.Where(double.IsFinite));
                }
            case ListNode { IsSet: true } points:
                {
                    var values = new List<double>();
                    foreach (Node item in points.Items)
                    {
                        if (scalars.Value(item) is not { } value || !double.IsFinite(value)) return null;
                        values.Add(value);
                    }
                    return new(x => values.Exists(value => Same(x, value)), values);
                }
            case RelationNode relation: return OfRelation(relation, scalars, budget);
            case ListNode { IsBare: true } several when several.Items.All(item => item is RelationNode or SetNode or ListNode { MayBeInterval: true }) && several.Items.Count > 1:
                {
                    // "x < 1 or x > 3"
                    var parts = new List<RealSet>();
                    foreach (Node item in several.Items)
                    {
                        if (Of(item, scalars, budget) is not { } part) return null;
                        parts.Add(part);
                    }
                    return new(x => parts.Aggregate((bool?)false, (any, part) => any | part._contains(x)), parts.SelectMany(part => part.Ends));
                }
            default: return null;
        }
    }

    public bool Equal(RealSet other, Budget budget)
    {
        double[] ends = [.. Ends.Concat(other.Ends).Order()];
        if (ends.Length > MaxEnds) return false;
        double last = double.NaN;
        foreach (double end in ends)
        {
            if (!Agree(end) || !Agree(double.IsNaN(last) ? end - 1 : (last + end) / 2) || !Agree(end - Small(end)) || !Agree(end + Small(end))) return false;
            last = end;
        }
        if (ends.Length > 0 && (!Agree(last + 1) || !Agree(last + 1000.5) || !Agree(ends[0] - 1000.5))) return false;
        CounterRandom random = CounterRandom.FromSeed(0).Derive("points of sets");
        for (int i = 0; i < Drawn; i++)
            if (!Agree((random.Uniform(i) - 0.5) * (i % 3 == 0 ? 400 : i % 3 == 1 ? 40 : 4))) return false;
        return !budget.IsSpent;

        bool Agree(double x) => budget.Take() && _contains(x) is { } own && other._contains(x) == own;
    }

    private static RealSet? OfRelation(RelationNode relation, Scalars scalars, Budget budget)
    {
        if (relation.Relations.Any(sign => sign is '≈' or '→')) return null;
        if (relation is { Sides: [var member, var set], Relations: ['∈'] }) return Features.IsName(member) ? Of(set, scalars, budget) : null;
        Node[] sides = [.. relation.Sides.Select(side => side is FunctionNode { IsApplied: true, Arguments: [SymbolNode] } applied ? new SymbolNode(applied.Name) : side)];
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Node side in sides) Features.Symbols(side, names);
        if (names.Count != 1) return null;
        IEnumerable<double> ends = sides.Select(scalars.Value).OfType<double>().Where(double.IsFinite);
        return new(x =>
        {
            var evaluator = new Evaluator(budget, _ => new Complex(x, 0), commonLogarithm: false);
            Approximate[] values = [.. sides.Select(side => side is ConstantNode { Constant: Constant.Infinity } ? new Approximate(double.MaxValue, 0) : side is ProductNode { Factors: [NumberNode { Value.Sign: < 0 }, ConstantNode { Constant: Constant.Infinity }] } ? new Approximate(-double.MaxValue, 0) : evaluator.Of(side))];
            for (int i = 0; i < relation.Relations.Count; i++)
            {
                if (!values[i].IsDefined || !values[i + 1].IsDefined || !values[i].IsReal || !values[i + 1].IsReal) return false;
                (double a, double b) = (values[i].Value.Real, values[i + 1].Value.Real);
                bool same = Same(a, b);
                bool holds = relation.Relations[i] switch { '=' => same, '≠' => !same, '<' => !same && a < b, '>' => !same && a > b, '≤' => same || a < b, _ => same || a > b };
                if (!holds) return false;
            }
            return true;
        }, ends);
    }

    private static bool Same(double a, double b) => a == b || (double.IsFinite(b) && Math.Abs(a - b) <= 1e-9 * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b))));

    private static double Small(double end) => 1e-5 * Math.Max(1, Math.Abs(end));
}
