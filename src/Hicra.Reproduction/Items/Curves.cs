using System.Globalization;
using Hicra.Interactive.Figures;
using Hicra.Interactive.Rendering;
using Hicra.Metrics;
using Hicra.Reproduction.Evidence;
using Hicra.Reproduction.Reported;
using Hicra.Training.Learning;

namespace Hicra.Reproduction.Items;

/// <summary>Curves of items: the mean of several runs with its 95 % interval, and the paper's own points, dashed.</summary>
internal static class Curves
{
    /// <summary>The axis of training steps.</summary>
    public static Axis Steps { get; } = new() { Label = "training step" };

    /// <summary>A metric over steps, all runs together.</summary>
    /// <param name="name">What the legend calls it.</param>
    /// <param name="runs">Runs of one setting.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="color">Its colour.</param>
    /// <param name="relative">Whether each run's values are ratios to its first.</param>
    /// <param name="times">A factor, for example the rollouts of a step where counts are wanted.</param>
    public static Series Of(string name, IReadOnlyList<MadeRun> runs, string metric, string color, bool relative = false, double times = 1)
    {
        IReadOnlyList<MetricRow>[] logs = [.. runs.Select(r => relative || times != 1 ? Changed(r.Rows, metric, relative, times) : r.Rows)];
        if (logs.Length == 1) return RunSeries.Of(name, logs[0], r => r[metric], null) with { Color = color };
        // What the legend calls it is enough: the caption says how many runs there are.
        return RunSeries.OverSeeds(name, logs, metric, null) with { Name = name, Color = color };
    }

    /// <summary>A curve of the paper.</summary>
    public static Series Of(string name, ReportedCurve curve, string color) => new() { Name = name, X = curve.Steps, Y = curve.Values, Color = color, Dashed = true };

    /// <summary>The phases that the mean of some runs shows; none where they are not found.</summary>
    public static RunPhases Phases(IReadOnlyList<MadeRun> runs)
    {
        var rows = new List<MetricRow>();
        foreach (IGrouping<int, MetricRow> step in runs.SelectMany(r => r.Rows).GroupBy(r => r.Step).OrderBy(g => g.Key))
        {
            var row = new MetricRow(step.Key);
            foreach (string metric in (string[])[MetricNames.ExecutionEntropy, MetricNames.SemanticEntropy, MetricNames.Strategies])
                if (step.Select(r => r[metric]).OfType<double>().ToArray() is { Length: > 0 } values) row.Set(metric, values.Average());
            rows.Add(row);
        }
        return RunPhases.Of(rows);
    }

    /// <summary>How the curves were made, for captions.</summary>
    public static string Reading(IReadOnlyList<MadeRun> runs)
    {
        int bases = runs.Select(r => r.Recipe.Base).Distinct().Count();
        return runs.Count < 2 ? RunFigures.Reading
            : string.Create(CultureInfo.InvariantCulture, $"Lines: means over runs ({runs.Count} of {NumberText.Count(bases, "base model", "base models")}), each smoothed over a sixth of its steps. Bands: 95 % interval of the mean.");
    }

    /// <summary>The colours of methods, the same in every figure.</summary>
    public static string ColorOf(string method) => method switch { "grpo" => Palette.Execution, "hicra" => Palette.Planning, "entropy-bonus" => Palette.Accuracy, "high-entropy" => "#cc79a7", "placebo" => "#56b4e9", "gram-bonus" => "#e69f00", "hicra-equal-norm" => Palette.Length, _ => "#3d3d3d" };

    /// <summary>What people call a method.</summary>
    public static string NameOf(string method) => method switch { "grpo" => "GRPO", "hicra" => "HICRA", "entropy-bonus" => "entropy regularisation", "high-entropy" => "high-entropy advantage", "placebo" => "placebo (random n-grams)", "gram-bonus" => "plain bonus", "hicra-equal-norm" => "HICRA at equal norm", _ => method };

    private static List<MetricRow> Changed(IReadOnlyList<MetricRow> rows, string metric, bool relative, double times)
    {
        var ratio = new RelativeToFirst();
        var changed = new List<MetricRow>(rows.Count);
        foreach (MetricRow row in rows)
        {
            var other = new MetricRow(row.Step);
            other.Set(metric, relative ? ratio.Next(row[metric]) : row[metric] * times);
            changed.Add(other);
        }
        return changed;
    }
}
