using System.Numerics;
using Hicra.Answers.Values;

namespace Hicra.Answers.Equality;

/// <summary>Equations and inequalities, and the values that they give to names.</summary>
internal sealed class Relations(Scalars scalars, Budget budget)
{
    private const int Drawn = 12;

    /// <summary>The value that a chain such as <c>x = 5 + 6 = 11 ≈ 11.0</c> gives to what stands first, with that name; null where it gives none.</summary>
    /// <param name="relation">The chain.</param>
    /// <param name="calculations">Whether a calculation may stand first, as in <c>2 + 3 = 5</c>.</param>
    public static (Node Name, Node Value)? Assigned(RelationNode relation, bool calculations)
    {
        if (relation is { Relations: ['∈'], Sides: [var member, var set] }) return Features.IsName(member) ? (member, set) : null;
        if (relation.Relations.Any(sign => sign is not ('=' or '≈'))) return null;
        Node first = relation.Sides[0];
        if (!Features.IsName(first) && !(calculations && !Features.Has(first, node => node is SymbolNode))) return relation.Sides.Count == 2 && Features.IsName(relation.Sides[1]) && !Features.Has(first, node => node is SymbolNode) ? (relation.Sides[1], first) : null;
        // What stands before the first ≈ is exact, unless that is the name.
        int last = relation.Relations.TakeWhile(sign => sign == '=').Count();
        return (first, relation.Sides[last == 0 ? 1 : last]);
    }

    /// <summary>Whether two relations say the same.</summary>
    public bool Equal(RelationNode a, RelationNode b)
    {
        if (a.Relations.Contains('→') || b.Relations.Contains('→')) return false;
        if (a.Sides.Count != b.Sides.Count) return false;
        if (a.Sides.Count > 2) return Chain(a, b) || Chain(a, Reversed(b));
        (Node left, char sign, Node right) = Parts(a);
        (Node otherLeft, char otherSign, Node otherRight) = Parts(b);
        if (sign is '∈' || otherSign is '∈') return sign == otherSign && scalars.Equal(left, otherLeft) && scalars.Equal(right, otherRight);
        Node residual = Node.Sum(left, Node.Negative(right)), other = Node.Sum(otherLeft, Node.Negative(otherRight));
        if (Ratio(residual, other) is { } ratio) return sign == (ratio > 0 ? otherSign : Turned(otherSign));
        return sign == '=' && otherSign == '=' && (Solves(a, other) || Solves(b, residual));
    }

    private bool Chain(RelationNode a, RelationNode b) => a.Relations.SequenceEqual(b.Relations) && a.Sides.Zip(b.Sides).All(pair => scalars.Equal(pair.First, pair.Second));

    private static RelationNode Reversed(RelationNode relation) => new([.. relation.Sides.Reverse()], [.. relation.Relations.Reverse().Select(Turned)]);

    private static (Node, char, Node) Parts(RelationNode relation) => (relation.Sides[0], relation.Relations[0] == '≈' ? '=' : relation.Relations[0], relation.Sides[1]);

    private static char Turned(char sign) => sign switch { '<' => '>', '>' => '<', '≤' => '≥', '≥' => '≤', _ => sign };

    // The constant that one is of the other at every point; null where there is none.
    private double? Ratio(Node a, Node b)
    {
        if (Points(a, b) is not { } order) return null;
        CounterRandom random = CounterRandom.FromSeed(0).Derive("points of relations");
        double? ratio = null;
        int seen = 0;
        for (int draw = 0; draw < Drawn; draw++)
        {
            var evaluator = new Evaluator(budget, name => Point(random, draw, Array.IndexOf(order, name)), commonLogarithm: false);
            Approximate x = evaluator.Of(a), y = evaluator.Of(b);
            if (!x.IsDefined || !y.IsDefined) continue;
            if (Complex.Abs(y.Value) <= 16 * y.Error || Complex.Abs(x.Value) <= 16 * x.Error) return null;
            Complex quotient = x.Value / y.Value;
            if (Math.Abs(quotient.Imaginary) > 1e-9 * Complex.Abs(quotient)) return null;
            if (ratio is { } before && Math.Abs(before - quotient.Real) > 1e-9 * Math.Abs(before)) return null;
            ratio = quotient.Real;
            seen++;
        }
        return seen >= 4 && !budget.IsSpent ? ratio : null;
    }

    // y = f(x) against an equation that is linear in y: its residual vanishes at y = f(x) and nowhere else.
    private bool Solves(RelationNode solved, Node residual)
    {
        (Node name, Node value) = solved.Sides[0] is SymbolNode ? (solved.Sides[0], solved.Sides[1]) : (solved.Sides[1], solved.Sides[0]);
        if (name is not SymbolNode { Name: var unknown } || Features.Has(value, node => node is SymbolNode symbol && symbol.Name == unknown) || Points(value, residual) is not { } order) return false;
        CounterRandom random = CounterRandom.FromSeed(0).Derive("points of solutions");
        int seen = 0;
        for (int draw = 0; draw < Drawn; draw++)
        {
            Complex free = 0;
            var evaluator = new Evaluator(budget, n => n == unknown ? free : Point(random, draw, Array.IndexOf(order, n)), commonLogarithm: false);
            Approximate at = evaluator.Of(value);
            if (!at.IsDefined) continue;
            free = at.Value;
            Approximate zero = evaluator.Of(residual);
            free = at.Value + 1;
            Approximate one = evaluator.Of(residual);
            free = at.Value + 2;
            Approximate two = evaluator.Of(residual);
            if (!zero.IsDefined || !one.IsDefined || !two.IsDefined) continue;
            double size = Complex.Abs(one.Value);
            if (size <= 1e-9 || Complex.Abs(zero.Value) > 1e-9 * Math.Max(1, size) || Complex.Abs(two.Value - 2 * one.Value) > 1e-7 * Math.Max(1, size)) return false;
            seen++;
        }
        return seen >= 4 && !budget.IsSpent;
    }

    private static string[]? Points(Node a, Node b)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        Features.Symbols(a, names);
        Features.Symbols(b, names);
        return names.Count is > 0 and < 60 ? [.. names] : null;
    }

    private static Complex Point(CounterRandom random, int draw, int variable) => variable < 0 ? new Complex(double.NaN, 0) : 0.2 + 2.8 * random.Uniform((long)draw * 64 + variable);
}
