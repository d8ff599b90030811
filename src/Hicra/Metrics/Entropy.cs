namespace Hicra.Metrics;

/// <summary>A Shannon entropy. The paper does not name its unit, so both are at hand.</summary>
/// <param name="Nats">The entropy in nats.</param>
public readonly record struct Entropy(double Nats)
{
    /// <summary>The entropy in bits.</summary>
    public double Bits => Nats / Math.Log(2);

    /// <summary>
    /// The entropy of a frequency distribution, −Σ p ln p with p = count / total: the plug-in estimate, which is too low
    /// where counts are few (by about (distinct − 1) / (2 total) nats; Miller 1955).
    /// </summary>
    /// <param name="counts">[events] how often each event was seen; none negative.</param>
    /// <returns>Null where nothing was counted.</returns>
    /// <exception cref="ArgumentException">A count is negative.</exception>
    public static Entropy? OfCounts(ReadOnlySpan<int> counts)
    {
        long total = 0;
        foreach (int count in counts)
        {
            if (count < 0) throw new ArgumentException("A count is negative.", nameof(counts));
            total += count;
        }
        if (total == 0) return null;

        double sum = 0;
        foreach (int count in counts)
        {
            if (count == 0) continue;
            double p = (double)count / total;
            sum += p * Math.Log(p);
        }
        return new(0 - sum);
    }
}
