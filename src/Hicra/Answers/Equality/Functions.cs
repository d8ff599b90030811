using System.Numerics;

namespace Hicra.Answers.Equality;

/// <summary>The functions of the book, with how an argument's error grows.</summary>
internal static class Functions
{
    /// <summary>The value; null where the name is of no function that we know.</summary>
    public static Approximate? Of(string name, Approximate[] arguments, bool commonLogarithm)
    {
        Approximate x = arguments[0];
        if (arguments.Length > 1) return Several(name, arguments);
        Complex z = x.Value;
        switch (name)
        {
            case "sin": return With(x.IsReal ? Math.Sin(z.Real) : Complex.Sin(z), 1);
            case "cos": return With(x.IsReal ? Math.Cos(z.Real) : Complex.Cos(z), 1);
            case "tan": return Over(Complex.Sin(z), Complex.Cos(z));
            case "cot": return Over(Complex.Cos(z), Complex.Sin(z));
            case "sec": return Over(1, Complex.Cos(z));
            case "csc": return Over(1, Complex.Sin(z));
            case "arcsin": return Inverse(Complex.Asin(z));
            case "arccos": return Inverse(Complex.Acos(z));
            case "arctan": return Inverse(x.IsReal ? Math.Atan(z.Real) : Complex.Atan(z));
            case "arccot": return Inverse(x.IsReal ? Math.PI / 2 - Math.Atan(z.Real) : Complex.Atan(1 / z));
            case "arcsec": return Inverse(Complex.Acos(1 / z));
            case "arccsc": return Inverse(Complex.Asin(1 / z));
            case "sinh": return With(Complex.Sinh(z), Complex.Abs(Complex.Cosh(z)));
            case "cosh": return With(Complex.Cosh(z), Complex.Abs(Complex.Sinh(z)));
            case "tanh": return With(Complex.Tanh(z), 1);
            case "coth": return With(1 / Complex.Tanh(z), 1 + 1 / Math.Pow(Complex.Abs(Complex.Tanh(z)), 2));
            case "exp": return With(x.IsReal ? Math.Exp(z.Real) : Complex.Exp(z), Complex.Abs(Complex.Exp(z)), Complex.Abs(z));
            case "ln": return Log(x, 1);
            case "log": return Log(x, commonLogarithm ? Math.Log(10) : 1);
            case "lg": return Log(x, Math.Log(10));
            case "sqrt": return Root(x, 2);
            case "abs" or "norm": return With(Complex.Abs(z), 1);
            case "floor": return x.IsReal ? new(Math.Floor(z.Real + 1e-9), 0) : Approximate.Undefined;
            case "ceil": return x.IsReal ? new(Math.Ceiling(z.Real - 1e-9), 0) : Approximate.Undefined;
            case "factorial": return Factorial(x);
            case "re": return With(z.Real, 1);
            case "im": return With(z.Imaginary, 1);
            case "arg": return With(z.Phase, 1 / Complex.Abs(z));
            case "sgn": return x.IsReal ? new(Math.Sign(z.Real), 0) : Approximate.Undefined;
            case "bar": return With(Complex.Conjugate(z), 1);
            default: return null;
        }

        Approximate With(Complex value, double slope, double condition = 1) => new(value, slope * x.Error + Complex.Abs(value) * Approximate.Unit * (4 + condition));

        Approximate Inverse(Complex value) => With(value, 4 / Math.Max(1e-3, Math.Sqrt(Complex.Abs(1 - z * z))));

        Approximate Over(Complex top, Complex bottom)
        {
            double size = Complex.Abs(bottom);
            return size < 1e-12 ? Approximate.Undefined : With(top / bottom, 1 / (size * size));
        }
    }

    private static Approximate? Several(string name, Approximate[] arguments)
    {
        (Approximate x, Approximate y) = (arguments[0], arguments[1]);
        switch (name)
        {
            case "log" or "ln" when arguments.Length == 2:
                Approximate top = Log(x, 1), bottom = Log(y, 1);
                return new(top.Value / bottom.Value, (top.Error + bottom.Error * Complex.Abs(top.Value / bottom.Value)) / Complex.Abs(bottom.Value) + Complex.Abs(top.Value / bottom.Value) * Approximate.Unit);
            case "root" when arguments.Length == 2 && y.IsReal: return Root(x, y.Value.Real);
            case "binom" when x.IsReal && y.IsReal: return Choose(x.Value.Real, y.Value.Real);
            case "max": return x.IsReal && y.IsReal ? x.Value.Real >= y.Value.Real ? x : y : Approximate.Undefined;
            case "min": return x.IsReal && y.IsReal ? x.Value.Real <= y.Value.Real ? x : y : Approximate.Undefined;
            default: return null;
        }
    }

    private static Approximate Log(Approximate x, double unit)
    {
        double size = Complex.Abs(x.Value);
        if (size <= x.Error) return Approximate.Undefined;
        Complex value = (x.IsReal && x.Value.Real > 0 ? Math.Log(x.Value.Real) : Complex.Log(x.Value)) / unit;
        return new(value, x.Error / size / unit + (Complex.Abs(value) + 1) * Approximate.Unit);
    }

    private static Approximate Root(Approximate x, double degree)
    {
        double size = Complex.Abs(x.Value);
        if (size <= 16 * x.Error) return new(0, Math.Sqrt(16 * x.Error));
        if (x.IsReal)
        {
            double real = x.Value.Real;
            bool odd = degree == Math.Round(degree) && Math.Abs(degree % 2) == 1;
            double root = Math.Pow(Math.Abs(real), 1 / degree);
            if (degree == 2) root = Math.Sqrt(Math.Abs(real));
            Complex value = real > 0 ? root : odd ? -root : degree == 2 ? new Complex(0, root) : Complex.Exp(Complex.Log(real) / degree);
            return new(value, root * (x.Error / size + 4 * Approximate.Unit));
        }
        Complex power = Complex.Exp(Complex.Log(x.Value) / degree);
        return new(power, Complex.Abs(power) * (x.Error / size + 8 * Approximate.Unit));
    }

    // At whole numbers, where alone expressions with them are compared.
    private static Approximate Factorial(Approximate x)
    {
        double n = Math.Round(x.Value.Real);
        if (!x.IsReal || Math.Abs(n - x.Value.Real) > 1e-9 || n is < 0 or > 170) return Approximate.Undefined;
        double product = 1;
        for (int i = 2; i <= n; i++) product *= i;
        return new(product, product * Approximate.Unit * (n + 1));
    }

    private static Approximate Choose(double n, double k)
    {
        if (Math.Abs(n - Math.Round(n)) > 1e-9 || Math.Abs(k - Math.Round(k)) > 1e-9 || n is < 0 or > 500 || k < 0) return Approximate.Undefined;
        (n, k) = (Math.Round(n), Math.Round(k));
        double chosen = 1;
        for (int i = 1; i <= k; i++) chosen = chosen * (n - k + i) / i;
        return new(chosen, chosen * Approximate.Unit * (2 * k + 1));
    }
}
