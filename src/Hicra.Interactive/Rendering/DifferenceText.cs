using Hicra.Metrics.Statistics;

namespace Hicra.Interactive.Rendering;

/// <summary>Differences and their intervals in words, the same in every comparison.</summary>
internal static class DifferenceText
{
    /// <summary>How comparisons are to be read.</summary>
    public const string Reading = "Differences are paired by seed; intervals are paired t. Many measures are looked at: about one in twenty leaves 0 out by chance.";

    /// <summary>An interval's ends; "–" for none.</summary>
    /// <param name="interval">The interval.</param>
    /// <param name="share">Whether it is one of shares, which are written in per cent.</param>
    public static string Range(Interval? interval, bool share = false) => interval is { } i ? $"{NumberText.Of(i.Low, share)} to {NumberText.Of(i.High, share)}" : NumberText.None;

    /// <summary>What a difference and its interval allow to say.</summary>
    public static string Verdict(double difference, Interval? interval) =>
        interval is not { } i ? "one seed says nothing" : !i.ExcludesZero ? "cannot be told apart" : difference > 0 ? "higher" : "lower";
}
