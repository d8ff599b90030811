using System.Globalization;
using Hicra.Metrics.Statistics;
using Hicra.Training.Learning;

namespace Hicra.Interactive.Figures;

/// <summary>Curves out of metrics logs, one run's or the mean of several seeds.</summary>
internal static class RunSeries
{
    /// <summary>A measure of one run over its steps.</summary>
    /// <param name="name">What the legend calls it.</param>
    /// <param name="rows">The log.</param>
    /// <param name="value">The measure of a row; null where it has none.</param>
    /// <param name="smooth">Points of the smoothing window; null for a sixth of the rows.</param>
    public static Series Of(string name, IReadOnlyList<MetricRow> rows, Func<MetricRow, double?> value, int? smooth)
    {
        (double[] steps, double[] values) = Points(rows, value);
        return new Series { Name = name, X = steps, Y = values, Smooth = WindowOf(values, rows.Count, smooth), Stepped = Smoothing.IsStepped(values) };
    }

    /// <summary>The accuracy of one run's validations, with the interval that its problems allow.</summary>
    /// <remarks>The samples of a problem are alike, so that the problems are the trials: the interval is as wide as if all of them agreed, and never too narrow.</remarks>
    public static Series Validation(string name, RunLog run, string metric)
    {
        (double[] steps, double[] values) = Points(run.Rows, r => r[metric]);
        var series = new Series { Name = name, X = steps, Y = values };
        if (run.ValidationProblems is not int problems) return series;
        Interval[] intervals = [.. values.Select(v => Proportion.Wilson(Math.Clamp(v, 0, 1), problems))];
        return series with { Kind = SeriesKind.Band, Low = [.. intervals.Select(i => i.Low)], High = [.. intervals.Select(i => i.High)] };
    }

    /// <summary>The mean of several seeds with its 95 % interval. Each seed is smoothed by itself, so that the band is that of what is drawn.</summary>
    /// <param name="name">What the legend calls the setting.</param>
    /// <param name="seeds">[seeds] logs.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="smooth">Points of the smoothing window; null for a sixth of the rows.</param>
    public static Series OverSeeds(string name, IReadOnlyList<IReadOnlyList<MetricRow>> seeds, string metric, int? smooth)
    {
        bool share = MetricCatalog.Find(metric) is { IsShare: true };
        // Few seeds make an interval wider than what can be: what is never negative has no band below zero.
        double least = MetricCatalog.Find(metric) is { Low: >= 0 } ? 0 : double.NegativeInfinity;
        var bySteps = new SortedDictionary<double, List<double>>();
        foreach (IReadOnlyList<MetricRow> rows in seeds)
        {
            (double[] steps, double[] values) = Points(rows, r => r[metric]);
            if (WindowOf(values, rows.Count, smooth) is int window) values = Smoothing.LocalLines(values, window);
            for (int i = 0; i < steps.Length; i++)
            {
                if (!bySteps.TryGetValue(steps[i], out List<double>? all)) bySteps.Add(steps[i], all = []);
                all.Add(values[i]);
            }
        }
        (double Step, Interval Interval)[] points = [.. bySteps.Where(s => s.Value.Count > 1).Select(s => (s.Key, OfMean([.. s.Value], share)))];
        return new Series
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{name}, {seeds.Count} seeds"),
            Kind = SeriesKind.Band,
            X = [.. points.Select(p => p.Step)],
            Y = [.. points.Select(p => p.Interval.Estimate)],
            Low = [.. points.Select(p => Math.Max(p.Interval.Low, least))],
            High = [.. points.Select(p => p.Interval.High)],
        };
    }

    /// <summary>The 95 % interval of a mean over runs: of shares within 0 and 1.</summary>
    /// <param name="values">[runs] two or more.</param>
    /// <param name="share">Whether the values are shares.</param>
    public static Interval OfMean(double[] values, bool share) =>
        (share && values.All(v => v is >= 0 and <= 1) ? Proportion.OfRuns(values) : Paired.TInterval(values))!.Value;

    private static (double[] Steps, double[] Values) Points(IReadOnlyList<MetricRow> rows, Func<MetricRow, double?> value)
    {
        (double Step, double Value)[] points = [.. rows.Select(r => (Step: (double)r.Step, Value: value(r))).Where(p => p.Value is not null).Select(p => (p.Step, p.Value!.Value))];
        return ([.. points.Select(p => p.Step)], [.. points.Select(p => p.Value)]);
    }

    // What is not measured at every step has too few points to smooth, and what moves in steps has nothing to calm.
    private static int? WindowOf(double[] values, int rows, int? smooth)
    {
        if (values.Length < 12 || values.Length < rows / 2 || Smoothing.IsStepped(values)) return null;
        int window = smooth ?? Smoothing.WindowFor(values.Length);
        return window < 3 ? null : window;
    }
}
