using Hicra.Reproduction.Recipes;
using Hicra.Training.Learning;

namespace Hicra.Reproduction.Evidence;

/// <summary>A run that was made.</summary>
/// <param name="Recipe">What it is.</param>
/// <param name="Rows">Its log.</param>
public sealed record MadeRun(RunRecipe Recipe, IReadOnlyList<MetricRow> Rows)
{
    // Levels at the ends are means, so that one step's scatter does not decide them.
    private const int EndShare = 8, StartShare = 40;

    /// <summary>The metric with the validation accuracy.</summary>
    public string Validation => MetricNames.Validation(Recipe.World, Recipe.Training.ValidationSamples);

    /// <summary>The first value of a metric, to which ratios refer; null where the log has none.</summary>
    public double? First(string metric) => Rows.Select(r => r[metric]).OfType<double>().Select(v => (double?)v).FirstOrDefault();

    /// <summary>The mean over the first fortieth of the steps, at least one.</summary>
    public double? Start(string metric) => Mean(metric, values => values[..Math.Max(1, values.Length / StartShare)]);

    /// <summary>The mean over the last eighth of the steps; of a validation, over the last two.</summary>
    public double? End(string metric) => Mean(metric, values => values[^Math.Min(values.Length, metric.StartsWith("val-", StringComparison.Ordinal) ? 2 : Math.Max(1, values.Length / EndShare))..]);

    /// <summary>The mean over all steps.</summary>
    public double? Whole(string metric) => Mean(metric, values => values);

    /// <summary>The mean over steps from one up to, but not, another.</summary>
    public double? Between(string metric, int from, int to) =>
        Rows.Where(r => r.Step >= from && r.Step < to).Select(r => r[metric]).OfType<double>().ToArray() is { Length: > 0 } values ? values.Average() : null;

    /// <summary>The end as a ratio to the start.</summary>
    public double? Ratio(string metric) => End(metric) / Start(metric);

    private double? Mean(string metric, Func<double[], double[]> window) =>
        Rows.Select(r => r[metric]).OfType<double>().ToArray() is { Length: > 0 } values ? window(values).Average() : null;
}
