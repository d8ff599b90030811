using System.Globalization;
using Hicra.Training.Learning;

namespace Hicra.Interactive.Rendering;

/// <summary>
/// How numbers are written, everywhere: as many digits as a reader can use, the invariant culture, a real minus sign, and "–"
/// for what is not known. Files and JSON have numbers of their own; these are for people.
/// </summary>
internal static class NumberText
{
    /// <summary>What stands for a number that is not known.</summary>
    public const string None = "–";

    /// <summary>A number: three decimals below 10, one below 100, none below 100,000, and powers of ten beyond and near 0.</summary>
    public static string Of(double? value) => value is not double v ? None : Text(v).Replace("-", "\u2212", StringComparison.Ordinal);

    /// <summary>A deviation or error with the decimals of the number that it belongs to: <c>26.3 ± 4.9</c>.</summary>
    public static string Of(double? value, bool share, double beside) => value is not double v ? None
        : share ? Fixed(100 * v, 1) : Math.Abs(beside) switch { >= 100000 or < 0.001 => Of(v), >= 100 => Fixed(v, 0), >= 10 => Fixed(v, 1), _ => Of(v) };

    /// <summary>A number with its sign.</summary>
    public static string Signed(double? value) => value is double v ? (v > 0 ? "+" : "") + Of(v) : None;

    /// <summary>A number in a table whose heading says the unit: a share in per cent with one decimal, everything else as by itself.</summary>
    /// <param name="value">The number; a share as a fraction of 1.</param>
    /// <param name="share">Whether it is a share.</param>
    public static string Of(double? value, bool share) => value is double v && share ? Fixed(100 * v, 1) : Of(value);

    /// <summary>As <see cref="Of(double?, bool)"/>, with its sign.</summary>
    public static string Signed(double? value, bool share) => value is double v ? (v > 0 ? "+" : "") + Of(v, share) : None;

    /// <summary>A metric's value with its unit, for example <c>10.2 %</c> and <c>2.757 nats</c>.</summary>
    public static string Of(Metric metric, double? value) => value is null ? None : metric.Unit.Length == 0 ? Of(value) : $"{Of(value, metric.IsShare)} {metric.Unit}";

    /// <summary>A share as a percentage with one decimal, for example <c>4.1 %</c>.</summary>
    public static string Percent(double share) => Fixed(100 * share, 1) + " %";

    /// <summary>A whole number with separators of thousands.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number of things: <c>1 rollout</c>, <c>2,000 rollouts</c>.</summary>
    public static string Count(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    /// <summary>A number of bytes.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:F0} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):F1} MB"),
    };

    /// <summary>A duration: <c>m:ss</c>, or <c>h:mm:ss</c> from an hour on.</summary>
    public static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time:mm\\:ss}") : time.ToString("m\\:ss", CultureInfo.InvariantCulture);

    /// <summary>A number with so many decimals, where a column needs its own: cosines close to 1, scores as a paper prints them.</summary>
    public static string Fixed(double? value, int decimals) => value is not double number ? None : number.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).Replace("-", "\u2212", StringComparison.Ordinal);

    private static string Text(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 100000 or < 0.001 => value.ToString("0.##e0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("F0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
        _ => value.ToString("F3", CultureInfo.InvariantCulture),
    };
}
