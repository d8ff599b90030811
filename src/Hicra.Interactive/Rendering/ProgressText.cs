using System.Globalization;

namespace Hicra.Interactive.Rendering;

/// <summary>How far work is: counts with rate and remaining time, and a bar, in text and in HTML.</summary>
internal static class ProgressText
{
    private const int Width = 30;

    /// <summary>For example <c>120/400 steps, 14.2 steps/s, 0:20 to go</c>.</summary>
    /// <param name="done">Units that are done.</param>
    /// <param name="total">All units.</param>
    /// <param name="fresh">Units that were done since <paramref name="elapsed"/> began.</param>
    /// <param name="elapsed">The time that the fresh ones took.</param>
    /// <param name="unit">What is counted, in the plural.</param>
    /// <param name="ended">Whether nothing more is to come, so that no remaining time is told.</param>
    public static string Counts(int done, int total, int fresh, TimeSpan elapsed, string unit, bool ended = false)
    {
        double rate = fresh / Math.Max(elapsed.TotalSeconds, 1e-9);
        bool known = fresh > 0 && elapsed > TimeSpan.Zero;
        string speed = known ? string.Create(CultureInfo.InvariantCulture, $", {Math.Round(rate, rate < 10 ? 2 : 1)} {unit}/s") : "";
        string rest = known && done < total && !ended ? $", {NumberText.Duration(TimeSpan.FromSeconds(Math.Min(Math.Ceiling((total - done) / rate), 1e7)))} to go" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{done}/{total} {unit}{speed}{rest}");
    }

    /// <summary>A bar of text: <c>[####......]</c>.</summary>
    public static string Bar(int done, int total)
    {
        int filled = total == 0 ? Width : Math.Clamp(Width * done / total, 0, Width);
        return $"[{new string('#', filled)}{new string('.', Width - filled)}]";
    }

    /// <summary>A bar of HTML, as wide as its place.</summary>
    /// <param name="done">Units that are done.</param>
    /// <param name="total">All units.</param>
    /// <param name="stopped">Whether the work was stopped before its end.</param>
    public static string BarHtml(int done, int total, bool stopped = false)
    {
        double share = total == 0 ? 100 : Math.Clamp(100.0 * done / total, 0, 100);
        return string.Create(CultureInfo.InvariantCulture,
            $"<div role=\"progressbar\" aria-valuenow=\"{share:F0}\" aria-valuemin=\"0\" aria-valuemax=\"100\" style=\"background:rgba(128,128,128,0.25);border-radius:4px;height:8px;margin:2px 0 12px 0;overflow:hidden\"><div style=\"width:{share:F1}%;height:8px;background:{(stopped ? Palette.Planning : Palette.Execution)}\"></div></div>");
    }
}
