using System.Globalization;

namespace Hicra.Testing;

/// <summary>A culture that writes numbers and times in its own way, made up here: no machine need have it.</summary>
internal static class OtherCulture
{
    /// <summary><c>1234.5</c> is <c>1.234,5</c>, and <c>-1</c> has a sign that no parser of C# takes.</summary>
    public static CultureInfo Value { get; } = Make();

    private static CultureInfo Make()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = culture.NumberFormat.PercentDecimalSeparator = culture.NumberFormat.CurrencyDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = culture.NumberFormat.PercentGroupSeparator = culture.NumberFormat.CurrencyGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "\u2212";
        culture.DateTimeFormat.TimeSeparator = ".";
        culture.DateTimeFormat.DateSeparator = "\u2013";
        return CultureInfo.ReadOnly(culture);
    }
}
