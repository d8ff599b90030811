namespace Hicra.Metrics;

/// <summary>A measure as a ratio to its first defined value, as the paper's dynamics figures show it (Figure 3: 1.0 at the start).</summary>
/// <param name="first">The first value where it is known already, for example in a resumed run; null to take the next one.</param>
public sealed class RelativeToFirst(double? first = null)
{
    /// <summary>The value that ratios refer to: the first that was defined, finite and not 0. Null before it came.</summary>
    public double? First { get; private set; } = IsBase(first) ? first : null;

    /// <summary>The next step's value as a ratio to the first.</summary>
    /// <returns>Null where the value is undefined or no first value has come yet.</returns>
    public double? Next(double? value)
    {
        if (First is null && IsBase(value)) First = value;
        return value / First;
    }

    private static bool IsBase(double? value) => value is double v && double.IsFinite(v) && v != 0;
}
