using System.Globalization;
using System.Numerics;

namespace Hicra.Answers.Values;

/// <summary>
/// An exact fraction of bounded size. An operation whose result would need more than <see cref="MaxBits"/> bits gives null,
/// so that no text can make a comparison take time or memory without bound.
/// </summary>
internal readonly struct Rational : IEquatable<Rational>
{
    /// <summary>The most bits of a numerator or denominator: some 2,400 digits.</summary>
    public const int MaxBits = 8_000;

    private readonly BigInteger _denominatorLessOne;

    private Rational(BigInteger numerator, BigInteger denominator) => (Numerator, _denominatorLessOne) = (numerator, denominator - 1);

    /// <summary>Carries the sign.</summary>
    public BigInteger Numerator { get; }

    /// <summary>Above 0; without a common factor with the numerator.</summary>
    public BigInteger Denominator => _denominatorLessOne + 1;

    public static Rational Zero => default;

    public static Rational One { get; } = new(1, 1);

    public bool IsWhole => _denominatorLessOne.IsZero;

    public bool IsZero => Numerator.IsZero;

    public int Sign => Numerator.Sign;

    public static Rational Whole(BigInteger value) => new(value, 1);

    /// <summary>Numerator over denominator; null where the denominator is 0 or the fraction too large.</summary>
    public static Rational? Of(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero) return null;
        if (denominator.Sign < 0) (numerator, denominator) = (-numerator, -denominator);
        if (!denominator.IsOne)
        {
            BigInteger common = BigInteger.GreatestCommonDivisor(numerator, denominator);
            if (!common.IsOne) (numerator, denominator) = (numerator / common, denominator / common);
        }
        return Fits(numerator) && Fits(denominator) ? new Rational(numerator, denominator) : null;
    }

    public static Rational? Add(Rational a, Rational b) =>
        a.IsWhole && b.IsWhole ? Of(a.Numerator + b.Numerator, BigInteger.One) : Of(a.Numerator * b.Denominator + b.Numerator * a.Denominator, a.Denominator * b.Denominator);

    public static Rational? Multiply(Rational a, Rational b) => Of(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Rational Negate(Rational a) => new(-a.Numerator, a.Denominator);

    /// <summary>A power with a whole exponent; null where it is too large, or 0 to a negative power.</summary>
    public static Rational? Power(Rational a, BigInteger exponent)
    {
        if (exponent.IsZero) return One;
        if (a.IsZero) return exponent.Sign > 0 ? Zero : null;
        if (a.IsWhole && BigInteger.Abs(a.Numerator).IsOne) return exponent.IsEven ? One : a;
        BigInteger size = BigInteger.Abs(exponent);
        long bits = Math.Max(a.Numerator.GetBitLength(), a.Denominator.GetBitLength());
        if (size > MaxBits || (bits - 1) * (long)size > MaxBits) return null;
        BigInteger numerator = BigInteger.Pow(a.Numerator, (int)size), denominator = BigInteger.Pow(a.Denominator, (int)size);
        return exponent.Sign > 0 ? Of(numerator, denominator) : Of(denominator, numerator);
    }

    /// <summary>The largest whole number that is not larger.</summary>
    public BigInteger Floor()
    {
        BigInteger quotient = BigInteger.DivRem(Numerator, Denominator, out BigInteger rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>How many digits after the point write the number exactly; null where none do.</summary>
    public int? Decimals()
    {
        BigInteger rest = Denominator;
        int twos = 0, fives = 0;
        while (rest.IsEven) (rest, twos) = (rest >> 1, twos + 1);
        while ((rest % 5).IsZero) (rest, fives) = (rest / 5, fives + 1);
        return rest.IsOne ? Math.Max(twos, fives) : null;
    }

    public double ToDouble()
    {
        if (IsWhole) return (double)Numerator;
        // Scaled so that both fit a double.
        int shift = (int)Math.Max(0, Math.Max(Numerator.GetBitLength(), Denominator.GetBitLength()) - 1000);
        if (shift == 0) return (double)Numerator / (double)Denominator;
        double quotient = Math.ScaleB((double)(Numerator >> (int)Math.Max(0, Numerator.GetBitLength() - 64)), (int)Math.Max(0, Numerator.GetBitLength() - 64) - (int)Math.Max(0, Denominator.GetBitLength() - 64));
        return quotient / (double)(Denominator >> (int)Math.Max(0, Denominator.GetBitLength() - 64));
    }

    public bool Equals(Rational other) => Numerator == other.Numerator && _denominatorLessOne == other._denominatorLessOne;

    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Numerator, _denominatorLessOne);

    public override string ToString() => IsWhole ? Numerator.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    private static bool Fits(BigInteger value) => value.GetBitLength() <= MaxBits;
}
