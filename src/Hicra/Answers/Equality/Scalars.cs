using System.Numerics;
using Hicra.Answers.Values;

namespace Hicra.Answers.Equality;

/// <summary>
/// Whether two expressions are equal. Fractions are compared exactly; other constants in doubles with a bound on the rounding;
/// expressions with variables at drawn points where both are defined: two that differ agree at all of them with a probability
/// that is practically none (Schwartz 1980).
/// </summary>
internal sealed class Scalars(Budget budget, AnswerOptions options)
{
    /// <summary>A decimal with fewer digits stands for itself alone, one with more for what rounds to it.</summary>
    public const int RoundedDigits = 4;

    private const int Wanted = 8, Drawn = 40;
    private const double Tolerance = 1e-10;

    public bool Equal(Node a, Node b)
    {
        if (a is ConstantNode { Constant: Constant.Infinity } || b is ConstantNode { Constant: Constant.Infinity } || Features.Has(a, IsInfinite) || Features.Has(b, IsInfinite)) return Infinite(a) is { } sign && Infinite(b) == sign;
        Rational? exactA = Exact.Of(a, budget), exactB = Exact.Of(b, budget);
        if (exactA is { } x && exactB is { } y) return x.Equals(y) || Near(x, y) || Rounded(a, b, x, y);
        if (!Computable(a) || !Computable(b)) return false;
        var names = new SortedSet<string>(StringComparer.Ordinal);
        Features.Symbols(a, names);
        Features.Symbols(b, names);
        bool logs = Features.Has(a, IsPlainLog) || Features.Has(b, IsPlainLog);
        bool equal = names.Count == 0 ? Constants(a, b, exactA, exactB, common: false) || (logs && Constants(a, b, exactA, exactB, common: true)) : AtPoints(a, b, names, common: false) || (logs && AtPoints(a, b, names, common: true));
        return equal && !budget.IsSpent;
    }

    /// <summary>A constant's value; null where it has variables or cannot be computed.</summary>
    public double? Value(Node node)
    {
        if (Infinite(node) is { } sign) return sign * double.PositiveInfinity;
        if (Exact.Of(node, budget) is { } exact) return exact.ToDouble();
        Approximate value = new Evaluator(budget, _ => new Complex(double.NaN, 0), commonLogarithm: false).Of(node);
        return value.IsDefined && value.IsReal ? value.Value.Real : null;
    }

    private static bool IsInfinite(Node node) => node is ConstantNode { Constant: Constant.Infinity };

    private static bool IsPlainLog(Node node) => node is FunctionNode { Name: "log", Arguments.Count: 1 };

    private static int? Infinite(Node node) => node switch
    {
        ConstantNode { Constant: Constant.Infinity } => 1,
        ProductNode { Factors: [NumberNode { Value.Sign: < 0 }, ConstantNode { Constant: Constant.Infinity }] } => -1,
        _ => null,
    };

    private static bool Computable(Node node) => node is NumberNode or SymbolNode or ConstantNode or SumNode or ProductNode or PowerNode or FunctionNode or QuantityNode;

    private bool Near(Rational x, Rational y)
    {
        if (options.RelativeTolerance <= 0 || x.IsZero) return false;
        double a = x.ToDouble(), b = y.ToDouble();
        return double.IsFinite(a) && Math.Abs(a - b) <= options.RelativeTolerance * Math.Abs(a);
    }

    // A decimal that is the other number correctly rounded; where that number has few decimals itself, only the number will do.
    private static bool Rounded(Node a, Node b, Rational x, Rational y)
    {
        NumberNode? first = Decimal(a), second = Decimal(b);
        if (first is not null && second is not null)
        {
            (NumberNode coarse, Rational fine) = first.Decimals <= second.Decimals ? (first, y) : (second, x);
            return coarse.Significant >= 6 && Rounds(coarse.Decimals!.Value, first.Decimals <= second.Decimals ? x : y, fine);
        }
        if (first is null && second is null) return false;
        (NumberNode number, Rational own, Rational exact) = first is not null ? (first, x, y) : (second!, y, x);
        return number.Significant >= RoundedDigits && exact.Decimals() is not <= 6 && Rounds(number.Decimals!.Value, own, exact);
    }

    private static bool Rounds(int decimals, Rational rounded, Rational exact)
    {
        if (Rational.Add(rounded, Rational.Negate(exact)) is not { } difference || Rational.Power(Rational.Whole(10), decimals) is not { } scale || Rational.Multiply(difference, scale) is not { } scaled) return false;
        return BigInteger.Abs(scaled.Numerator) * 2 <= scaled.Denominator;
    }

    private static NumberNode? Decimal(Node node) => node switch
    {
        NumberNode { Decimals: not null } number => number,
        ProductNode { Factors: [NumberNode { Value: var minus }, NumberNode { Decimals: not null } number] } when minus.Equals(Rational.Whole(-1)) => number,
        // 4.5 \times 10^{33}
        ProductNode { Factors: [NumberNode { Decimals: not null } mantissa, PowerNode { Base: NumberNode { Value: var ten }, Exponent: NumberNode { Value: { IsWhole: true } power } }] } when ten.Equals(Rational.Whole(10)) && BigInteger.Abs(power.Numerator) < 1000 => mantissa with { Decimals = mantissa.Decimals - (int)power.Numerator },
        _ => null,
    };

    private bool Constants(Node a, Node b, Rational? exactA, Rational? exactB, bool common)
    {
        var evaluator = new Evaluator(budget, _ => 0, common);
        Approximate x = evaluator.Of(a), y = evaluator.Of(b);
        if (!x.IsDefined || !y.IsDefined) return false;
        if (Same(x, y)) return true;
        if (options.RelativeTolerance > 0 && Complex.Abs(x.Value - y.Value) <= options.RelativeTolerance * Complex.Abs(x.Value)) return true;
        // \sqrt{17} and 4.123105625617661
        NumberNode? number = exactA is not null ? Decimal(a) : exactB is not null ? Decimal(b) : null;
        return number is { Significant: >= RoundedDigits, Decimals: { } decimals } && decimals is > -300 and < 300 && Complex.Abs(x.Value - y.Value) <= 0.5000001 * Math.Pow(10, -decimals);
    }

    private static bool Same(Approximate x, Approximate y)
    {
        double size = Math.Max(Complex.Abs(x.Value), Complex.Abs(y.Value)), distance = Complex.Abs(x.Value - y.Value);
        return distance <= Tolerance * size || distance <= 16 * (x.Error + y.Error);
    }

    private bool AtPoints(Node a, Node b, SortedSet<string> names, bool common)
    {
        bool whole = Features.Has(a, Features.NeedsWholeNumbers) || Features.Has(b, Features.NeedsWholeNumbers);
        bool complex = Features.Has(a, IsImaginary) || Features.Has(b, IsImaginary);
        string[] order = [.. names];
        CounterRandom random = CounterRandom.FromSeed(0).Derive("points of answers");
        int agreed = 0, agreedComplex = 0, undefined = 0;
        for (int draw = 0; draw < Drawn && agreed < Wanted; draw++)
        {
            int at = draw;
            var evaluator = new Evaluator(budget, name => Point(Array.IndexOf(order, name)), common);
            Approximate x = evaluator.Of(a), y = evaluator.Of(b);
            if (budget.IsSpent) return false;
            bool realX = x.IsDefined && x.IsReal, realY = y.IsDefined && y.IsReal;
            if (!x.IsDefined || !y.IsDefined) { if (x.IsDefined != y.IsDefined && !whole) undefined++; continue; }
            if (!Same(x, y))
            {
                // Where one is real and the other is not, one of them has no value for a reader who knows real numbers only.
                if (complex || realX == realY && (realX || agreed == 0)) return false;
                continue;
            }
            if (complex || (realX && realY)) agreed++;
            else agreedComplex++;

            Complex Point(int variable)
            {
                if (variable < 0) return new Complex(double.NaN, 0);
                long counter = (long)at * 64 + variable;
                if (whole) return 1 + random.Below(counter, at < Drawn / 2 ? 9 : 20);
                double size = 0.2 + 2.8 * random.Uniform(counter);
                // First where every root and logarithm is defined, then with both signs.
                return at >= 3 && (random.Bits(counter + 32) & 1) != 0 ? -size : size;
            }
        }
        return agreed >= 3 || (agreed + agreedComplex >= 3 && undefined == 0);
    }

    private static bool IsImaginary(Node node) => node is ConstantNode { Constant: Constant.I };
}
