namespace Hicra.Metrics.Statistics;

/// <summary>An estimate with its confidence interval.</summary>
/// <param name="Estimate">The estimate, for example a mean difference.</param>
/// <param name="Low">The interval's lower end.</param>
/// <param name="High">The interval's upper end.</param>
/// <param name="Confidence">The interval's level, for example 0.95.</param>
public readonly record struct Interval(double Estimate, double Low, double High, double Confidence)
{
    /// <summary>Whether the interval leaves out 0, that is, whether the difference can be told from none at this level.</summary>
    public bool ExcludesZero => Low > 0 || High < 0;

    internal static void CheckConfidence(double confidence)
    {
        if (!(confidence is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence level lies between 0 and 1.");
    }
}
