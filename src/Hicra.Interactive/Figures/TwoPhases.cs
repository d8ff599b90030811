using System.Globalization;
using Hicra.Training.Learning;

namespace Hicra.Interactive.Figures;

/// <summary>
/// The paper's two phases in a run's log (section 2.2): first execution is consolidated and the perplexity of execution
/// tokens falls steeply, then it is flat and what still changes is the strategy. The paper draws the border by eye; here it
/// is the step at which the smoothed perplexity has done four fifths of its whole fall.
/// </summary>
/// <param name="Border">The step at which the second phase begins.</param>
/// <param name="First">The log's first step.</param>
/// <param name="Last">The log's last step.</param>
public sealed record TwoPhases(int Border, int First, int Last)
{
    /// <summary>The share of the fall that ends the first phase.</summary>
    public const double Share = 0.8;

    /// <summary>The rule in words, for captions.</summary>
    public static string Rule { get; } = string.Create(CultureInfo.InvariantCulture,
        $"The border of the phases is where the smoothed perplexity of execution tokens has done {Share:P0} of its fall; the paper draws it by eye.");

    /// <summary>Finds the border; null where the perplexity is not measured, has fewer than 12 rows, or falls by less than 2 %.</summary>
    public static TwoPhases? Find(IReadOnlyList<MetricRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        MetricRow[] known = [.. rows.Where(r => r["hicra/perplexity/execution"] is not null)];
        if (known.Length < 12) return null;
        double[] smooth = Smoothing.MovingAverage([.. known.Select(r => r["hicra/perplexity/execution"]!.Value)], Smoothing.WindowFor(known.Length));
        double start = smooth[0], fall = start - smooth.Min();
        if (fall < 0.02 * start) return null;
        int border = Array.FindIndex(smooth, value => start - value >= Share * fall);
        return border <= 0 || border >= known.Length - 1 ? null : new TwoPhases(known[border].Step, known[0].Step, known[^1].Step);
    }

    /// <summary>The phases as marks of a figure.</summary>
    public IReadOnlyList<PhaseMark> Marks() => [new(First, Border, "1 execution"), new(Border, Last, "2 strategy")];
}
