using System.Numerics;
using Hicra.Answers.Values;

namespace Hicra.Answers.Equality;

/// <summary>Values of expressions that are fractions.</summary>
internal static class Exact
{
    private const int MaxFactorial = 2_000;

    /// <summary>The value; null where it is no fraction, too large, or not known to be one.</summary>
    public static Rational? Of(Node node, Budget budget)
    {
        if (!budget.Take()) return null;
        switch (node)
        {
            case NumberNode number: return number.Value;
            case QuantityNode { Unit: "%" or "°" } quantity: return Of(quantity.Value, budget);
            case SumNode sum:
                {
                    Rational total = Rational.Zero;
                    foreach (Node term in sum.Terms)
                    {
                        if (Of(term, budget) is not { } value || Rational.Add(total, value) is not { } more || !Fits(more, budget)) return null;
                        total = more;
                    }
                    return total;
                }
            case ProductNode product:
                {
                    Rational total = Rational.One;
                    foreach (Node factor in product.Factors)
                    {
                        if (Of(factor, budget) is not { } value || Rational.Multiply(total, value) is not { } more || !Fits(more, budget)) return null;
                        total = more;
                    }
                    return total;
                }
            case PowerNode power: return Of(power.Exponent, budget) is { } exponent && Of(power.Base, budget) is { } b ? exponent.IsWhole ? Rational.Power(b, exponent.Numerator) : Root(b, exponent) : null;
            case FunctionNode function: return Function(function, budget);
            default: return null;
        }
    }

    // Large fractions take time: their greatest common divisor grows with the square of their bits.
    private static bool Fits(Rational value, Budget budget)
    {
        long words = (value.Numerator.GetBitLength() + value.Denominator.GetBitLength()) / 64;
        return words < 4 || budget.Take(words * words / 100);
    }

    private static Rational? Function(FunctionNode function, Budget budget)
    {
        if (function.IsApplied || function.Arguments.Count is 0 or > 2 || Of(function.Arguments[0], budget) is not { } x) return null;
        switch (function.Name)
        {
            case "abs": return x.Sign < 0 ? Rational.Negate(x) : x;
            case "floor": return Rational.Whole(x.Floor());
            case "ceil": return Rational.Whole(-Rational.Negate(x).Floor());
            case "sqrt": return Root(x, Rational.Of(1, 2)!.Value);
            case "root": return Of(function.Arguments[1], budget) is { IsZero: false } degree ? Root(x, Rational.Of(degree.Denominator, degree.Numerator)!.Value) : null;
            case "factorial": return x.IsWhole && x.Sign >= 0 && x.Numerator <= MaxFactorial && budget.Take((long)x.Numerator) ? Factorial((int)x.Numerator) : null;
            case "binom": return function.Arguments.Count == 2 && Of(function.Arguments[1], budget) is { } k ? Choose(x, k, budget) : null;
            case "gcd" or "lcm" or "max" or "min" when function.Arguments.Count == 2 && Of(function.Arguments[1], budget) is { } y: return Pair(function.Name, x, y);
            default: return null;
        }
    }

    private static Rational? Pair(string name, Rational x, Rational y)
    {
        if (name is "max" or "min") return Rational.Add(x, Rational.Negate(y)) is { } d ? d.Sign >= 0 == (name == "max") ? x : y : null;
        if (!x.IsWhole || !y.IsWhole || x.IsZero || y.IsZero) return null;
        BigInteger common = BigInteger.GreatestCommonDivisor(x.Numerator, y.Numerator);
        return name == "gcd" ? Rational.Whole(common) : Rational.Of(BigInteger.Abs(x.Numerator / common * y.Numerator), 1);
    }

    private static Rational? Factorial(int n)
    {
        BigInteger product = BigInteger.One;
        for (int i = 2; i <= n; i++) product *= i;
        return Rational.Of(product, 1);
    }

    private static Rational? Choose(Rational n, Rational k, Budget budget)
    {
        if (!n.IsWhole || !k.IsWhole || n.Sign < 0 || k.Sign < 0 || n.Numerator > MaxFactorial) return null;
        if (k.Numerator > n.Numerator) return Rational.Zero;
        BigInteger chosen = BigInteger.One;
        int of = (int)n.Numerator, some = (int)BigInteger.Min(k.Numerator, n.Numerator - k.Numerator);
        if (!budget.Take(some)) return null;
        for (int i = 1; i <= some; i++) chosen = chosen * (of - some + i) / i;
        return Rational.Of(chosen, 1);
    }

    // A root that is a fraction; of a negative number only an odd one.
    private static Rational? Root(Rational value, Rational exponent)
    {
        if (exponent.IsWhole) return Rational.Power(value, exponent.Numerator);
        if (exponent.Denominator > 64 || BigInteger.Abs(exponent.Numerator) > 64) return null;
        int degree = (int)exponent.Denominator;
        if (value.Sign < 0 && degree % 2 == 0) return null;
        return WholeRoot(BigInteger.Abs(value.Numerator), degree) is { } top && WholeRoot(value.Denominator, degree) is { } bottom && Rational.Of(value.Sign < 0 ? -top : top, bottom) is { } root ? Rational.Power(root, exponent.Numerator) : null;
    }

    private static BigInteger? WholeRoot(BigInteger value, int degree)
    {
        if (value.IsZero || value.IsOne) return value;
        if (value.GetBitLength() > 2_000) return null;
        // Newton's iteration from above.
        BigInteger x = BigInteger.One << (int)((value.GetBitLength() + degree - 1) / degree);
        while (true)
        {
            BigInteger next = ((degree - 1) * x + value / BigInteger.Pow(x, degree - 1)) / degree;
            if (next >= x) break;
            x = next;
        }
        return BigInteger.Pow(x, degree) == value ? x : null;
    }
}
