using System.Globalization;
using Hicra.Training.Learning;

namespace Hicra.Interactive.Figures;

/// <summary>
/// The paper's two phases in a run's log (section 2.2): first execution is consolidated while responses keep their length,
/// then strategies are explored and responses grow with accuracy. The paper draws the border by eye; here it is the step at
/// which the smoothed response length has done a fifth of its whole rise.
/// </summary>
/// <param name="Border">The step at which the second phase begins.</param>
/// <param name="First">The log's first step.</param>
/// <param name="Last">The log's last step.</param>
public sealed record TwoPhases(int Border, int First, int Last)
{
    /// <summary>The share of the rise that ends the first phase.</summary>
    public const double Share = 0.2;

    /// <summary>The least rise, as a share of the length at the start, in which phases are looked for.</summary>
    public const double LeastRise = 0.25;

    /// <summary>The rule in words, for captions.</summary>
    public static string Rule { get; } = string.Create(CultureInfo.InvariantCulture,
        $"Phase 2 begins where the smoothed response length has done {Share * 100:F0} % of its rise; the paper draws this border by eye.");

    /// <summary>Finds the border; null where length is not measured, the log has fewer than 12 rows, or responses hardly grow.</summary>
    public static TwoPhases? Find(IReadOnlyList<MetricRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        MetricRow[] known = [.. rows.Where(r => r[MetricNames.ResponseLength] is not null)];
        if (known.Length < 12) return null;
        double[] smooth = Smoothing.MovingAverage([.. known.Select(r => r[MetricNames.ResponseLength]!.Value)], Smoothing.WindowFor(known.Length));
        double start = smooth[0], rise = smooth.Max() - start;
        if (rise < LeastRise * start) return null;
        int border = Array.FindIndex(smooth, value => value - start >= Share * rise);
        return border <= 0 || border >= known.Length - 1 ? null : new TwoPhases(known[border].Step, known[0].Step, known[^1].Step);
    }

    /// <summary>The phases as marks of a figure.</summary>
    public IReadOnlyList<PhaseMark> Marks() => [new(First, Border, "1 execution"), new(Border, Last, "2 strategy")];
}
