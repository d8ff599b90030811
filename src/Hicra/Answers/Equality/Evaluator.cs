using System.Numerics;
using Hicra.Answers.Values;

namespace Hicra.Answers.Equality;

/// <summary>A computed value with a bound on what rounding did to it.</summary>
internal readonly record struct Approximate(Complex Value, double Error)
{
    public const double Unit = 4e-16;

    public static Approximate Undefined { get; } = new(new Complex(double.NaN, 0), 0);

    public bool IsDefined => double.IsFinite(Value.Real) && double.IsFinite(Value.Imaginary) && double.IsFinite(Error);

    public bool IsReal => Math.Abs(Value.Imaginary) <= 1e-9 * Math.Abs(Value.Real) + 4 * Error;

    public static Approximate Of(double value) => new(value, Math.Abs(value) * Unit);
}

/// <summary>Computes expressions at a point, in complex doubles. Work is bounded by a budget; an expression that cannot be computed is undefined.</summary>
/// <param name="budget">Bounds the steps.</param>
/// <param name="symbols">The values of variables.</param>
/// <param name="commonLogarithm">Whether <c>log</c> without a base is to base ten.</param>
internal sealed class Evaluator(Budget budget, Func<string, Complex> symbols, bool commonLogarithm)
{
    private const int LongestSum = 200;

    private (string Name, Complex Value)? _bound;

    public Approximate Of(Node node)
    {
        if (!budget.Take()) return Approximate.Undefined;
        switch (node)
        {
            case NumberNode number: return Approximate.Of(number.Value.ToDouble());
            case SymbolNode symbol: return At(_bound is { } bound && bound.Name == symbol.Name ? bound.Value : symbols(symbol.Name));
            case ConstantNode { Constant: Constant.Pi }: return Approximate.Of(Math.PI);
            case ConstantNode { Constant: Constant.E }: return Approximate.Of(Math.E);
            case ConstantNode { Constant: Constant.I }: return _bound is { Name: "i" } index ? At(index.Value) : new Approximate(Complex.ImaginaryOne, 0);
            case QuantityNode quantity: return Of(quantity.Value);
            case SumNode sum:
                {
                    Complex total = 0;
                    double error = 0;
                    foreach (Node term in sum.Terms)
                    {
                        Approximate value = Of(term);
                        total += value.Value;
                        error += value.Error + Complex.Abs(value.Value) * Approximate.Unit;
                    }
                    return new Approximate(total, error);
                }
            case ProductNode product:
                {
                    Approximate total = new(1, 0);
                    foreach (Node factor in product.Factors) total = Times(total, Of(factor));
                    return total;
                }
            case PowerNode power: return Power(power);
            case FunctionNode function: return Function(function);
            default: return Approximate.Undefined;
        }
    }

    private static Approximate At(Complex value) => new(value, Complex.Abs(value) * Approximate.Unit);

    private static Approximate Times(Approximate a, Approximate b)
    {
        Complex value = a.Value * b.Value;
        return new(value, Complex.Abs(a.Value) * b.Error + Complex.Abs(b.Value) * a.Error + Complex.Abs(value) * Approximate.Unit);
    }

    private Approximate Power(PowerNode power)
    {
        Approximate b = Of(power.Base), exponent;
        if (Exact.Of(power.Exponent, budget) is { } exact)
        {
            if (exact.IsWhole && BigInteger.Abs(exact.Numerator) <= 4096) return Whole(b, (int)exact.Numerator);
            // The odd root of a negative number is negative, as it is written in school.
            if (!exact.IsWhole && b.IsReal && b.Value.Real < 0 && !exact.Denominator.IsEven && b.IsDefined)
            {
                double size = Math.Pow(-b.Value.Real, exact.ToDouble());
                return WithError(exact.Numerator.IsEven ? size : -size, b, Math.Abs(exact.ToDouble() * size / b.Value.Real));
            }
            exponent = Approximate.Of(exact.ToDouble());
        }
        else exponent = Of(power.Exponent);
        if (b.Value == Complex.Zero) return exponent.Value.Real > 0 ? new Approximate(0, 0) : Approximate.Undefined;
        Complex value = b.IsReal && b.Value.Real > 0 && exponent.IsReal ? Math.Pow(b.Value.Real, exponent.Value.Real) : Complex.Exp(exponent.Value * Complex.Log(b.Value));
        double log = Complex.Abs(Complex.Log(b.Value));
        return new(value, Complex.Abs(value) * (Complex.Abs(exponent.Value) * b.Error / Complex.Abs(b.Value) + log * exponent.Error + (Complex.Abs(exponent.Value) * log + 2) * Approximate.Unit));
    }

    private static Approximate Whole(Approximate b, int exponent)
    {
        if (exponent < 0)
        {
            Approximate below = Whole(b, -exponent);
            double size = Complex.Abs(below.Value);
            return size <= below.Error ? Approximate.Undefined : new(1 / below.Value, below.Error / (size * size) + Approximate.Unit / size);
        }
        Approximate result = new(1, 0), square = b;
        for (int rest = exponent; rest > 0; rest >>= 1)
        {
            if ((rest & 1) != 0) result = Times(result, square);
            square = Times(square, square);
        }
        return result;
    }

    private Approximate Function(FunctionNode function)
    {
        if (function.Name is "sum" or "prod" && function.Arguments is [SymbolNode running, _, _, _]) return Series(function, running.Name);
        var arguments = new Approximate[function.Arguments.Count];
        for (int i = 0; i < arguments.Length; i++) arguments[i] = function.Arguments[i] is QuantityNode { Unit: "°" } degrees && IsTrigonometric(function.Name) ? Times(Of(degrees.Value), Approximate.Of(Math.PI / 180)) : Of(function.Arguments[i]);
        if (function.IsApplied || arguments.Length == 0 || Functions.Of(function.Name, arguments, commonLogarithm) is not { } value) return Unknown(function.Name, arguments);
        return value;
    }

    private static bool IsTrigonometric(string name) => name is "sin" or "cos" or "tan" or "cot" or "sec" or "csc";

    // A sum whose ends are whole numbers is computed; any other is an unknown function of its parts.
    private Approximate Series(FunctionNode series, string running)
    {
        Approximate low = Of(series.Arguments[1]), high = Of(series.Arguments[2]);
        (string, Complex)? outer = _bound;
        double first = Math.Round(low.Value.Real), last = Math.Round(high.Value.Real);
        bool computed = low.IsDefined && high.IsDefined && Complex.Abs(low.Value - first) < 1e-9 && Complex.Abs(high.Value - last) < 1e-9 && last - first is >= -1 and < LongestSum;
        Approximate total = computed ? new(series.Name == "sum" ? 0 : 1, 0) : Approximate.Undefined;
        if (computed)
        {
            for (double k = first; k <= last && total.IsDefined; k++)
            {
                _bound = (running, k);
                Approximate term = Of(series.Arguments[3]);
                total = series.Name == "sum" ? new(total.Value + term.Value, total.Error + term.Error + Complex.Abs(total.Value) * Approximate.Unit) : Times(total, term);
            }
        }
        else
        {
            var parts = new Approximate[4];
            (parts[0], parts[1]) = (low, high);
            for (int i = 0; i < 2; i++)
            {
                _bound = (running, 0.37 + 1.54 * i);
                parts[2 + i] = Of(series.Arguments[3]);
            }
            total = Unknown(series.Name, parts);
        }
        _bound = outer;
        return total;
    }

    // A function that nobody knows is taken to be a polynomial whose coefficients its name decides: equal arguments, equal values.
    private static Approximate Unknown(string name, Approximate[] arguments)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in name) hash = (hash ^ c) * 1099511628211;
        Approximate value = Approximate.Of(0.5 + (hash >> 11) * (1.0 / (1UL << 53)));
        foreach (Approximate argument in arguments)
        {
            hash = (hash ^ 0x9E3779B97F4A7C15) * 1099511628211;
            Approximate slope = Approximate.Of(0.5 + (hash >> 11) * (1.0 / (1UL << 53)));
            Approximate term = Times(slope, argument), square = Times(Approximate.Of(0.3), Times(argument, argument)), before = Times(Approximate.Of(0.7), value);
            value = new(term.Value + square.Value + before.Value, term.Error + square.Error + before.Error);
        }
        return value;
    }

    private static Approximate WithError(double value, Approximate argument, double slope) => new(value, Math.Abs(slope) * argument.Error + Math.Abs(value) * Approximate.Unit * 4);
}
