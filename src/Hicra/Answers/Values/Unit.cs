using System.Collections.Frozen;
using System.Text;

namespace Hicra.Answers.Values;

/// <summary>A unit of measure that stands behind a number: what it measures, and how many of the base unit it is.</summary>
/// <param name="Dimension">For example <c>length2 time-1</c>.</param>
/// <param name="Factor">Base units in one.</param>
internal readonly record struct Unit(string Dimension, Rational Factor)
{
    private static readonly FrozenDictionary<string, (string Dimension, Rational Factor, int Power)> Known = Table();

    /// <summary>Whether a word is the name of a unit.</summary>
    public static bool IsKnown(string word) => word.Length > 1 && (Known.ContainsKey(Key(word)) || word is "mph");

    /// <summary>Reads words such as <c>cm^2</c>, <c>square inches</c>, <c>miles per hour</c>.</summary>
    /// <returns>Null where there is any word that names no unit: then nothing is known, and nothing compared.</returns>
    public static Unit? Parse(string words)
    {
        if (words.Length > 60) return null;
        words = words.Replace("mph", "miles per hour", StringComparison.OrdinalIgnoreCase).Replace("km/h", "kilometers per hour", StringComparison.OrdinalIgnoreCase);
        var powers = new SortedDictionary<string, int>(StringComparer.Ordinal);
        Rational factor = Rational.One;
        bool any = false;
        int sign = 1, nextPower = 1;
        string last = "";
        Rational lastFactor = Rational.One;
        foreach (string token in Tokens(words))
        {
            if (token is "per" or "/") sign = -1;
            else if (token is "square" or "sq") nextPower = 2;
            else if (token is "cubic" or "cu") nextPower = 3;
            else if (token is "." or "*" or "of" or "a" or "an" && any) { if (token is "a" or "an") sign = -1; }
            else if (token is "squared" or "cubed" || (token.Length <= 2 && int.TryParse(token, out _)))
            {
                if (last.Length == 0) return null;
                int power = token == "squared" ? 2 : token == "cubed" ? 3 : int.Parse(token, System.Globalization.CultureInfo.InvariantCulture);
                if (power is < -9 or > 9 || Rational.Power(lastFactor, power - 1) is not { } more || Rational.Multiply(factor, sign > 0 ? more : Inverse(more)) is not { } raised) return null;
                powers[last] += sign * (power - 1);
                factor = raised;
            }
            else if (Known.TryGetValue(token, out (string Dimension, Rational Factor, int Power) unit))
            {
                int power = unit.Power * nextPower;
                if (Rational.Power(unit.Factor, nextPower) is not { } own || Rational.Multiply(factor, sign > 0 ? own : Inverse(own)) is not { } product) return null;
                factor = product;
                powers[unit.Dimension] = powers.GetValueOrDefault(unit.Dimension) + sign * power;
                (last, lastFactor, nextPower, any) = (unit.Dimension, unit.Factor, 1, true);
            }
            else return null;
        }
        if (!any) return null;
        var dimension = new StringBuilder();
        foreach ((string name, int power) in powers) if (power != 0) dimension.Append(name).Append(power).Append(' ');
        return new Unit(dimension.ToString(), factor);
    }

    private static Rational Inverse(Rational value) => Rational.Of(value.Denominator, value.Numerator)!.Value;

    private static IEnumerable<string> Tokens(string words)
    {
        int at = 0;
        while (at < words.Length)
        {
            char c = words[at];
            if (char.IsLetter(c) || c is '$' or '€' or '£' or '¥' or '₹' or '°' or '%')
            {
                int start = at++;
                while (at < words.Length && (char.IsLetter(words[at]) || (words[at] == '.' && at + 1 < words.Length && char.IsLetter(words[at + 1]))) && char.IsLetter(c)) at++;
                yield return Key(words[start..at].Replace(".", "", StringComparison.Ordinal));
            }
            else if (char.IsAsciiDigit(c) || (c == '-' && at + 1 < words.Length && char.IsAsciiDigit(words[at + 1])))
            {
                int start = at++;
                while (at < words.Length && char.IsAsciiDigit(words[at])) at++;
                yield return words[start..at];
            }
            else
            {
                if (c == '/') yield return "/";
                else if (c == '²') yield return "2";
                else if (c == '³') yield return "3";
                at++;
            }
        }
    }

    // Symbols of units tell capitals apart (Mg, mg); words do not.
    private static string Key(string word) => word.Length <= 2 && Known is not null && Known.ContainsKey(word) ? word : word.Length <= 3 && Known is not null && Known.ContainsKey(word) ? word : word.ToLowerInvariant();

    private static FrozenDictionary<string, (string, Rational, int)> Table()
    {
        var table = new Dictionary<string, (string, Rational, int)>(StringComparer.Ordinal);
        Add("length", "nm=1/1000000000 μm,micrometer,micron=1/1000000 mm,millimeter,millimetre=1/1000 cm,centimeter,centimetre=1/100 dm,decimeter,decimetre=1/10 m,meter,metre=1 km,kilometer,kilometre=1000 in,inch,inche=127/5000 ft,foot,feet=381/1250 yd,yard=1143/1250 mi,mile=201168/125");
        Add("time", "ms,millisecond=1/1000 s,sec,second=1 min,minute=60 h,hr,hour=3600 day=86400 week=604800");
        Add("month", "month=1 year,yr=12");
        Add("mass", "mg,milligram=1/1000 g,gram=1 kg,kilogram=1000 oz,ounce=45359237/1600000 lb,pound=45359237/100000 ton,tonne=1000000");
        Add("money", "$,dollar,usd=1 cent,¢=1/100");
        Add("euro", "€,euro=1");
        Add("sterling", "£=1");
        Add("percent", "%,percent,pct,percentage=1");
        Add("angle", "°,degree,deg=1");
        Add("radian", "radian,rad=1");
        Add("length", "l,L,liter,litre=1/1000 ml,mL,milliliter,millilitre=1/1000000 cc=1/1000000", 3);
        Add("length", "acre=316160658/78125 hectare=10000", 2);
        Add("gallon", "gallon,gal=1 quart=1/4 pint=1/8 cup=1/16");
        foreach (string own in (ReadOnlySpan<string>)["N,newton", "J,joule", "W,watt", "V,volt", "A,amp,ampere", "K,kelvin", "Hz,hertz", "Pa,pascal", "eV", "mol,mole", "C,coulomb", "unit", "am", "pm"]) Add(own, own + "=1");
        return table.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(string dimension, string units, int power = 1)
        {
            foreach (string unit in units.Split(' '))
            {
                string[] halves = unit.Split('='), parts = halves[1].Split('/');
                Rational factor = Rational.Of(long.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), parts.Length > 1 ? long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 1)!.Value;
                foreach (string name in halves[0].Split(','))
                {
                    table[name] = (dimension, factor, power);
                    if (name.Length > 2 && name != "feet" && name != "foot") table[name + "s"] = (dimension, factor, power);
                }
            }
        }
    }
}
