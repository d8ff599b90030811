using System.Globalization;

namespace Hicra.Interactive.Figures;

/// <summary>Round numbers along an axis: steps of 1, 2 or 5 times a power of ten.</summary>
/// <param name="First">The first tick.</param>
/// <param name="Step">The distance between ticks; above 0.</param>
/// <param name="Count">The number of ticks.</param>
internal readonly record struct Ticks(double First, double Step, int Count)
{
    public double this[int i] => Clean(First + i * Step);

    public double Last => this[Count - 1];

    /// <summary>Ticks that cover the range: the first is not above <paramref name="low"/>, the last not below <paramref name="high"/>.</summary>
    public static Ticks Covering(double low, double high, int target)
    {
        (low, high) = Opened(low, high);
        double step = NiceStep((high - low) / Math.Max(1, target));
        // A millionth of a step forgives rounding, so that a range that ends on a tick gets no empty one behind it.
        double first = Math.Floor(low / step + 1e-9) * step, last = Math.Ceiling(high / step - 1e-9) * step;
        return new(first, step, (int)Math.Round((last - first) / step) + 1);
    }

    /// <summary>Ticks inside the range.</summary>
    public static Ticks Inside(double low, double high, int target, bool whole = false)
    {
        (low, high) = Opened(low, high);
        double step = NiceStep((high - low) / Math.Max(1, target));
        if (whole) step = Math.Max(1, step);
        double first = Math.Ceiling(low / step - 1e-9) * step, last = Math.Floor(high / step + 1e-9) * step;
        return new(first, step, Math.Max(0, (int)Math.Round((last - first) / step) + 1));
    }

    /// <summary>The label of a tick, with as many decimals as the step needs.</summary>
    public string Label(double value, bool percent)
    {
        double step = Step;
        if (percent) (value, step) = (value * 100, step * 100);
        string suffix = percent ? "%" : "";
        double size = Math.Max(Math.Abs(value), step);
        if (step < 1e-4 || size >= 1e9) return value == 0 ? "0" + suffix : Scientific(value, step) + suffix;
        if (step >= 1000) return (value / 1000).ToString("0.#", CultureInfo.InvariantCulture) + (value == 0 ? "" : "k") + suffix;
        int decimals = Math.Max(0, (int)-Math.Floor(Math.Log10(step) + 1e-9));
        string text = value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text.Replace("-", "\u2212", StringComparison.Ordinal) + suffix;
    }

    // As many digits as tell a value from its neighbour a step away.
    private static string Scientific(double value, double step)
    {
        int digits = (int)Math.Floor(Math.Log10(Math.Abs(value)) + 1e-9) - (int)Math.Floor(Math.Log10(step) + 1e-9);
        return value.ToString($"0.{new string('#', Math.Clamp(digits, 2, 15))}e0", CultureInfo.InvariantCulture);
    }

    private static (double Low, double High) Opened(double low, double high)
    {
        if (high > low && (high - low) > 1e-12 * Math.Max(Math.Abs(low), Math.Abs(high))) return (low, high);
        double half = low == 0 ? 0.5 : Math.Abs(low) * 0.1;
        return (low - half, low + half);
    }

    private static double NiceStep(double rough)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double rest = rough / power;
        return power * (rest <= 1.000001 ? 1 : rest <= 2.000001 ? 2 : rest <= 5.000001 ? 5 : 10);
    }

    private double Clean(double value) => Math.Abs(value) < Step * 1e-9 ? 0 : value;
}
