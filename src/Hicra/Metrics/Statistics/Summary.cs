namespace Hicra.Metrics.Statistics;

/// <summary>Mean and spread of a sample, for example of one metric over seeds.</summary>
/// <param name="Count">n, the number of values.</param>
/// <param name="Mean">Their mean; null where there is no value.</param>
/// <param name="StandardDeviation">Their unbiased standard deviation (divided by n − 1); null where n is less than 2.</param>
public readonly record struct Summary(int Count, double? Mean, double? StandardDeviation)
{
    /// <summary>Summarises values (in two passes, so that a large mean costs no digits).</summary>
    public static Summary Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty) return default;
        double sum = 0, squares = 0;
        foreach (double value in values) sum += value;
        double mean = sum / values.Length;
        foreach (double value in values) squares += (value - mean) * (value - mean);
        return new(values.Length, mean, values.Length > 1 ? Math.Sqrt(squares / (values.Length - 1)) : null);
    }
}
