namespace Hicra.Metrics.Statistics;

/// <summary>McNemar's test of two classifiers on the same items, in its exact form: of the items on which they differ, each is as likely the better one.</summary>
public static class McNemar
{
    /// <summary>The two-sided p-value, from the binomial distribution with chance one half.</summary>
    /// <param name="firstOnly">Items that only the first has right.</param>
    /// <param name="secondOnly">Items that only the second has right.</param>
    /// <returns>1 where they differ on no item.</returns>
    public static double Exact(int firstOnly, int secondOnly)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstOnly);
        ArgumentOutOfRangeException.ThrowIfNegative(secondOnly);
        int n = firstOnly + secondOnly, few = Math.Min(firstOnly, secondOnly);
        double tail = 0;
        for (int k = 0; k <= few; k++) tail += Math.Exp(Beta.LogGamma(n + 1) - Beta.LogGamma(k + 1) - Beta.LogGamma(n - k + 1) - n * Math.Log(2));
        return Math.Min(1, 2 * tail);
    }
}
