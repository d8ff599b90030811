namespace Hicra.Metrics;

/// <summary>What the search for the border of the two phases found.</summary>
public enum PhaseFinding
{
    /// <summary>Execution settles, and the entropy of strategies rises from there on.</summary>
    Found,

    /// <summary>There are too few steps to tell.</summary>
    TooShort,

    /// <summary>The measure of execution does not fall clearly: there is no first phase.</summary>
    ExecutionDoesNotFall,

    /// <summary>The measure of execution falls and does not settle, so that no first phase has ended.</summary>
    ExecutionDoesNotSettle,

    /// <summary>Execution settles, but the entropy of strategies does not rise after it: there is no second phase.</summary>
    StrategyDoesNotRise,
}

/// <summary>
/// The border between the paper's two phases (section 2.2), from what defines them there: first execution is consolidated, so
/// that the entropy (or the relative perplexity) of execution tokens falls and then stays; then strategies are explored, so
/// that the semantic entropy of strategic grams rises. The paper draws the border by eye. Here it is the point where two
/// straight lines, fitted to the measure of execution, meet, if these hold:
/// <list type="bullet">
/// <item>the first line falls, by <see cref="LeastFall"/> of its start and by more than the points scatter;</item>
/// <item>two lines are clearly better than one, and the second is flatter by <see cref="Settled"/>: a steady fall has no border;</item>
/// <item>from there on the semantic entropy rises, by <see cref="LeastRise"/> of its mean and clearly more than it scatters.</item>
/// </list>
/// On the curves of the paper's Figures 3 and 13 this finds a border for Qwen3-4B-Base, Qwen2.5-7B-Base and
/// Llama-3.1-8B-Instruct, and none for the models of which the paper says that their first phase is short or absent.
/// </summary>
/// <param name="Finding">What was found.</param>
/// <param name="Index">The first point of the second phase; null unless <see cref="PhaseFinding.Found"/>.</param>
public readonly record struct TwoPhases(PhaseFinding Finding, int? Index)
{
    /// <summary>The fewest points in which phases are looked for.</summary>
    public const int LeastPoints = 20;

    /// <summary>The least fall of the measure of execution, as a share of its start.</summary>
    public const double LeastFall = 0.1;

    /// <summary>The steepest that the second line may fall, as a share of the first line's slope.</summary>
    public const double Settled = 0.25;

    /// <summary>The least rise of the semantic entropy in the second phase, as a share of its mean there.</summary>
    public const double LeastRise = 0.02;

    // The best of many hinges is better than one line by chance: far above the usual quantile of F, 4 to 7.
    private const double LeastGain = 15, LeastFallInDeviations = 3, LeastRiseInErrors = 4;

    // Longer logs are averaged down: the fit looks at each pair of points.
    private const int MostPoints = 512;

    /// <summary>Looks for the border.</summary>
    /// <param name="execution">[points] entropy or relative perplexity of execution tokens over training steps, finite.</param>
    /// <param name="strategy">[points] semantic entropy of strategic grams at the same steps, finite.</param>
    /// <exception cref="ArgumentException">The series differ in length.</exception>
    public static TwoPhases Find(ReadOnlySpan<double> execution, ReadOnlySpan<double> strategy)
    {
        if (execution.Length != strategy.Length) throw new ArgumentException("Both series must have the same steps.", nameof(strategy));
        if (execution.Length < LeastPoints) return new(PhaseFinding.TooShort, null);
        int every = (execution.Length + MostPoints - 1) / MostPoints;
        if (every > 1)
        {
            TwoPhases coarse = Find(Means(execution, every), Means(strategy, every));
            return coarse with { Index = coarse.Index * every };
        }
        Hinge hinge = Hinge.Fit(execution, Math.Max(5, execution.Length / 20));
        double fall = -hinge.Before * hinge.At, start = hinge.Level + fall;
        // One line may fall where two lines have their corner in noise: the whole fall counts there.
        if (hinge.Gain < LeastGain || hinge.After < Settled * hinge.Before || fall <= 0)
            return new(Falls(execution) ? PhaseFinding.ExecutionDoesNotSettle : PhaseFinding.ExecutionDoesNotFall, null);
        if (fall < LeastFall * Math.Abs(start) || fall < LeastFallInDeviations * hinge.Deviation) return new(PhaseFinding.ExecutionDoesNotFall, null);
        ReadOnlySpan<double> later = strategy[hinge.At..];
        (double slope, double error, _) = Hinge.Line(later);
        double mean = 0;
        foreach (double value in later) mean += value / later.Length;
        bool rises = slope > LeastRiseInErrors * error && slope * (later.Length - 1) >= LeastRise * Math.Abs(mean);
        return rises ? new(PhaseFinding.Found, hinge.At) : new(PhaseFinding.StrategyDoesNotRise, null);
    }

    private static bool Falls(ReadOnlySpan<double> values)
    {
        (double slope, double error, _) = Hinge.Line(values);
        double mean = 0;
        foreach (double value in values) mean += value / values.Length;
        return slope < -LeastRiseInErrors * error && -slope * (values.Length - 1) >= LeastFall * Math.Abs(mean);
    }

    private static double[] Means(ReadOnlySpan<double> values, int every)
    {
        var means = new double[values.Length / every];
        for (int i = 0; i < means.Length; i++)
            foreach (double value in values.Slice(i * every, every)) means[i] += value / every;
        return means;
    }
}
