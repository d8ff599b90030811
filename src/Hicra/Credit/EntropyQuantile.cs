using Hicra.Metrics;

namespace Hicra.Credit;

/// <summary>Quantiles of token entropies.</summary>
public static class EntropyQuantile
{
    /// <summary>
    /// The quantile with linear interpolation between order statistics, as <c>torch.quantile</c> defines it by default.
    /// </summary>
    /// <param name="values">[tokens], at least one, in any order.</param>
    /// <param name="quantile">In [0, 1].</param>
    /// <exception cref="ArgumentException">There is no value, one is NaN, or the quantile is outside [0, 1].</exception>
    public static double Of(ReadOnlySpan<double> values, double quantile)
    {
        if (values.IsEmpty) throw new ArgumentException("A quantile needs at least one value.", nameof(values));
        if (quantile is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(quantile), quantile, "A quantile lies in [0, 1].");
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        if (double.IsNaN(sorted[0])) throw new ArgumentException("An entropy is not a number.", nameof(values));
        return Quantiles.OfSorted<double>(sorted, quantile);
    }

    internal static double Check(double value, string name) =>
        value is >= 0 and <= 1 ? value : throw new HicraException(FormattableString.Invariant($"{name} is {value}: give a number in [0, 1]."));

    internal static double[] Require(TokenContext context, string rule) =>
        context.Entropies ?? throw new HicraException($"The credit rule '{rule}' needs token entropies, which these rollouts lack: record them while sampling, or choose grpo, hicra or placebo.");
}
