using System.Globalization;
using Hicra.Interactive.Rendering;

namespace Hicra.Data;

/// <summary>How a cell of a frame is written: numbers so that they can be told apart, and in the invariant culture.</summary>
internal static class FrameCell
{
    private const int Most = 200;

    /// <summary>The text of a cell, on one line.</summary>
    public static string Text(object? value) => value switch
    {
        null => NumberText.None,
        string text => PlainTable.Short(PlainTable.Clean(text), Most),
        bool truth => truth ? "true" : "false",
        double number => Number(number),
        float number => Number(number),
        DateTime time => time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => PlainTable.Short(PlainTable.Clean(value.ToString()), Most),
    };

    private static string Number(double value) => value.ToString(Math.Abs(value) is >= 1e6 and < 1e15 && value == Math.Floor(value) ? "F0" : "G6", CultureInfo.InvariantCulture);
}
