using System.Globalization;
using Hicra.Metrics.Statistics;

namespace Hicra.Reproduction.Evidence;

/// <summary>A mean over runs whose base models are clusters: runs from one base model resemble each other.</summary>
/// <param name="Mean">The mean over clusters.</param>
/// <param name="Interval">Its 95 % interval; null where there is one run alone.</param>
/// <param name="StandardError">The mean's standard error; null where there is one run alone.</param>
/// <param name="Bases">Base models.</param>
/// <param name="Runs">Runs, or pairs of runs.</param>
public sealed record Clustered(double Mean, Interval? Interval, double? StandardError, int Bases, int Runs)
{
    /// <summary>Student's degrees of freedom: base models less one; where there is but one, runs less one.</summary>
    public int DegreesOfFreedom => (Bases > 1 ? Bases : Runs) - 1;

    /// <summary>The one-sided p-value of the mean's lying beyond a bound; null where there is one run alone.</summary>
    /// <param name="bound">The bound.</param>
    /// <param name="above">Whether the mean is to lie above it; else below.</param>
    public double? PValue(double bound, bool above)
    {
        if (StandardError is not double error) return null;
        double beyond = above ? Mean - bound : bound - Mean;
        return error > 0 ? 1 - StudentT.Cdf(beyond / error, DegreesOfFreedom) : beyond > 0 ? 0 : 1;
    }

    /// <summary>
    /// The mean of the clusters' means with Student's t over clusters; where there is but one base model, over its runs, and the
    /// interval then holds for that base model alone.
    /// </summary>
    /// <param name="values">The base model's seed and a value for each run; what is null or not finite counts as not measured.</param>
    /// <returns>Null where there is no value.</returns>
    public static Clustered? Of(IEnumerable<(long Base, double? Value)> values)
    {
        // One infinite ratio would make the error no number, and so the p-value 0.
        (long Base, double Value)[] all = [.. from v in values where v.Value is double one && double.IsFinite(one) select (v.Base, v.Value!.Value)];
        if (all.Length == 0) return null;
        double[][] clusters = [.. all.GroupBy(v => v.Base).Select(g => g.Select(v => v.Value).ToArray())];
        double[] units = clusters.Length > 1 ? [.. clusters.Select(c => c.Average())] : clusters[0];
        if (Paired.TInterval(units) is not { } interval) return new(units.Average(), null, null, clusters.Length, all.Length);
        double error = Summary.Of(units).StandardDeviation!.Value / Math.Sqrt(units.Length);
        return new(interval.Estimate, interval, error, clusters.Length, all.Length);
    }

    /// <summary>A measure of each run.</summary>
    /// <returns>Null where no run has it.</returns>
    public static Clustered? Of(IReadOnlyList<MadeRun> runs, Func<MadeRun, double?> measure)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(measure);
        return Of(runs.Select(r => (r.Recipe.Base.Seed, measure(r))));
    }

    /// <summary>The difference of a measure between two methods, paired by base model and seed.</summary>
    /// <param name="first">Runs of the one.</param>
    /// <param name="second">Runs of the other, which is taken off.</param>
    /// <param name="measure">The measure.</param>
    /// <returns>Null where there is no pair.</returns>
    public static Clustered? Difference(IReadOnlyList<MadeRun> first, IReadOnlyList<MadeRun> second, Func<MadeRun, double?> measure)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(measure);
        return Of(from a in first
                  from b in second
                  where a.Recipe.Base == b.Recipe.Base && a.Recipe.Seed == b.Recipe.Seed
                  select (a.Recipe.Base.Seed, measure(a) - measure(b)));
    }

    /// <summary>What the interval is over, for notes.</summary>
    public string Over => Bases > 1 ? string.Create(CultureInfo.InvariantCulture, $"over {Bases} base models ({Runs} runs)")
        : Runs > 1 ? string.Create(CultureInfo.InvariantCulture, $"over {Runs} seeds of one base model") : "one run: no interval";
}
